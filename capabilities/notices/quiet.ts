import { dayText, localMinute, minutesPerDay, momentOf } from "#kernel/shanghai-time.ts";
import { isWorkingDay, type WorkCalendar } from "#kernel/work-calendar.ts";

/** When somebody is left alone: hours of every day (minutes, may pass midnight), rest days, days of his firm. */
export interface Quiet {
  readonly from: number;
  readonly to: number;
  readonly restDays: boolean;
  readonly days: readonly { readonly from: string; readonly to: string }[];
}

/** 19:00–08:30 and rest days, for both sides (无事不打扰). */
export const usualQuiet = { from: 19 * 60, to: 8 * 60 + 30, restDays: true } as const;

/** Longer than any quiet time that can be set: after that something is told even so. */
const longestDays = 120;

/** The instant itself when somebody may be told then, else the next minute at which he may. */
export function nextLoudMoment(calendar: WorkCalendar, quiet: Quiet, at: Date): Date {
  const asked = localMinute(at);
  const last = asked + longestDays * minutesPerDay;
  for (let minute = asked; minute < last;) {
    const number = Math.floor(minute / minutesPerDay);
    const ofDay = minute - number * minutesPerDay;
    if (isQuietDay(calendar, quiet, dayText(number))) minute = (number + 1) * minutesPerDay;
    else if (!isQuietMinute(quiet, ofDay)) return minute === asked ? at : momentOf(minute);
    else minute = (ofDay < quiet.to ? number : number + 1) * minutesPerDay + quiet.to;
  }
  return momentOf(last);
}

/** The next time of a daily message strictly after an instant: not on a quiet day, and in the morning for a quiet hour. */
export function nextDigest(calendar: WorkCalendar, quiet: Quiet, digestAt: number, after: Date): Date {
  const asked = localMinute(after);
  let minute = Math.floor(asked / minutesPerDay) * minutesPerDay + digestAt;
  if (minute <= asked) minute += minutesPerDay;
  const last = minute + longestDays * minutesPerDay;
  while (minute < last && isQuietDay(calendar, quiet, dayText(Math.floor(minute / minutesPerDay)))) {
    minute += minutesPerDay;
  }
  return nextLoudMoment(calendar, quiet, momentOf(minute));
}

function isQuietDay(calendar: WorkCalendar, quiet: Quiet, day: string): boolean {
  return (
    (quiet.restDays && !isWorkingDay(calendar, day)) || quiet.days.some(({ from, to }) => from <= day && day <= to)
  );
}

function isQuietMinute({ from, to }: Quiet, ofDay: number): boolean {
  return from <= to ? from <= ofDay && ofDay < to : ofDay >= from || ofDay < to;
}
