import writeWorkbook, { type Cell, type CellObject } from "write-excel-file/node";
import { type SheetLocale, sheetText } from "./words.ts";

/** A value of an export; days come as Excel days, so that they sort and filter. */
export type OutValue = string | number | { readonly day: string } | null;
/** `wrong` stands out, `example` stands back. */
export type OutCell = OutValue | { readonly value: OutValue; readonly look: "wrong" | "example" };

export interface OutColumn {
  readonly heading: string;
  /** In characters; by what stands in it when left out. */
  readonly width?: number;
}

export interface OutSheet {
  /** Of the tab. */
  readonly name: string;
  /** Lines above the headings: who exported, when, how to fill in. */
  readonly notes?: readonly string[];
  readonly columns: readonly OutColumn[];
  readonly rows: readonly (readonly OutCell[])[];
}

/** What an .xlsx workbook is called on the wire. */
export const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * A workbook with one sheet, its headings kept in sight. Nothing in it can be taken for a formula, also not after it
 * was saved as text; in a demo database the first line says that all of it is sample data (decision 31).
 */
export async function writeSheet(
  sheet: OutSheet,
  options: { readonly demo: boolean; readonly locale: SheetLocale },
): Promise<Buffer> {
  const notes = [...(options.demo ? [sheetText(options.locale, "sheet.demo")] : []), ...(sheet.notes ?? [])];
  const headings: Cell[] = sheet.columns.map(({ heading }) => ({
    ...textCell(heading),
    fontWeight: "bold",
    backgroundColor: "#E8EDF4",
    wrap: true,
  }));
  const data: Cell[][] = [
    ...notes.map((note) => [{ ...textCell(note), fontWeight: "bold" } satisfies CellObject]),
    headings,
    ...sheet.rows.map((row) => row.map(cellOf)),
  ];
  return writeWorkbook(data, {
    sheet: tabName(sheet.name),
    stickyRowsCount: notes.length + 1,
    columns: sheet.columns.map((column, at) => ({ width: column.width ?? widthOf(sheet, at) })),
  }).toBuffer();
}

function cellOf(cell: OutCell): Cell {
  if (typeof cell !== "object" || cell === null || !("look" in cell)) return valueCell(cell);
  const plain = valueCell(cell.value) ?? textCell("");
  return cell.look === "wrong" ? { ...plain, backgroundColor: "#F9DEDC" } : { ...plain, textColor: "#6B7280" };
}

function valueCell(value: OutValue): CellObject | null {
  if (value === null || value === "") return null;
  if (typeof value === "number") return { value, type: Number };
  if (typeof value === "string") return textCell(value);
  return { value: new Date(`${value.day}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
}

function textCell(text: string): CellObject {
  return { value: safeText(text), type: String };
}

/** Longest text that Excel opens. */
const longest = 32_000;

/**
 * Text that no program takes for a formula: what begins like one gets a mark before it, which reading takes off again.
 * Characters that a workbook must not hold are left out.
 */
export function safeText(text: string): string {
  const plain = text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Cs}/gu, "").slice(0, longest);
  // In full width too: where people write so, Excel reads them as the same when a text file is opened.
  return /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(plain) ? `'${plain}` : plain;
}

/** Excel refuses longer names and some characters. */
function tabName(name: string): string {
  return name.replaceAll(/[[\]:*?/\\]/g, " ").slice(0, 31);
}

/** By the longest of the first rows; a Chinese character is as wide as two others. */
function widthOf(sheet: OutSheet, at: number): number {
  const texts = [
    sheet.columns[at]?.heading ?? "",
    ...sheet.rows.slice(0, 200).map((row) => plainText(row[at] ?? null)),
  ];
  const widest = Math.max(
    ...texts.map((text) => Array.from(text).reduce((sum, one) => sum + (one > "\u2E80" ? 2 : 1), 0)),
  );
  return Math.min(60, Math.max(8, widest + 2));
}

function plainText(cell: OutCell): string {
  if (cell === null) return "";
  if (typeof cell !== "object") return String(cell);
  return "day" in cell ? cell.day : plainText(cell.value);
}
