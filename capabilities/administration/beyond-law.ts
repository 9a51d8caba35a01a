import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { dueAt, type Limit } from "#kernel/working-time.ts";

/** A start from which one limit ends later than another. */
export interface Beyond {
  readonly start: Date;
  readonly ends: Date;
  readonly lawful: Date;
}

/**
 * Minutes of a day at which a clock may start. Work begins and ends at full and half hours and limits count whole hours, so
 * from one half hour to the next the distance of two ends changes evenly: it is largest at the first or the last minute.
 */
const everyHalfHour = Array.from({ length: 48 }, (_, index) => [index * 30, index * 30 + 29]).flat();
/** Working days and calendar days turn only where work begins or ends, and at midnight. */
const aroundWork = everyHalfHour.filter((minute) =>
  [0, 8.5, 12, 13.5, 14, 17.5, 18, 24].some((hour) => minute === hour * 60 || minute === hour * 60 - 1),
);
/** Long enough to meet every holiday that the calendar knows ahead. */
const daysLookedAt = 400;

/**
 * Whether a limit reaches beyond a law's, wherever it starts: days and working days cannot be compared by their numbers
 * alone, so both are computed from many starts over a year, by the calendar. Gives the first start that shows it.
 */
export function findBeyond(calendar: WorkCalendar, limit: Limit, law: Limit, from: Date): Beyond | undefined {
  const first = shanghaiDay(from);
  const minutes = limit.unit === "wh" || law.unit === "wh" ? everyHalfHour : aroundWork;
  for (let offset = 0; offset < daysLookedAt; offset += 1) {
    const midnight = shanghaiMoment(addDays(first, offset)).getTime();
    for (const minute of minutes) {
      const start = new Date(midnight + minute * 60_000);
      const ends = dueAt(calendar, start, limit).at;
      const lawful = dueAt(calendar, start, law).at;
      if (ends > lawful) return { start, ends, lawful };
    }
  }
  return undefined;
}
