import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bruteWorked, calendars, floorMinute, moments } from "./brute-calendar.test-kit.ts";
import { shanghaiMoment } from "./shanghai-time.ts";
import {
  addWorkingMinutes,
  createCalendar,
  isWorkingDay,
  isWorkingTime,
  nextWorkingMoment,
  workingMinutesBetween,
} from "./work-calendar.ts";

/** The State Council's autumn of 2026: 25–27 September and 1–7 October rest, two make-up weekend days. */
const calendar = createCalendar({
  years: [2026],
  days: [
    ["2026-09-20", "work"],
    ["2026-10-10", "work"],
    ...["09-25", "09-26", "09-27", "10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07"].map(
      (day) => [`2026-${day}`, "rest"] as const,
    ),
  ],
});

describe("a calendar", () => {
  test("knows holidays, make-up weekends and plain weekends", () => {
    expect(isWorkingDay(calendar, "2026-09-20")).toBe(true);
    expect(isWorkingDay(calendar, "2026-09-25")).toBe(false);
    expect(isWorkingDay(calendar, "2026-09-26")).toBe(false);
    expect(isWorkingDay(calendar, "2026-10-10")).toBe(true);
    expect(isWorkingDay(calendar, "2026-10-11")).toBe(false);
    expect(isWorkingDay(calendar, "2027-10-01")).toBe(true);
  });

  test("keeps only what differs from Monday to Friday in its index", () => {
    expect(calendar.exceptions).toHaveLength(8);
    expect(calendar.minutesOfDay).toBe(450);
  });

  test.each([
    [[]],
    [[{ from: 600, to: 600 }]],
    [[{ from: 600, to: 500 }]],
    [[{ from: -1, to: 500 }]],
    [[{ from: 0, to: 1441 }]],
    [[{ from: 0.5, to: 60 }]],
    [
      [
        { from: 0, to: 60 },
        { from: 59, to: 70 },
      ],
    ],
    [[{ from: Number.NaN, to: 60 }]],
  ])("refuses the sessions %j", (sessions) => {
    expect(() => createCalendar({ days: [], years: [], sessions })).toThrow(RangeError);
  });

  test("refuses what is no day", () => {
    expect(() => createCalendar({ days: [["2026-02-30", "rest"]], years: [] })).toThrow(RangeError);
  });
});

describe("working minutes", () => {
  test("stop at noon, in the evening and over the holiday", () => {
    expect(
      workingMinutesBetween(calendar, shanghaiMoment("2026-10-09", "00:00"), shanghaiMoment("2026-10-09", "24:00")),
    ).toBe(450);
    expect(
      workingMinutesBetween(calendar, shanghaiMoment("2026-10-09", "11:50"), shanghaiMoment("2026-10-09", "13:40")),
    ).toBe(20);
    expect(
      workingMinutesBetween(calendar, shanghaiMoment("2026-09-30", "17:00"), shanghaiMoment("2026-10-08", "09:00")),
    ).toBe(60);
    expect(
      workingMinutesBetween(calendar, shanghaiMoment("2026-10-08", "09:00"), shanghaiMoment("2026-09-30", "17:00")),
    ).toBe(-60);
  });

  test("are used up at the end of a session, not at the start of the next", () => {
    expect(addWorkingMinutes(calendar, shanghaiMoment("2026-10-09", "11:00"), 60).at).toEqual(
      shanghaiMoment("2026-10-09", "12:00"),
    );
    expect(addWorkingMinutes(calendar, shanghaiMoment("2026-10-09", "11:00"), 61).at).toEqual(
      shanghaiMoment("2026-10-09", "13:31"),
    );
    expect(addWorkingMinutes(calendar, shanghaiMoment("2026-10-09", "16:30"), 60).at).toEqual(
      shanghaiMoment("2026-10-09", "17:30"),
    );
    expect(addWorkingMinutes(calendar, shanghaiMoment("2026-10-01", "03:00"), 450).at).toEqual(
      shanghaiMoment("2026-10-08", "17:30"),
    );
  });

  test("count from the start of the minute in which a moment lies", () => {
    const within = new Date(shanghaiMoment("2026-10-09", "09:00").getTime() + 59_999);
    expect(addWorkingMinutes(calendar, within, 1).at).toEqual(shanghaiMoment("2026-10-09", "09:01"));
    expect(addWorkingMinutes(calendar, within, 0).at).toEqual(shanghaiMoment("2026-10-09", "09:00"));
    expect(workingMinutesBetween(calendar, within, shanghaiMoment("2026-10-09", "09:01"))).toBe(1);
  });

  test("over a year without data are provisional", () => {
    const start = shanghaiMoment("2026-12-31", "16:30");
    expect(addWorkingMinutes(calendar, start, 60)).toEqual({
      at: shanghaiMoment("2026-12-31", "17:30"),
      provisional: false,
    });
    expect(addWorkingMinutes(calendar, start, 61)).toEqual({
      at: shanghaiMoment("2027-01-01", "08:31"),
      provisional: true,
    });
    expect(addWorkingMinutes(calendar, shanghaiMoment("2025-12-31", "17:00"), 60).provisional).toBe(true);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, Number.MAX_SAFE_INTEGER])(
    "refuse to add %d",
    (minutes) => {
      expect(() => addWorkingMinutes(calendar, shanghaiMoment("2026-10-09", "09:00"), minutes)).toThrow(RangeError);
    },
  );
});

test("the next working moment", () => {
  expect(nextWorkingMoment(calendar, shanghaiMoment("2026-10-09", "08:30"))).toEqual(
    shanghaiMoment("2026-10-09", "08:30"),
  );
  expect(nextWorkingMoment(calendar, shanghaiMoment("2026-10-09", "12:00"))).toEqual(
    shanghaiMoment("2026-10-09", "13:30"),
  );
  expect(nextWorkingMoment(calendar, shanghaiMoment("2026-10-09", "17:30"))).toEqual(
    shanghaiMoment("2026-10-10", "08:30"),
  );
  expect(nextWorkingMoment(calendar, shanghaiMoment("2026-10-10", "20:00"))).toEqual(
    shanghaiMoment("2026-10-12", "08:30"),
  );
  expect(isWorkingTime(calendar, shanghaiMoment("2026-10-10", "11:59"))).toBe(true);
  expect(isWorkingTime(calendar, shanghaiMoment("2026-10-10", "12:00"))).toBe(false);
});

describe("against a count of every minute", () => {
  test("the minutes between two moments", () => {
    fc.assert(
      fc.property(calendars, moments, moments, (source, from, to) => {
        const worked = bruteWorked(source);
        let count = 0;
        const end = floorMinute(to.getTime());
        for (let ms = floorMinute(from.getTime()); ms < end; ms += 60_000) if (worked(ms)) count += 1;
        const result = workingMinutesBetween(createCalendar(source), from, to);
        expect(from <= to ? result : Math.max(0, result)).toBe(count);
      }),
      { numRuns: 150 },
    );
  });

  test("the moment after so many minutes, and whether the data reach so far", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 4000 }), (source, from, minutes) => {
        const worked = bruteWorked(source);
        const touched = new Set<number>();
        let ms = floorMinute(from.getTime());
        const touch = () => touched.add(new Date(ms + 8 * 3_600_000).getUTCFullYear());
        touch();
        for (let left = minutes; left > 0; ms += 60_000) if (worked(ms)) left -= 1;
        touch();
        expect(addWorkingMinutes(createCalendar(source), from, minutes)).toEqual({
          at: new Date(ms),
          provisional: ![...touched].every((year) => source.years.includes(year)),
        });
      }),
      { numRuns: 150 },
    );
  });

  test("working time, and the next of it", () => {
    fc.assert(
      fc.property(calendars, moments, (source, from) => {
        const worked = bruteWorked(source);
        let ms = floorMinute(from.getTime());
        expect(isWorkingTime(createCalendar(source), from)).toBe(worked(ms));
        while (!worked(ms)) ms += 60_000;
        expect(nextWorkingMoment(createCalendar(source), from)).toEqual(new Date(ms));
      }),
      { numRuns: 150 },
    );
  });
});

describe("laws", () => {
  const minutes = fc.integer({ min: 0, max: 200_000 });

  test("adding and counting are inverse, and adding in two parts is adding at once", () => {
    fc.assert(
      fc.property(calendars, moments, minutes, minutes, (source, from, first, second) => {
        const random = createCalendar(source);
        const { at } = addWorkingMinutes(random, from, first);
        expect(workingMinutesBetween(random, from, at)).toBe(first);
        expect(addWorkingMinutes(random, at, second).at).toEqual(
          second === 0 ? at : addWorkingMinutes(random, from, first + second).at,
        );
      }),
    );
  });

  test("a later start or more minutes never end earlier; counts split anywhere and change sign", () => {
    fc.assert(
      fc.property(calendars, moments, moments, moments, minutes, (source, a, b, c, count) => {
        const random = createCalendar(source);
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(addWorkingMinutes(random, early, count).at <= addWorkingMinutes(random, late, count).at).toBe(true);
        expect(addWorkingMinutes(random, early, count).at < addWorkingMinutes(random, early, count + 1).at).toBe(true);
        expect(workingMinutesBetween(random, a, c)).toBe(
          workingMinutesBetween(random, a, b) + workingMinutesBetween(random, b, c),
        );
        expect(workingMinutesBetween(random, a, b) + workingMinutesBetween(random, b, a)).toBe(0);
      }),
    );
  });
});
