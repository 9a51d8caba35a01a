import { addDays, dayNumber, shanghaiDay, shanghaiTime, weekdayOf } from "#kernel/shanghai-time.ts";
import { limitMinutes } from "#kernel/working-time.ts";
import type { Locale } from "./index.ts";

/** What a day of a duration is: 450 working minutes, or 24 hours of clock time. */
export type Measure = "working" | "elapsed";

interface Speech {
  readonly weekdays: readonly string[];
  readonly near: Readonly<Record<"yesterday" | "today" | "tomorrow", string>>;
  /** Without the year, for days of this year. */
  readonly day: (month: number, day: number, weekday: string) => string;
  readonly dayOfYear: (year: number, month: number, day: number, weekday: string) => string;
  readonly date: (year: number, month: number, day: number) => string;
  readonly days: (count: number) => string;
  readonly hours: (count: number) => string;
  readonly minutes: (count: number) => string;
  /** What stands between the parts of a list, and between a label and its text. */
  readonly comma: string;
  readonly colon: string;
}

const monthsOfEnglish = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const englishMonth = (month: number) => monthsOfEnglish[month - 1] ?? "";

const speeches: Readonly<Record<Locale, Speech>> = {
  "zh-CN": {
    weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    near: { yesterday: "昨天", today: "今天", tomorrow: "明天" },
    day: (month, day, weekday) => `${month}月${day}日 ${weekday}`,
    dayOfYear: (year, month, day, weekday) => `${year}年${month}月${day}日 ${weekday}`,
    // As in official documents: no leading zeros (GB/T 9704).
    date: (year, month, day) => `${year}年${month}月${day}日`,
    days: (count) => `${count} 天`,
    hours: (count) => `${count} 小时`,
    minutes: (count) => `${count} 分`,
    comma: "、",
    colon: "：",
  },
  en: {
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    near: { yesterday: "yesterday", today: "today", tomorrow: "tomorrow" },
    day: (month, day, weekday) => `${weekday} ${day} ${englishMonth(month).slice(0, 3)}`,
    dayOfYear: (year, month, day, weekday) => `${weekday} ${day} ${englishMonth(month).slice(0, 3)} ${year}`,
    date: (year, month, day) => `${day} ${englishMonth(month)} ${year}`,
    days: (count) => (count === 1 ? "1 day" : `${count} days`),
    hours: (count) => `${count} h`,
    minutes: (count) => `${count} min`,
    comma: ", ",
    colon: ": ",
  },
};

/** A moment as people say it, in Shanghai: `今天 10:12`, `明天 09:00`, `4月3日 周四 09:30`; with the year unless it is this one. */
export function formatMoment(at: Date, now: Date, locale: Locale): string {
  return `${formatDay(shanghaiDay(at), now, locale)} ${shanghaiTime(at)}`;
}

/** As `formatMoment` for the end of a limit: midnight belongs to the day that it ends, `4月3日 周四 24:00`. */
export function formatDue(at: Date, now: Date, locale: Locale): string {
  if (shanghaiTime(at) !== "00:00") return formatMoment(at, now, locale);
  return `${formatDay(addDays(shanghaiDay(at), -1), now, locale)} 24:00`;
}

/** A day `YYYY-MM-DD` as people say it: `今天`, `4月3日 周四`, `2027年4月3日 周六`. */
export function formatDay(day: string, now: Date, locale: Locale): string {
  const speech = speeches[locale];
  const today = shanghaiDay(now);
  if (day === today) return speech.near.today;
  if (day === addDays(today, 1)) return speech.near.tomorrow;
  if (day === addDays(today, -1)) return speech.near.yesterday;
  const [year, month, ofMonth] = partsOf(day);
  const weekday = speech.weekdays[weekdayOf(dayNumber(day)) - 1] ?? "";
  return day.slice(0, 4) === today.slice(0, 4)
    ? speech.day(month, ofMonth, weekday)
    : speech.dayOfYear(year, month, ofMonth, weekday);
}

/** A day in full: `2025年4月3日`, `3 April 2025`. */
export function formatDate(day: string, locale: Locale): string {
  return speeches[locale].date(...partsOf(day));
}

/**
 * Whole minutes in at most two units: `25 分`, `2 小时 10 分`, `1 天 3 小时`. What is smaller is left out, so nobody
 * is promised more than there is; the sign is too.
 */
export function formatDuration(minutes: number, locale: Locale, measure: Measure = "working"): string {
  const speech = speeches[locale];
  const perDay = limitMinutes({ amount: 1, unit: measure === "working" ? "wd" : "cd" });
  const whole = Math.floor(Math.abs(minutes));
  const days = Math.floor(whole / perDay);
  const hours = Math.floor((whole % perDay) / 60);
  const rest = (whole % perDay) % 60;
  const units = [
    ...(days > 0 ? [speech.days(days)] : []),
    ...(hours > 0 ? [speech.hours(hours)] : []),
    ...(days === 0 && rest > 0 ? [speech.minutes(rest)] : []),
  ];
  return units.length > 0 ? units.join(" ") : speech.minutes(0);
}

/** Names or words side by side: `甲、乙`, `A, B`. */
export function formatList(parts: readonly string[], locale: Locale): string {
  return parts.join(speeches[locale].comma);
}

/** A label and its text: `电话：不对`, `Telephone: wrong`; the text alone where there is no label. */
export function formatLabelled(label: string | undefined, text: string, locale: Locale): string {
  return label === undefined ? text : `${label}${speeches[locale].colon}${text}`;
}

/** Throws RangeError when it is no day. */
function partsOf(day: string): [year: number, month: number, day: number] {
  dayNumber(day);
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}
