import { addDays, shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { dueAt, type Limit } from "#kernel/working-time.ts";
import type { replyClasses } from "./forms.ts";

export type ReplyClass = (typeof replyClasses)[number];

/** The limits of the draft standard (P4.3); a city sets its own under `hotline.class.<class>`. */
export const classLimits: Readonly<Record<ReplyClass, Limit>> = {
  H2: { amount: 2, unit: "h" },
  H24: { amount: 24, unit: "h" },
  D7: { amount: 7, unit: "cd" },
  D15: { amount: 15, unit: "cd" },
};

/** Counted from the hotline's receipt; where the hotline names a deadline of its own, the earlier one holds. */
export function replyDue(
  calendar: WorkCalendar,
  ticket: { readonly receivedAt: Date; readonly limit: Limit; readonly wanted: Date | null },
): Date {
  const { at } = dueAt(calendar, ticket.receivedAt, ticket.limit);
  return ticket.wanted !== null && ticket.wanted < at ? ticket.wanted : at;
}

/** Minute in Shanghai as it stands in a ticket; the end of a day belongs to that day. */
export function minuteText(at: Date): string {
  const time = shanghaiTime(at);
  return time === "00:00" ? `${addDays(shanghaiDay(at), -1)} 24:00` : `${shanghaiDay(at)} ${time}`;
}

/** What is left of it as the limit of a task that starts now; what is over already is late within the minute. */
export function limitUntil(due: Date, now: Date): Limit {
  return { amount: Math.max(1, Math.ceil((due.getTime() - now.getTime()) / 60_000)), unit: "min" };
}
