import { expect, test } from "vitest";
import {
  addDays,
  dayNumber,
  dayText,
  localMinute,
  momentOf,
  shanghaiDay,
  shanghaiMoment,
  shanghaiTime,
  weekdayOf,
  zone,
} from "./shanghai-time.ts";

test("the fixed offset agrees with Intl for 1992–2060", () => {
  const intl = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    weekday: "short",
  });
  const weekdays = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"];
  // A step of 13 h 11 min meets every time of day and every month of every year.
  for (let ms = Date.UTC(1992, 0, 1); ms < Date.UTC(2061, 0, 1); ms += 791 * 60_000) {
    const at = new Date(ms);
    const weekday = weekdays[weekdayOf(dayNumber(shanghaiDay(at))) - 1];
    expect(`${weekday} ${shanghaiDay(at)} ${shanghaiTime(at)}`).toBe(intl.format(at).replace(",", ""));
  }
});

test("seconds never count", () => {
  const minute = localMinute(new Date("2026-10-09T08:00:00Z"));
  expect(localMinute(new Date("2026-10-09T08:00:59.999Z"))).toBe(minute);
  expect(localMinute(new Date("2026-10-09T08:01:00Z"))).toBe(minute + 1);
  expect(momentOf(minute).toISOString()).toBe("2026-10-09T08:00:00.000Z");
});

test("days and clock times become moments", () => {
  expect(shanghaiMoment("2026-10-09", "16:00").toISOString()).toBe("2026-10-09T08:00:00.000Z");
  expect(shanghaiMoment("2026-10-09", "24:00")).toEqual(shanghaiMoment("2026-10-10"));
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(dayText(dayNumber("1970-01-01"))).toBe("1970-01-01");
  expect(weekdayOf(dayNumber("1969-12-28"))).toBe(7);
});

test("what is no day, time or business moment is refused", () => {
  for (const day of ["2026-02-29", "2026-13-01", "2026-1-1", "", "20260101", "2026-01-01T00:00", "+02026-01-01"]) {
    expect(() => dayNumber(day)).toThrow(RangeError);
  }
  for (const time of ["24:01", "25:00", "9:00", "09:60", "", "09:00:00"]) {
    expect(() => shanghaiMoment("2026-01-01", time)).toThrow(RangeError);
  }
  expect(() => localMinute(new Date(Number.NaN))).toThrow(RangeError);
  expect(() => localMinute(new Date("1991-09-01T00:00:00Z"))).toThrow(RangeError);
  expect(() => momentOf(Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
});
