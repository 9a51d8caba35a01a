import { describe, expect, test } from "vitest";
import { shanghaiMoment } from "./shanghai-time.ts";
import { createCalendar } from "./work-calendar.ts";
import {
  dueAt,
  elapsedMinutes,
  extendClock,
  type Limit,
  limitMinutes,
  type LimitClock,
  milestones,
  pauseClock,
  recomputeClock,
  remainingMinutes,
  resumeClock,
  startClock,
} from "./working-time.ts";

const rest2026 = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"];
const calendar = createCalendar({
  years: [2026],
  days: [["2026-10-10", "work"], ...rest2026.map((day) => [day, "rest"] as const)],
});
/** `10-09 16:00` of 2026 in Shanghai. */
const at = (text: string) => shanghaiMoment(`2026-${text.slice(0, 5)}`, text.slice(6));
const start = (text: string, limit: Limit) => startClock(calendar, { at: at(text), limit });
const plan = { remind: [50, 80], levels: 4 };
const told = (clock: LimitClock) =>
  milestones(calendar, clock, plan).map((milestone) => [
    milestone.kind === "remind" ? milestone.percent : milestone.kind === "due" ? "due" : `level ${milestone.level}`,
    milestone.at,
  ]);

describe("four working hours from Friday 2026-10-09 16:00", () => {
  const clock = start("10-09 16:00", { amount: 4, unit: "wh" });

  test("run through the make-up Saturday; the ladder climbs every two hours", () => {
    expect(told(clock)).toEqual([
      [50, at("10-10 09:00")],
      [80, at("10-10 10:12")],
      ["due", at("10-10 11:00")],
      ["level 1", at("10-10 11:00")], // B
      ["level 2", at("10-10 14:30")], // station chief: an hour before the break, an hour after it
      ["level 3", at("10-10 16:30")], // program office
      ["level 4", at("10-12 09:30")], // leader
    ]);
  });

  test("are a plain JSON record", () => {
    expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
    expect(clock).toEqual({
      limit: { amount: 4, unit: "wh" },
      originalLimit: { amount: 4, unit: "wh" },
      startedAt: "2026-10-09T08:00:00.000Z",
      usedMinutes: 0,
      runningSince: "2026-10-09T08:00:00.000Z",
      pausedReason: null,
      dueAt: "2026-10-10T03:00:00.000Z",
      provisional: false,
    });
  });

  test("count down to 0 in the minute in which they are due, then late minutes", () => {
    expect(remainingMinutes(calendar, clock, at("10-09 16:00"))).toBe(240);
    expect(remainingMinutes(calendar, clock, at("10-10 03:00"))).toBe(150);
    expect(remainingMinutes(calendar, clock, new Date(at("10-10 10:59").getTime() + 59_000))).toBe(1);
    expect(remainingMinutes(calendar, clock, at("10-10 11:00"))).toBe(0);
    expect(remainingMinutes(calendar, clock, at("10-10 11:25"))).toBe(-25);
    expect(elapsedMinutes(calendar, clock, at("10-10 11:25"))).toBe(265);
  });
});

describe("due times", () => {
  test.each<[string, Limit, string]>([
    ["10-09 16:00", { amount: 4, unit: "wh" }, "10-10 11:00"],
    ["10-09 16:00", { amount: 1, unit: "wd" }, "10-10 16:00"],
    ["09-30 17:00", { amount: 1, unit: "wd" }, "10-08 17:00"],
    ["10-01 12:00", { amount: 2, unit: "wd" }, "10-09 17:30"],
    ["10-09 16:00", { amount: 30, unit: "min" }, "10-09 16:30"],
    ["10-09 23:00", { amount: 2, unit: "h" }, "10-10 01:00"],
    ["09-27 10:00", { amount: 3, unit: "cd" }, "09-30 24:00"],
    ["09-27 10:00", { amount: 3, unit: "cd", startExcluded: false }, "09-29 24:00"],
    ["09-27 10:00", { amount: 5, unit: "d" }, "10-02 24:00"],
    ["09-27 10:00", { amount: 5, unit: "d", rollForward: true }, "10-08 24:00"],
    ["09-27 00:00", { amount: 1, unit: "d", startExcluded: false }, "09-27 24:00"],
  ])("from %s, %j: %s", (from, limit, due) => {
    expect(dueAt(calendar, at(from), limit)).toEqual({ at: at(due), provisional: false });
  });

  test("are provisional only when they rest on a year without data", () => {
    const from = at("12-31 09:00");
    expect(dueAt(calendar, from, { amount: 7, unit: "wh" }).provisional).toBe(false);
    expect(dueAt(calendar, from, { amount: 8, unit: "wh" }).provisional).toBe(true);
    expect(dueAt(calendar, from, { amount: 48, unit: "h" }).provisional).toBe(false);
    expect(dueAt(calendar, from, { amount: 3, unit: "cd" }).provisional).toBe(false);
    expect(dueAt(calendar, from, { amount: 3, unit: "cd", rollForward: true })).toEqual({
      at: shanghaiMoment("2027-01-04", "24:00"),
      provisional: true,
    });
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuse a limit of %d", (amount) => {
    for (const unit of ["wh", "wd", "min", "h", "cd"] as const) {
      expect(() => dueAt(calendar, at("10-09 09:00"), { amount, unit })).toThrow(RangeError);
    }
  });

  test("a working day is 450 minutes, an hour 60", () => {
    expect(limitMinutes({ amount: 10, unit: "wd" })).toBe(4500);
    expect(limitMinutes({ amount: 4, unit: "wh" })).toBe(240);
    expect(limitMinutes({ amount: 90, unit: "min" })).toBe(90);
  });
});

describe("a clock that starts after its limit began to count", () => {
  const since = at("10-09 16:00");
  test.each<[Limit, string]>([
    [{ amount: 4, unit: "wh" }, "10-10 11:00"],
    [{ amount: 2, unit: "wd" }, "10-12 16:00"],
    [{ amount: 24, unit: "h" }, "10-10 16:00"],
    [{ amount: 2, unit: "cd" }, "10-11 24:00"],
    [{ amount: 2, unit: "d", rollForward: true }, "10-12 24:00"],
  ])("is due as if it had run all the time: %j", (limit, due) => {
    const clock = startClock(calendar, { at: at("10-10 09:30"), limit, since });
    expect(clock.dueAt).toBe(at(due).toISOString());
    // Nor does the same calendar move it.
    expect(recomputeClock(calendar, clock, at("10-10 09:30"))).toEqual(clock);
  });

  test("tells what is still to come, by the whole limit", () => {
    const clock = startClock(calendar, { at: at("10-10 09:30"), limit: { amount: 4, unit: "wh" }, since });
    expect(remainingMinutes(calendar, clock, at("10-10 09:30"))).toBe(90);
    expect(told(clock).slice(0, 4)).toEqual([
      [80, at("10-10 10:12")],
      ["due", at("10-10 11:00")],
      ["level 1", at("10-10 11:00")],
      ["level 2", at("10-10 14:30")],
    ]);
  });

  test("is refused once the limit is over", () => {
    const late = { at: at("10-10 11:00"), limit: { amount: 4, unit: "wh" } as const, since };
    expect(() => startClock(calendar, late)).toThrow(RangeError);
  });
});

describe("a pause", () => {
  test("keeps the paused working time, and tells the rest only", () => {
    const paused = pauseClock(calendar, start("10-09 16:00", { amount: 4, unit: "wh" }), at("10-10 09:30"), "资料");
    expect(paused).toMatchObject({ usedMinutes: 150, runningSince: null, pausedReason: "资料", dueAt: null });
    expect(milestones(calendar, paused, plan)).toEqual([]);
    expect(remainingMinutes(calendar, paused, at("10-20 09:00"))).toBe(90);
    const resumed = resumeClock(calendar, paused, at("10-12 17:00"));
    expect(resumed).toMatchObject({ pausedReason: null, dueAt: at("10-13 09:30").toISOString() });
    expect(told(resumed).slice(0, 3)).toEqual([
      [80, at("10-13 08:42")],
      ["due", at("10-13 09:30")],
      ["level 1", at("10-13 09:30")],
    ]);
  });

  test("of a clock that is late leaves it late, and the ladder goes on", () => {
    const late = pauseClock(calendar, start("10-09 09:00", { amount: 4, unit: "wh" }), at("10-09 14:40"), "会办");
    expect(late).toMatchObject({ usedMinutes: 250, dueAt: at("10-09 14:30").toISOString() });
    expect(remainingMinutes(calendar, late, at("10-12 09:00"))).toBe(-10);
    const resumed = resumeClock(calendar, late, at("10-12 09:00"));
    expect(resumed.dueAt).toBe(late.dueAt);
    expect(remainingMinutes(calendar, resumed, at("10-12 09:05"))).toBe(-15);
    expect(told(resumed)).toEqual([
      ["level 2", at("10-12 10:50")],
      ["level 3", at("10-12 14:20")],
      ["level 4", at("10-12 16:20")],
    ]);
  });

  test("in the due minute itself comes too late", () => {
    const clock = start("10-09 09:00", { amount: 1, unit: "wh" });
    expect(pauseClock(calendar, clock, at("10-09 10:00"), "会办").dueAt).toBe(clock.dueAt);
    expect(pauseClock(calendar, clock, new Date(at("10-09 10:00").getTime() - 1), "会办").dueAt).toBeNull();
    const resumed = resumeClock(calendar, pauseClock(calendar, clock, at("10-09 10:00"), "会办"), at("10-09 10:00"));
    expect(told(resumed)[0]).toEqual(["level 2", at("10-09 11:00")]);
  });

  test("of a limit in days ends at 24:00 again, and many short ones win one day at most", () => {
    let clock = start("10-12 10:00", { amount: 3, unit: "cd" });
    expect(clock.dueAt).toBe(at("10-15 24:00").toISOString());
    for (const hour of [11, 12, 13, 14, 15]) {
      clock = resumeClock(
        calendar,
        pauseClock(calendar, clock, at(`10-13 ${hour}:00`), "等待"),
        at(`10-13 ${hour}:10`),
      );
    }
    expect(clock.dueAt).toBe(at("10-16 24:00").toISOString());
    expect(remainingMinutes(calendar, clock, at("10-16 23:00"))).toBe(60);
    // Paused in the hours that the rounding gave, it is not late and ends with the day on which it runs again.
    const paused = pauseClock(calendar, clock, at("10-16 23:00"), "等待");
    expect(paused.dueAt).toBeNull();
    expect(remainingMinutes(calendar, paused, at("10-18 09:00"))).toBe(0);
    expect(resumeClock(calendar, paused, at("10-18 09:00")).dueAt).toBe(at("10-18 24:00").toISOString());
    expect(resumeClock(calendar, paused, at("10-18 00:00")).dueAt).toBe(at("10-18 24:00").toISOString());
  });

  test("cannot be begun or ended twice", () => {
    const clock = start("10-09 09:00", { amount: 1, unit: "wh" });
    const paused = pauseClock(calendar, clock, at("10-09 09:10"), "等待");
    expect(() => resumeClock(calendar, clock, at("10-09 09:10"))).toThrow("runs already");
    expect(() => pauseClock(calendar, paused, at("10-09 09:10"), "等待")).toThrow("stands still");
  });

  test("before the start, by a server whose clock is behind, uses nothing", () => {
    const clock = start("10-09 09:00", { amount: 1, unit: "wh" });
    expect(pauseClock(calendar, clock, at("10-09 08:59"), "等待").usedMinutes).toBe(0);
    expect(remainingMinutes(calendar, clock, at("10-09 08:59"))).toBe(60);
  });
});

describe("the ladder", () => {
  test("waits an hour at least between two levels, in the limit's own measure", () => {
    expect(told(start("10-09 22:00", { amount: 30, unit: "min" })).slice(2)).toEqual([
      ["due", at("10-09 22:30")],
      ["level 1", at("10-09 22:30")],
      ["level 2", at("10-09 23:30")],
      ["level 3", at("10-10 00:30")],
      ["level 4", at("10-10 01:30")],
    ]);
  });

  test("may be empty, and a reminder needs a percentage", () => {
    const clock = start("10-09 09:00", { amount: 1, unit: "wh" });
    expect(milestones(calendar, clock, { remind: [], levels: 0 })).toEqual([
      { kind: "due", at: at("10-09 10:00"), provisional: false },
    ]);
    for (const percent of [0, -1, 101, Number.NaN]) {
      expect(() => milestones(calendar, clock, { remind: [percent], levels: 0 })).toThrow(RangeError);
    }
  });

  test("says which of its times are provisional", () => {
    const found = milestones(calendar, start("12-31 15:00", { amount: 2, unit: "wh" }), plan);
    expect(found.map(({ provisional }) => provisional)).toEqual([false, false, false, false, true, true, true]);
  });
});

describe("an extension", () => {
  const clock = start("10-08 08:30", { amount: 1, unit: "wd" });

  test("counts in full from its moment, with percentages anew and the ladder of the original limit", () => {
    const extended = extendClock(calendar, clock, at("10-08 16:30"), { amount: 2, unit: "wd" });
    expect(told(extended)).toEqual([
      [50, at("10-09 16:30")],
      [80, at("10-10 12:00")],
      ["due", at("10-10 16:30")],
      ["level 1", at("10-10 16:30")],
      ["level 2", at("10-12 11:15")],
      ["level 3", at("10-12 16:30")],
      ["level 4", at("10-13 11:15")],
    ]);
  });

  test("of a late clock makes it punctual again; of a paused one leaves it paused", () => {
    expect(
      remainingMinutes(
        calendar,
        extendClock(calendar, clock, at("10-09 10:00"), { amount: 2, unit: "wh" }),
        at("10-09 10:00"),
      ),
    ).toBe(120);
    const paused = pauseClock(calendar, clock, at("10-08 09:30"), "等待");
    const extended = extendClock(calendar, paused, at("10-09 10:00"), { amount: 2, unit: "wh" });
    expect(extended).toMatchObject({ runningSince: null, pausedReason: "等待", dueAt: null, usedMinutes: 0 });
    expect(resumeClock(calendar, extended, at("10-12 08:30")).dueAt).toBe(at("10-12 10:30").toISOString());
  });

  test("in another measure counts in that, the ladder with it", () => {
    const days = extendClock(calendar, clock, at("10-08 16:30"), { amount: 2, unit: "cd" });
    expect(told(days)).toEqual([
      [50, at("10-09 20:15")],
      [80, at("10-10 12:54")],
      ["due", at("10-10 24:00")],
      ["level 1", at("10-10 24:00")],
      ["level 2", at("10-11 24:00")],
      ["level 3", at("10-12 24:00")],
      ["level 4", at("10-13 24:00")],
    ]);
    const hours = extendClock(calendar, days, at("10-09 16:30"), { amount: 4, unit: "wh" });
    expect(told(hours).slice(3, 5)).toEqual([
      ["level 1", at("10-10 11:30")],
      ["level 2", at("10-10 16:45")],
    ]);
  });
});

describe("a later import of the year", () => {
  const imported = createCalendar({ years: [2026, 2027], days: [...calendar.days, ["2027-01-01", "rest"]] });
  const before = at("12-31 16:31");

  test("moves a running clock and takes away the mark", () => {
    const clock = start("12-31 16:30", { amount: 2, unit: "wh" });
    expect(clock).toMatchObject({ dueAt: shanghaiMoment("2027-01-01", "09:30").toISOString(), provisional: true });
    expect(recomputeClock(imported, clock, before)).toEqual({
      ...clock,
      dueAt: shanghaiMoment("2027-01-04", "09:30").toISOString(),
      provisional: false,
    });
    const days = start("12-30 10:00", { amount: 2, unit: "d", rollForward: true });
    expect(recomputeClock(imported, days, before)).toMatchObject({
      dueAt: shanghaiMoment("2027-01-04", "24:00").toISOString(),
      provisional: false,
    });
  });

  test("leaves a clock that stands still, and one that is late already, however it became so", () => {
    const clock = start("10-09 09:00", { amount: 1, unit: "wh" });
    const paused = pauseClock(calendar, clock, at("10-09 09:30"), "等待");
    expect(recomputeClock(imported, paused, before)).toBe(paused);
    const late = resumeClock(calendar, pauseClock(calendar, clock, at("10-09 11:00"), "等待"), at("10-12 09:00"));
    expect(recomputeClock(imported, late, before)).toBe(late);
    // Late by plain weekends: the holiday that becomes known afterwards makes it no less late.
    const holiday = start("12-31 16:30", { amount: 2, unit: "wh" });
    expect(recomputeClock(imported, holiday, shanghaiMoment("2027-01-01", "09:30"))).toBe(holiday);
    expect(recomputeClock(imported, holiday, shanghaiMoment("2027-01-01", "09:29")).dueAt).not.toBe(holiday.dueAt);
  });

  // A Saturday that turns out to have been a make-up day: by the new calendar the limit ended before anybody knew.
  const swapped = createCalendar({ years: [2026, 2027], days: [...calendar.days, ["2027-01-02", "work"]] });
  const saturday = { from: shanghaiMoment("2027-01-01", "16:30"), limit: { amount: 5, unit: "wh" } as const };

  test("makes nobody late: a due time that would lie behind us stays where it was told to be", () => {
    const clock = startClock(calendar, { at: saturday.from, limit: saturday.limit });
    expect(clock).toMatchObject({ dueAt: shanghaiMoment("2027-01-04", "14:00").toISOString(), provisional: true });
    const noon = shanghaiMoment("2027-01-03", "12:00");
    expect(recomputeClock(swapped, clock, noon)).toEqual({ ...clock, provisional: false });
    // While it still lies ahead, it moves.
    expect(recomputeClock(swapped, clock, shanghaiMoment("2027-01-02", "11:00")).dueAt).toBe(
      shanghaiMoment("2027-01-02", "14:00").toISOString(),
    );
  });

  test("leaves a limit whose time was used up by it a minute to run on after a pause", () => {
    const clock = startClock(calendar, { at: saturday.from, limit: saturday.limit });
    const monday = shanghaiMoment("2027-01-04", "08:30");
    const kept = recomputeClock(swapped, clock, monday);
    const paused = pauseClock(swapped, kept, monday, "等待");
    expect(paused).toMatchObject({ usedMinutes: 300, dueAt: null });
    const resumed = resumeClock(swapped, paused, shanghaiMoment("2027-01-05", "12:00"));
    expect(told(resumed).slice(0, 2)).toEqual([
      ["due", shanghaiMoment("2027-01-05", "13:31")],
      ["level 1", shanghaiMoment("2027-01-05", "13:31")],
    ]);
  });
});
