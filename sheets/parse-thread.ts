/** Runs in a thread of its own: parses one workbook, so that neither its size nor its shape holds up the server. */
import { parentPort, workerData } from "node:worker_threads";
import { readSheet } from "read-excel-file/node";
import type { RawCell } from "./cells.ts";
import { openPackage } from "./container.ts";
import type { Parsed, ThreadAnswer } from "./parse.ts";
import { SheetError } from "./sheet.ts";

async function parse(bytes: Buffer): Promise<Parsed> {
  const { merges } = await openPackage(bytes);
  const rows = await readFirst(bytes);
  return { rows, merges };
}

async function readFirst(bytes: Buffer): Promise<RawCell[][]> {
  try {
    return (await readSheet(bytes, 1, { trim: false })).map((row) => row.map(rawCell));
  } catch (error) {
    throw new SheetError("sheet-damaged", [], { cause: error });
  }
}

function rawCell(value: unknown): RawCell {
  // A day in a sheet has no zone; the library gives its midnight in UTC. Fractions of a day are never quite exact.
  if (value instanceof Date) {
    const [day = "", time = ""] = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString().split("T");
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
