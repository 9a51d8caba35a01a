import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { dueAt, type Limit } from "#kernel/working-time.ts";

/** A start from which one limit ends later than another. */
export interface Beyond {
  readonly start: Date;
  readonly ends: Date;
  readonly lawful: Date;
}

/** Times of a day at which a clock may well start: at night, in the morning, at noon, in the last minute. */
const startTimes = ["00:00", "08:30", "12:00", "17:29", "23:59"];
/** Long enough to meet every holiday that the calendar knows ahead. */
const daysLookedAt = 400;

/**
 * Whether a limit reaches beyond a law's, wherever it starts: days and working days cannot be compared by their numbers
 * alone, so both are computed from many starts over a year, by the calendar. Gives the first start that shows it.
 */
export function findBeyond(calendar: WorkCalendar, limit: Limit, law: Limit, from: Date): Beyond | undefined {
  const first = shanghaiDay(from);
  for (let offset = 0; offset < daysLookedAt; offset += 1) {
    for (const time of startTimes) {
      const start = shanghaiMoment(addDays(first, offset), time);
      const ends = dueAt(calendar, start, limit).at;
      const lawful = dueAt(calendar, start, law).at;
      if (ends > lawful) return { start, ends, lawful };
    }
  }
  return undefined;
}
