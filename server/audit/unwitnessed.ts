/**
 * Rows that were sealed although no process says that it wrote them: whoever has the key can write rows that nothing tells
 * from the platform's own. They are put down outside the database before their batch is there, and stay so until a witness
 * turns up for them: a killed process leaves some, and one that has just written is a moment late.
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { AuditMark } from "../audit.ts";

const line = z.object({ uid: z.uuid(), row: z.int().nullable() });

const fileOf = (folder: string) => join(folder, "audit-unwitnessed.jsonl");

/** Numbers of such rows by their uid; none when there is no file. Half a line of a power cut is none. */
export async function readUnwitnessed(folder: string): Promise<Map<string, number>> {
  const text = await readFile(fileOf(folder), "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  const found = new Map<string, number>();
  for (const each of text.split("\n")) {
    const parsed = line.safeParse(parse(each));
    if (!parsed.success) continue;
    const { uid, row } = parsed.data;
    if (row === null) found.delete(uid);
    else found.set(uid, row);
  }
  return found;
}

/** Puts down rows that are about to be sealed. */
export async function noteUnwitnessed(
  folder: string,
  rows: readonly { readonly uid: string; readonly id: number }[],
): Promise<void> {
  await append(
    folder,
    rows.map(({ uid, id }) => ({ uid, row: id })),
  );
}

/** Takes back those for which there is a witness after all, before that is given up. */
export async function clearWitnessed(folder: string, marks: readonly AuditMark[]): Promise<void> {
  const known = await readUnwitnessed(folder);
  await append(
    folder,
    marks.filter(({ uid }) => known.has(uid)).map(({ uid }) => ({ uid, row: null })),
  );
}

async function append(folder: string, lines: readonly z.input<typeof line>[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A new line first: after half a one of a power cut nothing is lost but that.
  const text = lines.map((each) => `\n${JSON.stringify(each)}`).join("");
  await appendFile(fileOf(folder), `${text}\n`, { mode: 0o600, flush: true });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
