import { dayNumber, localMinute, minutesPerDay, momentOf, weekdayOf, yearOf, zone } from "./shanghai-time.ts";

export type DayKind = "work" | "rest";

/** Working minutes of a day: from the minute `from` up to, not including, the minute `to`. */
export interface Session {
  readonly from: number;
  readonly to: number;
}

/** 08:30–12:00 and 13:30–17:30, 450 minutes (decision 13). */
export const officeSessions: readonly Session[] = [
  { from: 510, to: 720 },
  { from: 810, to: 1050 },
];

/**
 * The official working calendar: Monday to Friday unless `days` says otherwise, in every year; `years` are those
 * whose holiday notice was imported. Make it with `createCalendar`: the rest of the fields is an index.
 */
export interface WorkCalendar {
  readonly zone: typeof zone;
  readonly sessions: readonly Session[];
  readonly days: ReadonlyMap<string, DayKind>;
  readonly years: ReadonlySet<number>;
  /** Working minutes of one working day. */
  readonly minutesOfDay: number;
  /** Day numbers that differ from Monday–Friday, ascending. */
  readonly exceptions: readonly number[];
  /** `shifts[i]`: working days gained by the first i exceptions (negative: lost). */
  readonly shifts: readonly number[];
}

/**
 * @param source.days official days of any kind; plain Monday–Friday days may be among them
 * @param source.years years with official data (decision 16)
 * @throws RangeError when a day is not a day, or sessions are empty, overlap or leave the day
 */
export function createCalendar(source: {
  readonly days: Iterable<readonly [string, DayKind]>;
  readonly years: Iterable<number>;
  readonly sessions?: readonly Session[];
}): WorkCalendar {
  const sessions = source.sessions ?? officeSessions;
  let end = 0;
  for (const { from, to } of sessions) {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < end || to <= from || to > minutesPerDay) {
      throw new RangeError(`Not a session: ${from}–${to}`);
    }
    end = to;
  }
  if (sessions.length === 0) throw new RangeError("A working day has at least one session");

  const days = new Map(source.days);
  const unusual = [...days]
    .map(([day, kind]) => ({ number: dayNumber(day), kind }))
    .filter(({ number, kind }) => (kind === "work") !== isPlainWorkday(number))
    .toSorted((left, right) => left.number - right.number);
  const shifts = [0];
  for (const [index, { kind }] of unusual.entries()) shifts.push((shifts[index] ?? 0) + (kind === "work" ? 1 : -1));
  return {
    zone,
    sessions,
    days,
    years: new Set(source.years),
    minutesOfDay: minutesBefore(sessions, minutesPerDay),
    exceptions: unusual.map(({ number }) => number),
    shifts,
  };
}

/**
 * Working minutes between two moments; negative when `to` lies before `from`.
 * Both count from the start of their minute, so a part of a minute never counts.
 */
export function workingMinutesBetween(calendar: WorkCalendar, from: Date, to: Date): number {
  return workedBetween(calendar, localMinute(from), localMinute(to));
}

/**
 * The moment at which so many working minutes are used up: the end of a session rather than the start of the next
 * (0 gives the start of the minute of `from`). `provisional`: the span touches a year without data (decision 16).
 * @throws RangeError unless `minutes` is a whole number ≥ 0
 */
export function addWorkingMinutes(
  calendar: WorkCalendar,
  from: Date,
  minutes: number,
): { at: Date; provisional: boolean } {
  const start = localMinute(from);
  const end = afterWorked(calendar, start, minutes);
  return { at: momentOf(end), provisional: !coversSpan(calendar, start, end) };
}

/** True inside a session of a working day. */
export function isWorkingTime(calendar: WorkCalendar, at: Date): boolean {
  return isWorkingMinute(calendar, localMinute(at));
}

/** The start of this minute when it is working time, else the start of the next session. */
export function nextWorkingMoment(calendar: WorkCalendar, at: Date): Date {
  const minute = localMinute(at);
  if (isWorkingMinute(calendar, minute)) return momentOf(minute);
  // One working minute later lies one minute behind the start of the next session.
  return momentOf(afterWorked(calendar, minute, 1) - 1);
}

export function isWorkingDay(calendar: WorkCalendar, day: string): boolean {
  return isWorkingDayNumber(calendar, dayNumber(day));
}

/** As `workingMinutesBetween`, in local minutes. */
export function workedBetween(calendar: WorkCalendar, from: number, to: number): number {
  return workedBefore(calendar, to) - workedBefore(calendar, from);
}

/** As `addWorkingMinutes`, in local minutes. */
export function afterWorked(calendar: WorkCalendar, from: number, minutes: number): number {
  if (!Number.isSafeInteger(minutes) || minutes < 0) throw new RangeError(`Not a number of minutes: ${minutes}`);
  if (minutes === 0) return from;
  const target = workedBefore(calendar, from) + minutes;
  // The whole days before the one in which the last minute is used; that day uses 1 … minutesOfDay of it.
  const days = Math.ceil(target / calendar.minutesOfDay) - 1;
  let rest = target - days * calendar.minutesOfDay;
  const midnight = workingDayAt(calendar, days) * minutesPerDay;
  for (const { from: opens, to: closes } of calendar.sessions) {
    if (rest <= closes - opens) return midnight + opens + rest;
    rest -= closes - opens;
  }
  throw new RangeError("Unreachable: a day has minutesOfDay working minutes");
}

/** The working day number itself, or the next one. */
export function rollForward(calendar: WorkCalendar, number: number): number {
  return isWorkingDayNumber(calendar, number) ? number : workingDayAt(calendar, workingDaysBefore(calendar, number));
}

/** Whether every year from one local minute to another has official data. */
export function coversSpan(calendar: WorkCalendar, from: number, to: number): boolean {
  const last = yearOf(Math.floor(to / minutesPerDay));
  for (let year = yearOf(Math.floor(from / minutesPerDay)); year <= last; year += 1) {
    if (!calendar.years.has(year)) return false;
  }
  return true;
}

function isPlainWorkday(number: number): boolean {
  return weekdayOf(number) <= 5;
}

/** Monday-to-Friday days from Monday 1969-12-29 up to, not including, this day. */
function plainWorkdaysBefore(number: number): number {
  const weeks = Math.floor((number + 3) / 7);
  return weeks * 5 + Math.min(number + 3 - weeks * 7, 5);
}

/** How many exceptions lie before this day. */
function exceptionsBefore(calendar: WorkCalendar, number: number): number {
  return countWhile(calendar.exceptions.length, (index) => (calendar.exceptions[index] ?? 0) < number);
}

function isWorkingDayNumber(calendar: WorkCalendar, number: number): boolean {
  const index = exceptionsBefore(calendar, number);
  return (calendar.exceptions[index] === number) !== isPlainWorkday(number);
}

function workingDaysBefore(calendar: WorkCalendar, number: number): number {
  return plainWorkdaysBefore(number) + (calendar.shifts[exceptionsBefore(calendar, number)] ?? 0);
}

/** The working day before which there are exactly `count` others: inverse of `workingDaysBefore`. */
function workingDayAt(calendar: WorkCalendar, count: number): number {
  const { exceptions, shifts } = calendar;
  const passed = countWhile(
    exceptions.length,
    (index) => plainWorkdaysBefore(exceptions[index] ?? 0) + (shifts[index] ?? 0) <= count,
  );
  const last = exceptions[passed - 1];
  if (last !== undefined && workingDaysBefore(calendar, last) === count && isWorkingDayNumber(calendar, last)) {
    return last;
  }
  // From here to the next exception days are plain again.
  const plain = count - (shifts[passed] ?? 0);
  const weeks = Math.floor(plain / 5);
  return weeks * 7 + (plain - weeks * 5) - 3;
}

function isWorkingMinute(calendar: WorkCalendar, minute: number): boolean {
  const number = Math.floor(minute / minutesPerDay);
  const ofDay = minute - number * minutesPerDay;
  return calendar.sessions.some(({ from, to }) => from <= ofDay && ofDay < to) && isWorkingDayNumber(calendar, number);
}

/** Working minutes from the origin of `plainWorkdaysBefore` to the start of this minute. */
function workedBefore(calendar: WorkCalendar, minute: number): number {
  const number = Math.floor(minute / minutesPerDay);
  const whole = workingDaysBefore(calendar, number) * calendar.minutesOfDay;
  if (!isWorkingDayNumber(calendar, number)) return whole;
  return whole + minutesBefore(calendar.sessions, minute - number * minutesPerDay);
}

function minutesBefore(sessions: readonly Session[], ofDay: number): number {
  return sessions.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(ofDay, to) - from), 0);
}

/** How many of the first `length` indices satisfy a test that is true up to some index and false from there on. */
function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
