import {
  addWorkingMinutes,
  nextWorkingMoment,
  type WorkCalendar,
  workingMinutesBetween,
} from "#kernel/work-calendar.ts";

/** Further back than any moment of the seed, in milliseconds. */
const farBack = 800 * 86_400_000;

/**
 * The minute of office hours after which so many working minutes have passed until `now`; at least one, so that it
 * never lies in the future. Counting in working minutes makes the same story whatever the hour of the seeding: what
 * is to have 55 minutes left has 55 minutes left, also on a Sunday night.
 */
export function momentBefore(calendar: WorkCalendar, now: Date, workingMinutes: number): Date {
  const start = new Date(now.getTime() - farBack);
  const passed = workingMinutesBetween(calendar, start, now);
  if (workingMinutes < 1 || workingMinutes > passed) throw new RangeError(`Not a time of the seed: ${workingMinutes}`);
  // The end of a session belongs to the pause; the next session begins at the same count.
  return nextWorkingMoment(calendar, addWorkingMinutes(calendar, start, passed - workingMinutes).at);
}
