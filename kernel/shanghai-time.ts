/**
 * Civil time of Asia/Shanghai in whole minutes.
 *
 * The zone has stood at +08:00 without summer time since 15 September 1991, so a fixed offset is exact for every
 * business moment, needs no zone table on a phone and no Intl call per step; a test compares it with
 * `Intl.DateTimeFormat` for 1992–2060. Earlier moments are refused instead of being an hour wrong.
 * Days are written `YYYY-MM-DD`; a day number counts days since 1970-01-01, a local minute counts minutes since
 * 1970-01-01 00:00 in Shanghai.
 */
export const zone = "Asia/Shanghai";
export const minutesPerDay = 1440;

const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const fixedSince = Date.UTC(1991, 8, 15);

/** The minute that holds this moment: seconds never count (16:00:59 is 16:00). Throws RangeError before 1991-09-15. */
export function localMinute(at: Date): number {
  const ms = at.getTime();
  if (!(ms >= fixedSince)) throw new RangeError(`Not a moment since 1991-09-15: ${String(ms)}`);
  return Math.floor((ms + offsetMs) / 60_000);
}

/** The first instant of a local minute. */
export function momentOf(minute: number): Date {
  const at = new Date(minute * 60_000 - offsetMs);
  if (!(at.getTime() >= fixedSince)) throw new RangeError(`Not a minute since 1991-09-15: ${minute}`);
  return at;
}

/** Throws RangeError when the text is not a real day of the years 0000–9999. */
export function dayNumber(day: string): number {
  if (!isDay(day)) throw new RangeError(`Not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

/** Whether the text is a real day, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && dayText(ms / dayMs) === text;
}

export function dayText(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

export function yearOf(number: number): number {
  return new Date(number * dayMs).getUTCFullYear();
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

/** The day in Shanghai at this moment. */
export function shanghaiDay(at: Date): string {
  return dayText(Math.floor(localMinute(at) / minutesPerDay));
}

/** The wall clock in Shanghai at this moment, `09:30`. */
export function shanghaiTime(at: Date): string {
  const minute = localMinute(at) % minutesPerDay;
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** A day and a wall clock in Shanghai as a moment; `24:00` is the end of the day. */
export function shanghaiMoment(day: string, time = "00:00"): Date {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const ofDay = Number(hour) * 60 + Number(minute);
  if (!(ofDay <= minutesPerDay)) throw new RangeError(`Not a time of day: ${time}`);
  return momentOf(dayNumber(day) * minutesPerDay + ofDay);
}

export function addDays(day: string, count: number): string {
  return dayText(dayNumber(day) + count);
}

/** The Monday of the week that a day is in. */
export function mondayOf(day: string): string {
  const number = dayNumber(day);
  return dayText(number - weekdayOf(number) + 1);
}
