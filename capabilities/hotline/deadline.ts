import { addDays, shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { dueAt, followsCalendar, type Limit } from "#kernel/working-time.ts";
import type { replyClasses } from "./forms.ts";

export type ReplyClass = (typeof replyClasses)[number];

/** Under which key a city sets its own limit of a class. */
export const classRule = (one: ReplyClass): string => `hotline.class.${one}`;

/** The limits of the draft standard (P4.3). */
export const classLimits: Readonly<Record<ReplyClass, Limit>> = {
  H2: { amount: 2, unit: "h" },
  H24: { amount: 24, unit: "h" },
  D7: { amount: 7, unit: "cd" },
  D15: { amount: 15, unit: "cd" },
};

export interface ReplyTime {
  readonly due: Date;
  readonly provisional: boolean;
  /** What the clock of the reply starts with. */
  readonly limit: Limit;
  /** When it began to count; null: it begins when the ticket comes. */
  readonly since: Date | null;
}

/**
 * Counted from the hotline's receipt; where the hotline names a deadline of its own, the earlier one holds. A limit in
 * which the calendar has a say is kept as it is, so that it moves with the calendar (decision 16). Fixed to its minute
 * is what is over when it comes, and what has a deadline of the hotline: no notice may carry it beyond that.
 */
export function replyTime(
  calendar: WorkCalendar,
  ticket: { readonly receivedAt: Date; readonly limit: Limit; readonly wanted: Date | null },
  now: Date,
): ReplyTime {
  const { receivedAt, limit, wanted } = ticket;
  const { at, provisional } = dueAt(calendar, receivedAt, limit);
  if (wanted === null && at > now && followsCalendar(limit)) return { due: at, provisional, limit, since: receivedAt };
  const due = wanted !== null && wanted < at ? wanted : at;
  return { due, provisional: false, limit: limitUntil(due, now), since: null };
}

/** Minute in Shanghai as it stands in a ticket; the end of a day belongs to that day. */
export function minuteText(at: Date): string {
  const time = shanghaiTime(at);
  return time === "00:00" ? `${addDays(shanghaiDay(at), -1)} 24:00` : `${shanghaiDay(at)} ${time}`;
}

/** What is left of it as the limit of a task that starts now; what is over already is late within the minute. */
function limitUntil(due: Date, now: Date): Limit {
  return { amount: Math.max(1, Math.ceil((due.getTime() - now.getTime()) / 60_000)), unit: "min" };
}
