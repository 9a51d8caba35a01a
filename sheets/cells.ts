import { cleanCode, cleanText } from "#kernel/fields/text.ts";
import { dayText, isDay } from "#kernel/shanghai-time.ts";
import type { CellKind, CellValue, Choices } from "./sheet.ts";

/** A cell as the workbook gives it; a day comes as its text, with the time of day where it has one. */
export type RawCell = string | number | boolean | { readonly day: string; readonly time?: string } | null;

/** What was read of a cell, or the complaint about it (a message key below `issue.`). */
export type ReadCell = { readonly value: CellValue } | { readonly code: string };

/** How a heading's remark in brackets scales an amount: `总投资（亿元）`. In units of 10 000 yuan. */
export type Scale = number;

const nothing: ReadCell = { value: null };

/** As a person sees the cell in the sheet, for error workbooks and previews. */
export function cellText(raw: RawCell): string {
  if (raw === null) return "";
  if (typeof raw === "object") return raw.time === undefined ? raw.day : `${raw.day} ${raw.time}`;
  // Whole numbers in full: telephone and code columns that Excel took for numbers.
  // Others as Excel shows them, by fifteen digits: 1.1 × 3 is 3.3000000000000003 in the file.
  if (typeof raw === "number") {
    return Number.isInteger(raw) ? BigInt(raw).toString() : String(Number(raw.toPrecision(15)));
  }
  if (typeof raw === "boolean") return raw ? "TRUE" : "FALSE";
  // The mark that a formula-safe export has put before the text.
  return cleanText(cleanText(raw).replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r])/, ""));
}

/** Reads one cell as its column wants it. */
export function readCell(raw: RawCell, kind: CellKind, scale: Scale = 1): ReadCell {
  const text = cellText(raw);
  if (text === "") return nothing;
  // What Excel writes where a formula failed.
  if (/^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/.test(text)) return { code: "cellFormulaFailed" };
  if (typeof kind === "object") return readChoice(text, kind.choices);
  switch (kind) {
    case "text":
      return { value: text };
    case "code":
      // Excel keeps fifteen digits of a number: the rest of a longer one is lost for good.
      return typeof raw === "number" && Math.abs(raw) >= 1e15 ? { code: "cellDigitsLost" } : { value: cleanCode(text) };
    case "day":
      return readDay(raw, text);
    case "moment":
      return readMoment(raw, text);
    case "wan":
      return readWan(text, scale);
    case "year": {
      const [, year] = /^((?:19|20)\d\d)年?(?:度)?$/.exec(cleanCode(text)) ?? [];
      return year === undefined ? { code: "cellNotAYear" } : { value: Number(year) };
    }
    case "degrees": {
      const [, degrees] = /^(-?\d{1,3}(?:\.\d{1,15})?)[°度]?$/u.exec(cleanCode(text)) ?? [];
      return degrees === undefined ? { code: "cellNotDegrees" } : { value: Math.round(Number(degrees) * 1e6) / 1e6 };
    }
  }
}

/** Days as Excel counts them: 1 is 1900-01-01, and it believes in a 1900-02-29. */
const serialOrigin = -25_569;

function readDay(raw: RawCell, text: string): ReadCell {
  if (typeof raw === "object" && raw !== null) return { value: raw.day };
  const plain = cleanCode(text);
  if (/^\d{5}(\.\d+)?$/.test(plain)) {
    const serial = Math.floor(Number(plain));
    return serial >= 20_000 && serial < 80_000 ? { value: dayText(serial + serialOrigin) } : { code: "cellNotADay" };
  }
  const [, year, month, day] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(plain) ?? [];
  if (year === undefined || month === undefined || day === undefined) return { code: "cellNotADay" };
  const found = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(found) ? { value: found } : { code: "cellNotADay" };
}

const notAMoment: ReadCell = { code: "cellNotAMoment" };

/** A day, with its time of day where one is written: `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`. */
function readMoment(raw: RawCell, text: string): ReadCell {
  if (typeof raw === "object") return { value: text };
  const plain = text.normalize("NFKC");
  if (/^\d{5}\.\d+$/.test(plain)) return readSerial(Number(plain));
  const [, before = plain, hour, minute] =
    /^(.*?\d日?)(?:\s+|T|(?<=日))(\d{1,2})(?::|时|点)(\d{1,2})(?:分|(?::\d{1,2})?)$/u.exec(plain) ?? [];
  const day = readDay(before, before);
  if (!("value" in day)) return notAMoment;
  if (hour === undefined || minute === undefined) return day;
  if (Number(hour) > 23 || Number(minute) > 59) return notAMoment;
  return { value: `${String(day.value)} ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` };
}

/** A day as Excel counts it, with the part of it that has gone by. */
function readSerial(serial: number): ReadCell {
  const minutes = Math.floor(Math.round(serial * 86_400) / 60);
  const day = readDay(null, String(Math.floor(minutes / 1440)));
  if (!("value" in day)) return notAMoment;
  const [hour, minute] = [Math.floor((minutes % 1440) / 60), minutes % 60];
  return { value: `${String(day.value)} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` };
}

/** Of 10 000 yuan, by the unit that was written beside the amount or else above the column; to the hundred yuan. */
function readWan(text: string, scale: Scale): ReadCell {
  const plain = cleanCode(text).replace(/^[¥￥]|人民币/gu, "");
  const [, digits, unit] =
    /^(\d{1,13}(?:\.\d{1,8})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,8})?)(亿元?|万元?|元)?$/u.exec(plain) ?? [];
  if (digits === undefined) return { code: "cellNotAnAmount" };
  const times = unit === undefined ? scale : (scaleOf(unit) ?? scale);
  const amount = Math.round(Number(digits.replaceAll(",", "")) * times * 100) / 100;
  // A hundred billion yuan: above any project.
  return amount <= 10_000_000 ? { value: amount } : { code: "cellNotAnAmount" };
}

/** `亿元` is 10 000 units of 10 000 yuan; undefined where no unit of money is named. */
export function scaleOf(words: string): Scale | undefined {
  const [unit] = /亿|万|元/u.exec(words) ?? [];
  if (unit === undefined) return undefined;
  return unit === "亿" ? 10_000 : unit === "万" ? 1 : 0.0001;
}

function readChoice(text: string, choices: Choices): ReadCell {
  const wanted = plainWords(text);
  for (const [value, words] of Object.entries(choices)) {
    if (plainWords(value) === wanted || words.some((word) => plainWords(word) === wanted)) return { value };
  }
  return { code: "notAChoice" };
}

/** Words without what does not matter for comparing them. */
export function plainWords(text: string): string {
  return cleanCode(text).toLowerCase();
}
