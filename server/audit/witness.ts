/**
 * What was committed to the audit and is in no anchored batch yet, kept outside the database: a row that is deleted
 * before it is sealed, even one of a second ago, is missed. Each process writes a file of its own, row by row after the
 * commit: what stands here was committed. A process that is killed may leave its last rows out; those are then known by
 * their HMAC alone.
 */
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AuditMark } from "../audit.ts";

export interface Witness {
  /** Notes rows whose transaction has been committed; returns at once. */
  note(marks: readonly AuditMark[]): void;
  /** Waits until all that was noted is in the file. */
  flush(): Promise<void>;
  /** Ends the present file; what comes goes into a new one. */
  turn(): Promise<void>;
  close(): Promise<void>;
}

/** A file of marks, with its name. */
export interface WitnessFile {
  readonly name: string;
  /** No process writes to it any more. */
  readonly ended: boolean;
  readonly marks: readonly AuditMark[];
}

/** How often a process begins a new file, and how long after its last line one counts as left by a killed process. */
const turnMs = 60_000;
const leftBehindMs = 600_000;
const syncMs = 1_000;

const folderOf = (anchors: string) => join(anchors, "unsealed");
const ending = ".open";

export function createWitness(anchors: string, onError: (error: unknown) => void): Witness {
  const folder = folderOf(anchors);
  let lines: string[] = [];
  let file: { readonly path: string; readonly handle: FileHandle } | undefined;
  /** Writing, turning and closing come one after the other. */
  let queue: Promise<void> = Promise.resolve();
  let writing = false;
  let unsynced = false;

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    // A full disk must not end a service that the database has answered; it is in the log.
    queue = queue.then(work).catch(onError);
    return queue;
  };
  const write = async () => {
    writing = false;
    const text = lines.join("");
    lines = [];
    if (text === "") return;
    file ??= await begin(folder);
    await file.handle.appendFile(text);
    unsynced = true;
  };
  const sync = async () => {
    if (unsynced) await file?.handle.datasync();
    unsynced = false;
  };
  const turn = async () => {
    await write();
    if (!file) return;
    await sync();
    const { path, handle } = file;
    file = undefined;
    await handle.close();
    await rename(path, path.slice(0, -ending.length));
  };
  const timers = [
    setInterval(() => void inTurn(sync), syncMs),
    // A file that nobody ends would never be given up.
    setInterval(() => void inTurn(turn), turnMs),
  ];
  for (const timer of timers) timer.unref();

  return {
    note(marks) {
      for (const { uid, hmac } of marks) lines.push(`${uid} ${hmac.toString("hex")}\n`);
      if (writing || marks.length === 0) return;
      writing = true;
      void inTurn(write);
    },
    flush: () => inTurn(write),
    turn: () => inTurn(turn),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await inTurn(turn);
    },
  };
}

async function begin(folder: string): Promise<{ path: string; handle: FileHandle }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${Date.now()}-${process.pid}-${randomBytes(4).toString("hex")}${ending}`);
  return { path, handle: await open(path, "ax", 0o600) };
}

/** Witnesses rows of a command that runs for a moment only. */
export async function witnessOnce(anchors: string, marks: readonly AuditMark[]): Promise<void> {
  let failure: unknown;
  const witness = createWitness(anchors, (error) => {
    failure = error;
  });
  witness.note(marks);
  await witness.close();
  if (failure !== undefined) throw failure;
}

/** All that is kept of rows in no anchored batch, of whatever process. */
export async function readWitness(anchors: string): Promise<WitnessFile[]> {
  const folder = folderOf(anchors);
  const names = await readdir(folder).catch(none<string[]>([]));
  const files: WitnessFile[] = [];
  for (const name of names.toSorted()) {
    const path = join(folder, name);
    const [info, text] = await Promise.all([
      stat(path).catch(none(undefined)),
      readFile(path, "utf8").catch(none(undefined)),
    ]);
    // Ended, renamed or given up while we were reading: its rows are asked about under the new name, or are sealed.
    if (!info || text === undefined) continue;
    const ended = !name.endsWith(ending) || info.mtimeMs < Date.now() - leftBehindMs;
    files.push({ name, ended, marks: marksOf(text) });
  }
  return files;
}

/** Removes a file whose rows are all in anchored batches. */
export async function dropWitness(anchors: string, name: string): Promise<void> {
  await rm(join(folderOf(anchors), name), { force: true });
}

/** The last line of a killed process may be half: it is none. */
function marksOf(text: string): AuditMark[] {
  return [...text.matchAll(/^([0-9a-f-]{36}) ([0-9a-f]{64})\n/gm)].map(([, uid = "", hmac = ""]) => ({
    uid,
    hmac: Buffer.from(hmac, "hex"),
  }));
}

function none<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return value;
    throw error;
  };
}
