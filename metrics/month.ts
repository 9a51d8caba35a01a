import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";

/** A calendar month in Shanghai, `2026-10`. */
export type Month = string;

export function monthOf(at: Date): Month {
  return shanghaiDay(at).slice(0, 7);
}

/** So many months later; negative: earlier. */
export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

export function firstDay(month: Month): string {
  return `${month}-01`;
}

/** What is counted for a month that has begun. */
export interface Period {
  readonly month: Month;
  readonly from: Date;
  /** The end, not included: of the month, or the present while it still runs. */
  readonly to: Date;
  /** The last instant that belongs to it, for what exists rather than happens. */
  readonly at: Date;
  readonly complete: boolean;
}

/** Undefined for a month that has not begun. */
export function periodOf(month: Month, now: Date): Period | undefined {
  const from = shanghaiMoment(firstDay(month));
  if (from > now) return undefined;
  const end = shanghaiMoment(firstDay(addMonths(month, 1)));
  const complete = end <= now;
  const to = complete ? end : now;
  return { month, from, to, at: complete ? new Date(end.getTime() - 1) : now, complete };
}

/** The last day of the month, `YYYY-MM-DD`. */
export function lastDay(month: Month): string {
  return addDays(firstDay(addMonths(month, 1)), -1);
}

/** Months from one to another, both included, the oldest first. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}
