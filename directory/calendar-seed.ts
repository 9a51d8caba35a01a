import { createRequire } from "node:module";
import { z } from "zod";
import { dayNumber, weekdayOf } from "#kernel/shanghai-time.ts";
import type { DayKind } from "#kernel/work-calendar.ts";

/** What a new database is given; every later notice is imported by an administrator. */
export interface CalendarSeed {
  readonly years: readonly { readonly year: number; readonly source: string }[];
  /** Only days that differ from Monday to Friday, ascending. */
  readonly days: readonly { readonly day: string; readonly kind: DayKind; readonly name: string }[];
}

const arrangements = z.object({
  /** By day: `English name,Chinese name,statutory days of that holiday`. */
  holidays: z.record(z.string(), z.string()),
  workdays: z.record(z.string(), z.string()),
});

/**
 * The State Council's holiday notices as the package `chinese-days` has them. A year without a notice is not in
 * `years`: the package says nothing about it, and plain weekends would be a guess (decision 16).
 * For the server only: the bundler refuses `node:module`, so the data never reach a browser.
 */
export function readCalendarSeed(): CalendarSeed {
  const require = createRequire(import.meta.url);
  const { holidays, workdays } = arrangements.parse(require("chinese-days/dist/chinese-days.json"));
  const { version } = z.object({ version: z.string() }).parse(require("chinese-days/package.json"));

  const days = [
    ...Object.entries(holidays).map(([day, text]) => ({ day, kind: "rest" as const, name: nameIn(text) })),
    ...Object.entries(workdays).map(([day, text]) => ({ day, kind: "work" as const, name: nameIn(text) })),
  ]
    .filter(({ day, kind }) => weekdayOf(dayNumber(day)) <= 5 === (kind === "rest"))
    .toSorted((left, right) => (left.day < right.day ? -1 : 1));
  // A notice may move days of the December before, so only a National Day shows that a year has its own.
  const years = Object.keys(holidays)
    .filter((day) => day.endsWith("-10-01"))
    .map((day) => Number(day.slice(0, 4)))
    .toSorted((left, right) => left - right);
  return { years: years.map((year) => ({ year, source: `chinese-days ${version}` })), days };
}

function nameIn(text: string): string {
  return text.split(",")[1] ?? text;
}
