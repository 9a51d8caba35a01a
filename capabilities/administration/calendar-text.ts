import { z } from "zod";
import { dayNumber, isDay, weekdayOf } from "#kernel/shanghai-time.ts";

/** A day of an official notice. */
export interface NoticeDay {
  readonly day: string;
  readonly kind: "rest" | "work";
  readonly name: string;
}
export interface LineFault {
  readonly line: number;
  readonly text: string;
  readonly code: "noDay" | "severalDays" | "noKind" | "otherYear" | "twice" | "plain";
}

/** The first that is found holds: notices write 放假调休 of days of rest and 调休 or 调休上班 of those that are worked. */
const kinds: readonly (readonly [RegExp, NoticeDay["kind"]])[] = [
  [/班/, "work"],
  [/放假|休息/, "rest"],
  [/调休|work/i, "work"],
  [/休|假|rest|off/i, "rest"],
];
/** What stands behind a day where a line means more than one: `至3日`, `—10月8日`, `、1月4日`. */
const moreDays = /[至到~～—–-]\s*\d|\d\s*[月日]|\d{4}-\d/;

/** Whether a few words of a notice mean rest or work; undefined: neither. */
export function kindIn(words: string): NoticeDay["kind"] | undefined {
  return kinds.find(([pattern]) => pattern.test(words))?.[1];
}

/** Punctuation between the parts of a line, tabs of a pasted table among it. */
const between = /[\s,，;；、|]+/;

/**
 * A notice as it is pasted, a line for each day: `2027-01-01 休 元旦`, `2027年2月6日,班,春节`. Saturdays and Sundays of
 * rest may be among them and are left out; a make-up day on a plain working day is a fault, and so is a line that means
 * more days than the one that it begins with.
 */
export function readNotice(text: string, year: number): { days: NoticeDay[]; faults: LineFault[] } {
  const days = new Map<string, NoticeDay>();
  const faults: LineFault[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const fault = (code: LineFault["code"]) => faults.push({ line: index + 1, text: line.slice(0, 60), code });
    const date = /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?/.exec(line);
    const day = date ? `${date[1]}-${date[2]?.padStart(2, "0")}-${date[3]?.padStart(2, "0")}` : "";
    if (!date || !isDay(day)) {
      fault("noDay");
      continue;
    }
    const behind = line.slice(date.index + date[0].length);
    const rest = behind.split(between).filter(Boolean);
    const kind = kindIn(behind);
    if (moreDays.test(behind)) fault("severalDays");
    else if (kind === undefined) fault("noKind");
    else if (!belongs(day, year)) fault("otherYear");
    else if (days.has(day)) fault("twice");
    else if (kind === "work" && isPlainWorkday(day)) fault("plain");
    else if (kind === "work" || isPlainWorkday(day)) {
      const name = rest.find((word) => kindIn(word) === undefined) ?? "";
      days.set(day, { day, kind, name: name.slice(0, 20) });
    }
  }
  return { days: [...days.values()].toSorted((left, right) => (left.day < right.day ? -1 : 1)), faults };
}

/** A notice may also move days at the end of the year before. */
export function belongs(day: string, year: number): boolean {
  return day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`);
}

export function isPlainWorkday(day: string): boolean {
  return weekdayOf(dayNumber(day)) <= 5;
}

/** The days as they stand in a query: `2027-01-01r,2027-02-06w`. */
export function packDays(days: readonly NoticeDay[]): string {
  return days.map(({ day, kind }) => `${day}${kind === "rest" ? "r" : "w"}`).join(",");
}

export const packedDays = z
  .string()
  .regex(/^(\d{4}-\d\d-\d\d[rw](,\d{4}-\d\d-\d\d[rw]){0,99})?$/)
  .transform((text) =>
    text === ""
      ? []
      : text.split(",").map((one) => ({
          day: one.slice(0, 10),
          kind: one.endsWith("r") ? ("rest" as const) : ("work" as const),
        })),
  );
