import fc from "fast-check";
import { expect, it } from "vitest";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import { createCalendar } from "#kernel/work-calendar.ts";
import { dueAt, type Limit } from "#kernel/working-time.ts";
import { findBeyond } from "./beyond-law.ts";

const seed = readCalendarSeed();
const calendar = createCalendar({
  days: seed.days.map(({ day, kind }) => [day, kind] as const),
  years: seed.years.map(({ year }) => year),
});
const from = shanghaiMoment("2026-01-05");

it.each([
  [{ amount: 20, unit: "wd" }, { amount: 20, unit: "wd" }, false],
  [{ amount: 21, unit: "wd" }, { amount: 20, unit: "wd" }, true],
  // Seven days with two days of rest in them; over a long holiday five working days end later.
  [{ amount: 5, unit: "wd" }, { amount: 7, unit: "d" }, true],
  [{ amount: 2, unit: "wd" }, { amount: 15, unit: "d" }, false],
  [{ amount: 24, unit: "h" }, { amount: 1, unit: "d" }, false],
  [{ amount: 49, unit: "h" }, { amount: 1, unit: "d" }, true],
  // From the last minute of the pause at noon four working hours end at 17:30, five hours a minute before half past six.
  [{ amount: 5, unit: "h" }, { amount: 4, unit: "wh" }, true],
] as const)("%j against %j", (limit, law, beyond) => {
  expect(findBeyond(calendar, limit, law, from) !== undefined).toBe(beyond);
});

const limits: fc.Arbitrary<Limit> = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom("wh", "wd", "h", "d", "cd"))
  .map(([amount, unit]) => ({ amount, unit }));

it("what is let through never ends later than the law, from whatever start", () => {
  fc.assert(
    fc.property(limits, limits, fc.integer({ min: 0, max: 399 * 1440 }), (limit, law, minute) => {
      const found = findBeyond(calendar, limit, law, from);
      expect(found === undefined || found.ends > found.lawful).toBe(true);
      const start = new Date(from.getTime() + minute * 60_000);
      const ends = dueAt(calendar, start, limit).at;
      const lawful = dueAt(calendar, start, law).at;
      expect(found !== undefined || ends <= lawful, `${JSON.stringify([limit, law])} ${start.toISOString()}`).toBe(
        true,
      );
    }),
    { numRuns: 60 },
  );
});
