import type { OutputFor } from "#web/operations.ts";
import type { Words } from "#web/i18n/index.ts";

type Times = Pick<OutputFor<"ticket.list">["items"][number], "dueAt" | "repliedAt">;

/** Over its deadline without a reply. What was replied to is not late any more, only replied to late. */
export function isLate({ dueAt, repliedAt }: Times, now: Date): boolean {
  return repliedAt === null && new Date(dueAt) <= now;
}

/** How a ticket stands with its deadline, in words. */
export function lateness(
  { t, duration }: Pick<Words, "t" | "duration">,
  ticket: Times,
  now: Date,
): { text: string; late: boolean } {
  const due = new Date(ticket.dueAt);
  if (ticket.repliedAt !== null) {
    const late = new Date(ticket.repliedAt) > due;
    return { text: t(late ? "ticket.repliedLate" : "ticket.repliedInTime"), late };
  }
  const minutes = Math.floor((due.getTime() - now.getTime()) / 60_000);
  const late = isLate(ticket, now);
  const time = duration(Math.abs(minutes), "elapsed");
  return { text: t(late ? "clock.late" : "clock.left", { time }), late };
}
