import fc from "fast-check";
import { expect, test } from "vitest";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import { createCalendar, isWorkingTime, workingMinutesBetween } from "#kernel/work-calendar.ts";
import { momentBefore } from "./time.ts";

const seed = readCalendarSeed();
const calendar = createCalendar({
  days: seed.days.map(({ day, kind }) => [day, kind] as const),
  years: seed.years.map(({ year }) => year),
});

test("at any hour of any day it is a minute of office hours, in the past, with just so much work since", () => {
  const moments = fc.date({ min: new Date("2025-06-01"), max: new Date("2028-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 45 * 450 }), (now, minutes) => {
      const at = momentBefore(calendar, now, minutes);
      expect(isWorkingTime(calendar, at)).toBe(true);
      expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
      expect(workingMinutesBetween(calendar, at, now)).toBe(minutes);
    }),
  );
});

test("the present and the future are refused", () => {
  expect(() => momentBefore(calendar, new Date("2026-11-23T03:00:00Z"), 0)).toThrow("Not a time of the seed");
});
