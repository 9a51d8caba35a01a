import { z } from "zod";
import { addDays, isDay } from "#kernel/shanghai-time.ts";
import { kindIn } from "./calendar-text.ts";

/** Largest file that is read; a year's notice has some forty lines. */
export const maxCalendarBytes = 200_000;

export type FileFault = "tooLarge" | "workbook" | "notText" | "badJson" | "noDays";
type Read = { readonly text: string; readonly year: number | undefined } | { readonly fault: FileFault };

/**
 * A year's days out of a file, as lines of the form that a pasted notice has, so that the same preview and the same
 * complaints follow: a table as text (.csv, .txt; UTF-8, or GB 18030 as spreadsheets here write it), a list as .json, a
 * calendar as .ics. What it is is told by its first characters, not by its name.
 */
export function readCalendarFile(bytes: Uint8Array): Read {
  if (bytes.length > maxCalendarBytes) return { fault: "tooLarge" };
  // A zip or an old compound file: what a spreadsheet saves unless told otherwise.
  if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf))
    return { fault: "workbook" };
  const text = decode(bytes);
  if (text === undefined) return { fault: "notText" };
  const head = text.trimStart();
  if (head.startsWith("[") || head.startsWith("{")) return fromJson(head);
  const lines = head.startsWith("BEGIN:VCALENDAR") ? fromCalendar(head) : fromTable(head);
  return withYear(lines);
}

function decode(bytes: Uint8Array): string | undefined {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!hasControls(text)) return text;
    } catch {
      // The next one may fit.
    }
  }
  return undefined;
}

/** Control characters stand in no list of days, but for tabs and ends of lines and pages. */
function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text.replaceAll(/[\t\n\v\f\r]/g, ""));
}

function withYear(lines: readonly string[]): Read {
  const years = Map.groupBy(
    lines.flatMap((line) => /(20\d\d)\s*[-/.年]/.exec(line)?.[1] ?? []),
    (year) => year,
  );
  if (years.size === 0) return { fault: "noDays" };
  // A notice may also move days at the end of the year before: most of them say which year it is.
  const [most] = [...years].toSorted((left, right) => right[1].length - left[1].length);
  return { text: lines.join("\n"), year: most && Number(most[0]) };
}

/** Lines above the first one with a day are a heading; everything below is kept, so that a wrong line is named. */
function fromTable(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replaceAll('"', "").trim());
  const first = lines.findIndex((line) => /20\d\d\s*[-/.年]/.test(line));
  return first < 0 ? [] : lines.slice(first).filter(Boolean);
}

const text = z.string().max(100);
const listed = z
  .object({
    day: text.optional(),
    date: text.optional(),
    kind: text.optional(),
    type: text.optional(),
    isOffDay: z.boolean().optional(),
    name: text.default(""),
  })
  .transform(({ day, date, kind, type, isOffDay, name }) => {
    const word = isOffDay === undefined ? (kind ?? type ?? "") : isOffDay ? "休" : "班";
    return [day ?? date ?? "", word, name].join(" ").trim();
  });
const list = z.array(listed).max(400);
const file = z.union([list, z.object({ days: list }).transform(({ days }) => days)]);

function fromJson(source: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { fault: "badJson" };
  }
  const read = file.safeParse(value);
  return read.success ? withYear(read.data) : { fault: "badJson" };
}

/** One line for each day of each entry; its end is the day after the last one (RFC 5545). */
function fromCalendar(source: string): string[] {
  const unfolded = source.replaceAll(/\r?\n[ \t]/g, "");
  return unfolded
    .split("BEGIN:VEVENT")
    .slice(1)
    .flatMap((event) => {
      const from = dayOf(/^DTSTART[^:\n]*:(\d{8})/m.exec(event)?.[1]);
      const to = dayOf(/^DTEND[^:\n]*:(\d{8})/m.exec(event)?.[1]);
      const summary = (/^SUMMARY[^:\n]*:(.*)$/m.exec(event)?.[1] ?? "").replaceAll("\\", "").trim();
      if (from === undefined) return [];
      // `春节 休`, `元旦放假`, `国庆节补班`: the word that says which, apart from the name.
      const kind = kindIn(summary);
      const word = kind === undefined ? "" : kind === "work" ? "班" : "休";
      const name = summary.replaceAll(/[（(].*[）)]|补班|上班|调休|放假|休息|休|假期|班/g, "").trim();
      const days = [from];
      for (let day = addDays(from, 1); to !== undefined && day < to && days.length < 60; day = addDays(day, 1))
        days.push(day);
      return days.map((day) => [day, word, name].join(" ").trim());
    });
}

function dayOf(digits: string | undefined): string | undefined {
  if (digits === undefined) return undefined;
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isDay(day) ? day : undefined;
}
