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
  readonly code: "noDay" | "noKind" | "otherYear" | "twice" | "plain";
}

const kinds: readonly (readonly [RegExp, NoticeDay["kind"]])[] = [
  [/上班|调休|补班|班|work/i, "work"],
  [/放假|休|假|rest|off/i, "rest"],
];
/** Punctuation between the parts of a line, tabs of a pasted table among it. */
const between = /[\s,，;；、|]+/;

/**
 * A notice as it is pasted, a line for each day: `2027-01-01 休 元旦`, `2027年2月6日,班,春节`. Saturdays and Sundays of
 * rest may be among them and are left out; a make-up day on a plain working day is a fault.
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
    const rest = line
      .slice(date.index + date[0].length)
      .split(between)
      .filter(Boolean);
    const kind = kinds.find(([pattern]) => rest.some((word) => pattern.test(word)))?.[1];
    if (kind === undefined) fault("noKind");
    else if (!belongs(day, year)) fault("otherYear");
    else if (days.has(day)) fault("twice");
    else if (kind === "work" && isPlainWorkday(day)) fault("plain");
    else if (kind === "work" || isPlainWorkday(day)) {
      const name = rest.find((word) => !kinds.some(([pattern]) => pattern.test(word))) ?? "";
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
