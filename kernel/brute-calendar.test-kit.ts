import * as fc from "fast-check";
import type { DayKind, Session } from "./work-calendar.ts";

/**
 * The oracle of the working-time tests, written apart from the code under test and as dull as possible:
 * it looks at every single minute. Never used outside tests.
 */
export interface BruteCalendar {
  readonly days: readonly (readonly [string, DayKind])[];
  readonly years: readonly number[];
  readonly sessions: readonly Session[];
}

const minuteMs = 60_000;
const eightHours = 8 * 3_600_000;

export function floorMinute(ms: number): number {
  return ms - (ms % minuteMs);
}

/** Answers whether the minute that starts at `ms` is worked. */
export function bruteWorked(calendar: BruteCalendar): (ms: number) => boolean {
  const flags = new Map(calendar.days);
  const known = new Map<number, boolean>();
  return (ms) => {
    const local = ms + eightHours;
    const day = Math.floor(local / 86_400_000);
    let open = known.get(day);
    if (open === undefined) {
      const midnight = new Date(day * 86_400_000);
      const kind = flags.get(midnight.toISOString().slice(0, 10));
      open = kind === undefined ? midnight.getUTCDay() !== 0 && midnight.getUTCDay() !== 6 : kind === "work";
      known.set(day, open);
    }
    const ofDay = (local - day * 86_400_000) / minuteMs;
    return open && calendar.sessions.some((session) => ofDay >= session.from && ofDay < session.to);
  };
}

export function bruteDayIsWork(calendar: BruteCalendar, day: string): boolean {
  const kind = new Map(calendar.days).get(day);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return kind === undefined ? weekday !== 0 && weekday !== 6 : kind === "work";
}

const firstDay = Date.UTC(2026, 8, 1);

/** Random official days in the four months from September 2026, random sessions, random years with data. */
export const calendars: fc.Arbitrary<BruteCalendar> = fc.record({
  days: fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 130 }), fc.constantFrom<DayKind>("work", "rest")), {
      maxLength: 60,
      selector: ([offset]) => offset,
    })
    .map((flags) =>
      flags.map(
        ([offset, kind]) => [new Date(firstDay + offset * 86_400_000).toISOString().slice(0, 10), kind] as const,
      ),
    ),
  years: fc.subarray([2026, 2027]),
  sessions: fc.oneof(
    fc.constant([
      { from: 510, to: 720 },
      { from: 810, to: 1050 },
    ]),
    fc
      .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
      .map((ends) => ends.toSorted((left, right) => left - right))
      .map((ends) =>
        ends.flatMap((from, index) => {
          const to = ends[index + 1];
          return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
        }),
      )
      .filter((sessions) => sessions.reduce((sum, { from, to }) => sum + to - from, 0) >= 60),
  ),
});

/** Moments with seconds in the same months. */
export const moments: fc.Arbitrary<Date> = fc
  .integer({ min: 0, max: 120 * 86_400 })
  .map((second) => new Date(firstDay + second * 1000));
