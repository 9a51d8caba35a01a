/**
 * Heads of the audit chain, kept outside the database (decision 29): one line for each batch in a file that is only ever
 * appended to. Whoever can rewrite the database and has the key can compute another chain, but not what stands here.
 */
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const anchor = z.object({
  no: z.int().positive(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().positive(),
  lastAt: z.iso.datetime(),
});
/** A batch as it was when it was sealed. */
export type Anchor = z.output<typeof anchor>;

const fileOf = (folder: string) => join(folder, "audit-anchors.jsonl");

/**
 * Reads all anchors, in the order in which they were written; none when there is no file.
 * A last line that a power cut has left half is no anchor.
 * @throws Error when another line is none
 */
export async function readAnchors(folder: string): Promise<Anchor[]> {
  const text = await readText(folder);
  const lines = text.split("\n");
  const unfinished = lines.pop() ?? "";
  const whole = unfinished === "" ? lines : [...lines, unfinished];
  return whole.flatMap((line, at) => {
    if (line === "") return [];
    const parsed = anchor.safeParse(parseLine(line));
    if (parsed.success) return [parsed.data];
    if (at === whole.length - 1) return [];
    throw new Error(`line ${at + 1} of ${fileOf(folder)} is no anchor`);
  });
}

/** The last whole anchor; its file may be years long. */
export async function lastAnchor(folder: string): Promise<Anchor | undefined> {
  const lines = (await readTail(folder)).split("\n").toReversed();
  for (const line of lines) {
    const parsed = anchor.safeParse(parseLine(line));
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** Writes anchors behind the others and waits until they are on the disk. */
export async function appendAnchors(folder: string, anchors: readonly Anchor[]): Promise<void> {
  if (anchors.length === 0) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const before = await readTail(folder);
  const text = anchors.map((each) => `${JSON.stringify(each)}\n`).join("");
  const handle = await open(fileOf(folder), "a", 0o600);
  try {
    // After half a line of a power cut a new one begins.
    await handle.writeFile(before === "" || before.endsWith("\n") ? text : `\n${text}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Far more than a line. */
const tailBytes = 4096;

async function readTail(folder: string): Promise<string> {
  const handle = await open(fileOf(folder), "r").catch(absent);
  if (!handle) return "";
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString();
  } finally {
    await handle.close();
  }
}

async function readText(folder: string): Promise<string> {
  return (await readFile(fileOf(folder), "utf8").catch(absent)) ?? "";
}

function absent(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
