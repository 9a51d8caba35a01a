import { localMinute, minutesPerDay, momentOf, yearOf } from "./shanghai-time.ts";
import { afterWorked, coversSpan, rollForward, type WorkCalendar, workedBetween } from "./work-calendar.ts";

/**
 * wh working hour (60 working minutes) · wd working day (450 working minutes) · min, h clock time ·
 * d day as the quoted law counts it, cd calendar day: whole days, due at 24:00 of the last (decision 13).
 */
export type LimitUnit = "wh" | "wd" | "min" | "h" | "d" | "cd";

export type Limit =
  | { readonly amount: number; readonly unit: "wh" | "wd" | "min" | "h" }
  | {
      readonly amount: number;
      readonly unit: "d" | "cd";
      /** Counting begins with the day after the start. True unless the law says otherwise. */
      readonly startExcluded?: boolean;
      /** A last day that is no working day moves to the next one. False unless the law says so. */
      readonly rollForward?: boolean;
    };

export interface DueTime {
  readonly at: Date;
  /** Rests on a year without official data: shown as 暂定, computed again after the import (decision 16). */
  readonly provisional: boolean;
}

/**
 * A limit that runs, stands still or has run out; plain JSON, times in ISO UTC at whole minutes.
 * The limit itself is a copy, so a later change of the rule does not reach it (decision 8).
 *
 * What a pause does depends on the unit. wh, wd: only working minutes outside the pauses are used, what is left
 * runs on after the pause. min, h: the same with clock minutes. d, cd: what is left in clock minutes runs on, and the
 * due time is again 24:00 of the day in which it ends, rolled forward when the rule says so; the minutes won by this
 * rounding are never carried into the next pause, so many short pauses win one day at most.
 */
export interface LimitClock {
  readonly limit: Limit;
  /** The limit before any extension: the measure of the ladder (decision 15). */
  readonly originalLimit: Limit;
  /** When the present limit began to count; an extension moves it. */
  readonly startedAt: string;
  /** Minutes used in earlier runs, in the limit's own measure: working minutes, or clock minutes. */
  readonly usedMinutes: number;
  readonly runningSince: string | null;
  readonly pausedReason: string | null;
  /** Null while the clock stands still with something left; once reached, it stays what it was. */
  readonly dueAt: string | null;
  readonly provisional: boolean;
  /** How often the limit was replaced; absent: never. What was told of an earlier limit is told anew. */
  readonly extensions?: number;
}

export type Milestone = (
  | { readonly kind: "remind"; readonly percent: number }
  | { readonly kind: "due" }
  /** `level` 1 is the first of the ladder, at 100 %. */
  | { readonly kind: "climb"; readonly level: number }
) &
  DueTime;

const unitMinutes: Readonly<Record<LimitUnit, number>> = {
  wh: 60,
  wd: 450,
  min: 1,
  h: 60,
  d: minutesPerDay,
  cd: minutesPerDay,
};

/** Decision 15: no level follows earlier than this after the one before, in the limit's own measure. */
const shortestClimb = 60;

/**
 * The limit in its own measure: working minutes for wh and wd, clock minutes for the others (nominal for d and cd,
 * whose true length depends on the start).
 * @throws RangeError unless the amount is a whole number ≥ 1
 */
export function limitMinutes(limit: Limit): number {
  if (!Number.isSafeInteger(limit.amount) || limit.amount < 1) throw new RangeError(`Not a limit: ${limit.amount}`);
  return limit.amount * unitMinutes[limit.unit];
}

/** Whether the limit counts working minutes; otherwise it counts clock time. */
export function countsWorkingTime(limit: Limit): boolean {
  return limit.unit === "wh" || limit.unit === "wd";
}

/** Whether the calendar has a say in when the limit ends: such a due time moves with it. */
export function followsCalendar(limit: Limit): boolean {
  return countsWorkingTime(limit) || (inDays(limit) && limit.rollForward === true);
}

/** When a limit that starts at this moment and is never paused is used up. */
export function dueAt(calendar: WorkCalendar, start: Date, limit: Limit): DueTime {
  const due = dueAfter(calendar, localMinute(start), limit);
  return { at: momentOf(due.minute), provisional: due.provisional };
}

/**
 * @param start.since when the limit began to count, where that was before `at`: what was used by then is used, and is
 *   told to nobody any more
 * @throws RangeError when the limit is over at `at`
 */
export function startClock(
  calendar: WorkCalendar,
  start: { readonly at: Date; readonly limit: Limit; readonly since?: Date },
): LimitClock {
  const { at, limit, since = at } = start;
  const due = dueAt(calendar, since, limit);
  const [from, now] = [localMinute(since), localMinute(at)];
  if (localMinute(due.at) <= now) throw new RangeError("The limit is over before its clock starts");
  return {
    limit,
    originalLimit: limit,
    startedAt: isoMinute(from),
    usedMinutes: between(calendar, { limit }, from, now),
    runningSince: isoMinute(now),
    pausedReason: null,
    dueAt: due.at.toISOString(),
    provisional: due.provisional,
  };
}

/**
 * Stops the clock. A moment before its start counts as its start: two servers' clocks differ by a little.
 * @throws Error when it stands still already
 */
export function pauseClock(calendar: WorkCalendar, clock: LimitClock, at: Date, reason: string): LimitClock {
  if (clock.runningSince === null) throw new Error("The clock stands still already");
  const late = isDue(clock, at);
  return {
    ...clock,
    usedMinutes: elapsedMinutes(calendar, clock, at),
    runningSince: null,
    pausedReason: reason,
    dueAt: late ? clock.dueAt : null,
    provisional: late && clock.provisional,
  };
}

/** Lets the clock run on with what is left. @throws Error when it runs already */
export function resumeClock(calendar: WorkCalendar, clock: LimitClock, at: Date): LimitClock {
  if (clock.runningSince !== null) throw new Error("The clock runs already");
  return withDue(calendar, { ...clock, runningSince: isoMinute(localMinute(at)), pausedReason: null });
}

/**
 * Replaces the limit: the new one counts in full from `at` and its percentages begin at 0 (decision 14). A clock that
 * stands still goes on standing still.
 */
export function extendClock(calendar: WorkCalendar, clock: LimitClock, at: Date, newLimit: Limit): LimitClock {
  const fresh = startClock(calendar, { at, limit: newLimit });
  const extended = { ...fresh, originalLimit: clock.originalLimit, extensions: (clock.extensions ?? 0) + 1 };
  if (clock.runningSince !== null) return extended;
  return { ...extended, runningSince: null, pausedReason: clock.pausedReason, dueAt: null, provisional: false };
}

/**
 * The due time again after the calendar changed (decision 16). What earlier runs used, and a due time that is reached,
 * are facts and stay: nobody who was late becomes in time by a notice. Nor does anybody become late by one: a due time
 * that would lie behind `now` stays where it was told to be.
 */
export function recomputeClock(calendar: WorkCalendar, clock: LimitClock, now: Date): LimitClock {
  if (clock.runningSince === null || wasDueBeforeRun(clock) || isDue(clock, now)) return clock;
  const fresh = withDue(calendar, { ...clock, runningSince: clock.runningSince, dueAt: null });
  return isDue(fresh, now) ? { ...clock, provisional: fresh.provisional } : fresh;
}

/**
 * What the present run will reach, in order of time; nothing while the clock stands still. Not in it: what earlier
 * runs reached, so after a pause nothing is told twice (decision 14).
 * @param plan.remind percentages, above 0 and at most 100, told at the first whole minute at which so much is used
 * @param plan.levels length of the ladder: the first level comes at 100 %, each next after a further half of the
 *   original limit, at least an hour, in the limit's own measure (decision 15)
 */
export function milestones(
  calendar: WorkCalendar,
  clock: LimitClock,
  plan: { readonly remind: readonly number[]; readonly levels: number },
): Milestone[] {
  if (clock.runningSince === null || clock.dueAt === null) return [];
  const since = minuteOf(clock.runningSince);
  const due = minuteOf(clock.dueAt);
  const wasDue = wasDueBeforeRun(clock);
  const total = totalMinutes(calendar, clock).minutes;
  const found: Milestone[] = [];
  const time = (minute: number): DueTime => ({
    at: momentOf(minute),
    provisional: countsWorkingTime(clock.limit) ? !coversSpan(calendar, since, minute) : clock.provisional,
  });

  for (const percent of plan.remind.toSorted((left, right) => left - right)) {
    if (!(percent > 0 && percent <= 100)) throw new RangeError(`Not a percentage of a limit: ${percent}`);
    const left = Math.ceil((total * percent) / 100) - clock.usedMinutes;
    if (left > 0 && !wasDue) found.push({ kind: "remind", percent, ...time(after(calendar, clock, since, left)) });
  }
  if (!wasDue) found.push({ kind: "due", ...time(due) });
  const climb = Math.max(shortestClimb, limitMinutes(ladderLimit(clock)) / 2);
  for (let level = 1; level <= plan.levels; level += 1) {
    const extra = Math.ceil((level - 1) * climb);
    const left = total + extra - clock.usedMinutes;
    if (!wasDue) found.push({ kind: "climb", level, ...time(after(calendar, clock, due, extra)) });
    else if (left > 0) found.push({ kind: "climb", level, ...time(after(calendar, clock, since, left)) });
  }
  return found;
}

/**
 * The limit whose half is a step of the ladder: the original one (decision 15), unless it counts working time and the
 * present one clock time or the other way round, as where a city has set one of them in calendar days.
 */
function ladderLimit({ limit, originalLimit }: LimitClock): Limit {
  return countsWorkingTime(limit) === countsWorkingTime(originalLimit) ? originalLimit : limit;
}

/**
 * Minutes used until now, pauses left out, in the limit's own measure. A limit of days that is not due counts as used
 * up at most, also in the hours that rounding to 24:00 gave it after a pause.
 */
export function elapsedMinutes(calendar: WorkCalendar, clock: LimitClock, now: Date): number {
  if (clock.runningSince === null) return clock.usedMinutes;
  const since = minuteOf(clock.runningSince);
  const minute = Math.max(since, localMinute(now));
  const used = clock.usedMinutes + between(calendar, clock, since, minute);
  if (wasDueBeforeRun(clock) || clock.dueAt === null) return used;
  const { minutes: total } = totalMinutes(calendar, clock);
  const due = minuteOf(clock.dueAt);
  return minute < due ? Math.min(used, total) : total + between(calendar, clock, due, minute);
}

/**
 * Minutes until the due time, in the limit's own measure; 0 in the minute in which it is due, negative: late by so
 * many. While the clock stands still, what will be left when it runs on.
 */
export function remainingMinutes(calendar: WorkCalendar, clock: LimitClock, now: Date): number {
  if (clock.runningSince !== null && clock.dueAt !== null && !wasDueBeforeRun(clock)) {
    const minute = Math.max(minuteOf(clock.runningSince), localMinute(now));
    return between(calendar, clock, minute, minuteOf(clock.dueAt));
  }
  return totalMinutes(calendar, clock).minutes - elapsedMinutes(calendar, clock, now);
}

function isDue(clock: LimitClock, at: Date): boolean {
  return clock.dueAt !== null && minuteOf(clock.dueAt) <= localMinute(at);
}

/** The due time of a run lies behind its start, so an earlier one was reached in an earlier run. */
function wasDueBeforeRun(clock: LimitClock): boolean {
  return clock.dueAt !== null && clock.runningSince !== null && clock.dueAt <= clock.runningSince;
}

/** A running clock with the due time of its run, unless it has one already. */
function withDue(calendar: WorkCalendar, clock: LimitClock & { readonly runningSince: string }): LimitClock {
  if (clock.dueAt !== null) return clock;
  const since = minuteOf(clock.runningSince);
  const total = totalMinutes(calendar, clock);
  const left = total.minutes - clock.usedMinutes;
  // Nothing is left of a limit that is not due only where a notice has made a working day of one that is over.
  const end = after(calendar, clock, since, inDays(clock.limit) ? left : Math.max(1, left));
  const due = inDays(clock.limit)
    ? endOfDays(calendar, Math.max(Math.ceil(end / minutesPerDay) - 1, dayOf(since)), clock.limit)
    : { minute: end, provisional: countsWorkingTime(clock.limit) && !coversSpan(calendar, since, end) };
  return { ...clock, dueAt: isoMinute(due.minute), provisional: total.provisional || due.provisional };
}

/** The whole of the present limit in its own measure; for days, from the start to 24:00 of the last. */
function totalMinutes(calendar: WorkCalendar, clock: LimitClock): { minutes: number; provisional: boolean } {
  if (!inDays(clock.limit)) return { minutes: limitMinutes(clock.limit), provisional: false };
  const start = minuteOf(clock.startedAt);
  const due = dueAfter(calendar, start, clock.limit);
  return { minutes: due.minute - start, provisional: due.provisional };
}

function dueAfter(calendar: WorkCalendar, start: number, limit: Limit): { minute: number; provisional: boolean } {
  const length = limitMinutes(limit);
  if (inDays(limit)) {
    return endOfDays(calendar, dayOf(start) + limit.amount - (limit.startExcluded === false ? 1 : 0), limit);
  }
  if (!countsWorkingTime(limit)) return { minute: start + length, provisional: false };
  const minute = afterWorked(calendar, start, length);
  return { minute, provisional: !coversSpan(calendar, start, minute) };
}

type LimitInDays = Extract<Limit, { unit: "d" | "cd" }>;

function inDays(limit: Limit): limit is LimitInDays {
  return limit.unit === "d" || limit.unit === "cd";
}

/** 24:00 of this day, or of the next working day. The calendar matters only to a limit that rolls forward. */
function endOfDays(calendar: WorkCalendar, day: number, limit: LimitInDays): { minute: number; provisional: boolean } {
  if (limit.rollForward !== true) return { minute: (day + 1) * minutesPerDay, provisional: false };
  const last = rollForward(calendar, day);
  const provisional = !calendar.years.has(yearOf(day)) || !calendar.years.has(yearOf(last));
  return { minute: (last + 1) * minutesPerDay, provisional };
}

function between(calendar: WorkCalendar, clock: Pick<LimitClock, "limit">, from: number, to: number): number {
  return countsWorkingTime(clock.limit) ? workedBetween(calendar, from, to) : to - from;
}

function after(calendar: WorkCalendar, clock: LimitClock, from: number, minutes: number): number {
  return countsWorkingTime(clock.limit) ? afterWorked(calendar, from, minutes) : from + minutes;
}

function dayOf(minute: number): number {
  return Math.floor(minute / minutesPerDay);
}

function minuteOf(iso: string): number {
  return localMinute(new Date(iso));
}

function isoMinute(minute: number): string {
  return momentOf(minute).toISOString();
}
