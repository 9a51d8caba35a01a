import { createCalendar, type WorkCalendar, workingMinutesBetween } from "#kernel/work-calendar.ts";
import type { OutputFor } from "#web/operations.ts";

export type Turn = OutputFor<"matter.get">["turns"][number];
export type TurnClock = Turn["clock"];

/** wh and wd count working time; the other units run on through nights and holidays. */
export function countsWorkingTime(clock: Pick<TurnClock, "limit">): boolean {
  return clock.limit.unit === "wh" || clock.limit.unit === "wd";
}

/**
 * Minutes left at `now` of a clock that was read at `readAt`, in the limit's own measure; negative when late.
 * Without a calendar a working clock keeps what the server said.
 */
export function remainingAt(clock: TurnClock, readAt: Date, now: Date, calendar: WorkCalendar | undefined): number {
  if (clock.state === "paused" || now <= readAt) return clock.remainingMinutes;
  if (!countsWorkingTime(clock))
    return clock.remainingMinutes - Math.floor((now.getTime() - readAt.getTime()) / 60_000);
  return calendar === undefined
    ? clock.remainingMinutes
    : clock.remainingMinutes - workingMinutesBetween(calendar, readAt, now);
}

export type Pressure = "calm" | "soon" | "late" | "paused";

/** How pressing: the last fifth of the limit is soon, as the second reminder sees it. */
export function pressureOf(clock: TurnClock, remaining: number): Pressure {
  if (clock.state === "paused") return "paused";
  if (remaining <= 0 && clock.dueAt !== null) return "late";
  return remaining <= clock.limitMinutes * 0.2 ? "soon" : "calm";
}

/** The used share of the limit, 0 … 1. */
export function usedShare(clock: TurnClock, remaining: number): number {
  if (clock.limitMinutes <= 0) return 1;
  return Math.min(1, Math.max(0, 1 - remaining / clock.limitMinutes));
}

/** The working calendar out of the answers of `calendar.get` for one or more years. */
export function calendarFrom(answers: readonly OutputFor<"calendar.get">[]): WorkCalendar | undefined {
  const [first] = answers;
  if (first === undefined) return undefined;
  return createCalendar({
    days: answers.flatMap((answer) => answer.days.map(({ day, kind }) => [day, kind] as const)),
    years: answers.filter((answer) => answer.official).map((answer) => answer.year),
    sessions: first.sessions.map(({ from, to }) => ({ from: minuteOfDay(from), to: minuteOfDay(to) })),
  });
}

function minuteOfDay(text: string): number {
  const [hour = "0", minute = "0"] = text.split(":");
  return Number(hour) * 60 + Number(minute);
}
