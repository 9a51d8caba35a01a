/** Runs in a thread of its own: parses one workbook, so that neither its size nor its shape holds up the server. */
import { parentPort, workerData } from "node:worker_threads";
import { readSheet } from "read-excel-file/node";
import type { RawCell } from "./cells.ts";
import { openPackage } from "./container.ts";
import type { Parsed, ThreadAnswer } from "./parse.ts";
import { SheetError } from "./sheet.ts";

async function parse(bytes: Buffer): Promise<Parsed> {
  const { merges, shown, failed, from1904 } = await openPackage(bytes);
  const rows = await readShown(bytes, shown, from1904 ? daysTo1904 * 86_400_000 : 0);
  for (const { row, column, text } of failed) {
    while (rows.length <= row) rows.push([]);
    const cells = rows[row] ?? [];
    while (cells.length < column) cells.push(null);
    cells[column] = text;
  }
  return { rows, merges };
}

/** From the first day of the usual count to that of the other. */
const daysTo1904 = 1_462;

async function readShown(bytes: Buffer, sheet: number, ahead: number): Promise<RawCell[][]> {
  try {
    const rows = await readSheet(bytes, sheet, { trim: false });
    return rows.map((row) => row.map((value: unknown) => rawCell(value, ahead)));
  } catch (error) {
    throw new SheetError("sheet-damaged", [], { cause: error });
  }
}

/** @param ahead milliseconds by which a day is later than the library thinks */
function rawCell(value: unknown, ahead: number): RawCell {
  // A day in a sheet has no zone; the library gives its midnight in UTC. Fractions of a day are never quite exact.
  if (value instanceof Date) {
    const at = new Date(Math.round((value.getTime() + ahead) / 1000) * 1000);
    const [day = "", time = ""] = at.toISOString().split("T");
    return time.startsWith("00:00") ? { day } : { day, time: time.slice(0, 5) };
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}

let answer: ThreadAnswer;
try {
  answer = { parsed: await parse(Buffer.from(workerData as Uint8Array)) };
} catch (error) {
  answer = { refused: error instanceof SheetError ? error.code : "sheet-damaged" };
}
parentPort?.postMessage(answer);
