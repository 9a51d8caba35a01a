import { cellText, plainWords, type RawCell, type Scale, scaleOf } from "./cells.ts";
import { type Sheet, type SheetColumn, SheetError } from "./sheet.ts";
import { sheetText } from "./words.ts";

/** The headings are looked for in so many rows; titles and remarks stand above them. */
const searched = 10;
/** Decision 26. */
const knownShare = 0.6;

/**
 * Columns about belief, origin, opinion and petitions (GR-2). They are not read, whatever the list calls them, and that
 * they were there is on record.
 */
const forbidden =
  /民族|宗教|信仰|政治面貌|政治身份|党派|党员|入党|工会|信访|上访|维稳|种族|religi|ethnic|race|politic|party|union|petition|belief/i;

/** What an error workbook adds: it comes back corrected, with these still in it. */
const ownHeadings = (["zh", "en"] as const).flatMap((locale) =>
  (["sheet.reasons", "sheet.row"] as const).map((key) => headingWords(sheetText(locale, key))),
);

export interface PlacedColumn<Key extends string> {
  readonly column: SheetColumn<Key>;
  /** From 0. */
  readonly at: number;
  readonly scale: Scale;
}

export interface Headings<Key extends string> {
  /** From 0. */
  readonly row: number;
  readonly placed: readonly PlacedColumn<Key>[];
  readonly unknown: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * The heading row is the first of the first ten in which at least three fifths of the headings are known.
 * @throws SheetError without such a row, without a required column, with a column that stands there twice
 */
export function findHeadings<Key extends string>(
  rows: readonly (readonly RawCell[])[],
  sheet: Sheet<Key>,
): Headings<Key> {
  for (const [row, cells] of rows.slice(0, searched).entries()) {
    const found = place(cells, sheet);
    const judged = found.placed.length + found.unknown.length;
    // One known word may well be a title; a list has more than one column.
    if (found.placed.length >= Math.min(2, sheet.columns.length) && found.placed.length >= judged * knownShare) {
      refuseIncomplete(found.placed, sheet);
      return { row, ...found };
    }
  }
  throw new SheetError("sheet-no-headings");
}

function place<Key extends string>(cells: readonly RawCell[], sheet: Sheet<Key>) {
  const placed: PlacedColumn<Key>[] = [];
  const unknown: string[] = [];
  const dropped: string[] = [];
  for (const [at, cell] of cells.entries()) {
    const text = cellText(cell);
    if (text === "") continue;
    const words = headingWords(text);
    if (ownHeadings.includes(words)) continue;
    const column = sheet.columns.find((one) => namesOf(one).includes(words));
    if (forbidden.test(text)) dropped.push(text.slice(0, 60));
    else if (column === undefined) unknown.push(text.slice(0, 60));
    else placed.push({ column, at, scale: scaleOf(remarkOf(text)) ?? 1 });
  }
  return { placed, unknown, dropped };
}

function refuseIncomplete<Key extends string>(placed: readonly PlacedColumn<Key>[], sheet: Sheet<Key>): void {
  const keys = placed.map(({ column }) => column.key);
  const twice = placed.filter(({ column }, at) => keys.indexOf(column.key) < at);
  if (twice.length > 0) {
    throw new SheetError(
      "sheet-column-twice",
      twice.map(({ column }) => column.headings.zh),
    );
  }
  const missing = sheet.columns.filter((column) => column.required === true && !keys.includes(column.key));
  if (missing.length > 0) {
    throw new SheetError(
      "sheet-missing-columns",
      missing.map((column) => column.headings.zh),
    );
  }
}

function namesOf(column: SheetColumn): string[] {
  const { zh, en, also = [] } = column.headings;
  return [zh, en, ...also].map(headingWords);
}

/** A heading without units, stars for "required" and other marks: `*总投资（万元）` is `总投资`. */
function headingWords(text: string): string {
  return plainWords(text)
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/gu, "")
    .replace(/[*:;、,.·_-]/gu, "");
}

/** What stands in brackets behind a heading. */
function remarkOf(text: string): string {
  return /\(([^)]*)\)/u.exec(plainWords(text))?.[1] ?? "";
}
