import { setImmediate } from "node:timers/promises";
import { issuesOf } from "#kernel/issues.ts";
import { cellText, readCell, type RawCell } from "./cells.ts";
import type { Merge } from "./container.ts";
import { findHeadings, type PlacedColumn } from "./headings.ts";
import { parseApart, type Parsed } from "./parse.ts";
import {
  type CellIssue,
  type CellValue,
  type ReadSheet,
  type Sheet,
  SheetError,
  sheetLimits,
  type SheetRow,
} from "./sheet.ts";

/**
 * Reads the first sheet that is not hidden of an .xlsx workbook as a list of the declared kind. Complaints about single cells stand with
 * their rows.
 * @throws SheetError when it cannot be read as such a list at all
 */
export async function readSheet<Key extends string>(bytes: Uint8Array, sheet: Sheet<Key>): Promise<ReadSheet<Key>> {
  return interpret(await parseApart(bytes), sheet);
}

/** So many rows are read at a stretch; other requests have their turn in between. */
const stretch = 250;

/** The same of what the parser has given. */
export async function interpret<Key extends string>(parsed: Parsed, sheet: Sheet<Key>): Promise<ReadSheet<Key>> {
  const { row: headingRow, placed, unknown, dropped } = findHeadings(parsed.rows, sheet);
  const merged = mergedBelow(parsed.merges, headingRow);
  const rows: SheetRow<Key>[] = [];
  for (const [index, cells] of parsed.rows.entries()) {
    if (index % stretch === 0) await setImmediate();
    if (index <= headingRow || isEmpty(cells, placed) || isSum(cells)) continue;
    rows.push(readRow(index, cells, placed, sheet, merged.get(index)));
  }
  if (rows.length === 0) throw new SheetError("sheet-empty");
  if (rows.length > sheetLimits.rows) throw new SheetError("sheet-too-many-rows");
  return { headingRow: headingRow + 1, columns: placed.map(({ column }) => column.key), unknown, dropped, rows };
}

function readRow<Key extends string>(
  index: number,
  cells: readonly RawCell[],
  placed: readonly PlacedColumn<Key>[],
  sheet: Sheet<Key>,
  merged: ReadonlySet<number> | undefined,
): SheetRow<Key> {
  const texts: Partial<Record<Key, string>> = {};
  const values = Object.fromEntries(sheet.columns.map(({ key }) => [key, null])) as Record<Key, CellValue>;
  const issues: CellIssue<Key>[] = [];
  for (const { column, at, scale } of placed) {
    const { key } = column;
    const raw = cells[at] ?? null;
    const text = cellText(raw);
    if (text !== "") texts[key] = text.slice(0, sheetLimits.cell);
    if (merged?.has(at) === true) {
      issues.push({ column: key, code: "cellMerged" });
      continue;
    }
    const read = readCell(raw, column.as, scale);
    if ("code" in read) {
      issues.push({ column: key, code: read.code });
    } else if (read.value === null) {
      if (column.required === true) issues.push({ column: key, code: "required" });
    } else {
      const judged = column.field.safeParse(read.value, { reportInput: true });
      if (judged.success) values[key] = judged.data;
      else {
        const [first] = issuesOf(judged.error, "");
        issues.push({ column: key, code: first?.code ?? "malformed", ...(first?.params && { params: first.params }) });
      }
    }
  }
  return { row: index + 1, cells: texts, values, issues };
}

/** Columns that a merge covers, by row: no cell of it is one's own. Titles above the table may be merged. */
function mergedBelow(merges: readonly Merge[], headingRow: number): ReadonlyMap<number, ReadonlySet<number>> {
  const byRow = new Map<number, Set<number>>();
  for (const { top, left, bottom, right } of merges) {
    const last = Math.min(bottom, sheetLimits.rows + headingRow + 50);
    for (let row = Math.max(top, headingRow + 1); row <= last; row += 1) {
      const columns = byRow.get(row) ?? new Set();
      for (let column = left; column <= Math.min(right, sheetLimits.columns); column += 1) columns.add(column);
      byRow.set(row, columns);
    }
  }
  return byRow;
}

function isEmpty(cells: readonly RawCell[], placed: readonly PlacedColumn<string>[]): boolean {
  return placed.every(({ at }) => cellText(cells[at] ?? null) === "");
}

/** The line under a list that adds it up, and remarks below it. */
function isSum(cells: readonly RawCell[]): boolean {
  const first = cells.map(cellText).find((text) => text !== "") ?? "";
  return /^((合\s*计|总\s*计|小\s*计|total|sum)[:：]?$|备注[:：]|注[:：])/iu.test(first);
}
