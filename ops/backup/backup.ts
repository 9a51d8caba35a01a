import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, opendir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { readApplied } from "#db/migrate.ts";
import type { CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { readAnchors } from "#server/audit/anchors.ts";
import { OpsError, type Say } from "../words.ts";
import { contextOf, countRows, type FileEntry, type Manifest, partOf, plainSession, tap, writePart } from "./format.ts";
import { copyOut, listSequences, listTables } from "./tables.ts";

export interface BackupOptions {
  readonly ownerUrl: string;
  readonly filesDir: string;
  readonly anchorsDir: string;
  readonly crypto: CryptoProvider;
  /** Folder in which the backup gets a folder of its own. */
  readonly target: string;
  /** Older backups beyond so many are removed afterwards; all stay without it. */
  readonly keep?: number;
  readonly version: string;
  readonly now: Date;
  readonly say: Say;
}

const finished = /^huhang-\d{8}T\d{6}Z$/;
const half = /^\.huhang-\d{8}T\d{6}Z\.[0-9a-f]{8}$/;
const nameAt = (at: Date) => `huhang-${at.toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;

/**
 * Writes a backup while the platform runs: the database in one snapshot, then the files, which are never changed once
 * they are there. Under its name it is whole; what a broken-off one leaves begins with a dot.
 * @returns the folder
 */
export async function backUp(options: BackupOptions): Promise<{ path: string; manifest: Manifest }> {
  const { target, now, crypto, say } = options;
  const name = nameAt(now);
  const path = join(target, name);
  await mkdir(target, { recursive: true, mode: 0o700 });
  if (await stat(path).catch(() => undefined)) {
    throw new OpsError(`备份“${path}”已经存在`, `the backup ${path} exists already`);
  }
  const folder = join(target, `.${name}.${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(join(folder, "tables"), { recursive: true, mode: 0o700 });
    await mkdir(join(folder, "files"), { mode: 0o700 });
    const id = randomBytes(12).toString("hex");
    const database = await connected(options, async (session) => {
      await session.query(`${plainSession}; begin isolation level repeatable read, read only`);
      return writeDatabase(session, options, folder, id);
    });
    // Files may take hours, which a connection that nobody uses need not outlive.
    const files = await writeFiles(options, folder, id);
    const manifest: Manifest = {
      format: 1,
      id,
      madeAt: now.toISOString(),
      version: options.version,
      ...database,
      files,
      keyIds: [...crypto.keyIds],
    };
    const text = Readable.from([Buffer.from(JSON.stringify(manifest))]);
    const words = { huhang: "backup", id, madeAt: manifest.madeAt, version: options.version, keyIds: manifest.keyIds };
    await writePart(crypto, join(folder, partOf.manifest), contextOf(id, partOf.manifest), text);
    await writeSynced(join(folder, partOf.words), `${JSON.stringify(words, null, 2)}\n`);
    for (const inner of ["files", "tables", ""]) await syncFolder(join(folder, inner));
    await rename(folder, path);
    await syncFolder(target);
    await connected(options, (session) => noteRun(session, now, path, manifest));
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    say(`备份完成 / backup made: ${path} (${rows} rows, ${files.count} files)`);
    if (options.keep !== undefined) await dropOlder(target, options.keep, now, say);
    return { path, manifest };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function connected<T>({ ownerUrl }: BackupOptions, work: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client({ connectionString: ownerUrl, application_name: "huhang-backup" });
  // Whatever is asked next fails by itself; an error that nobody listens to would end the process before it cleans up.
  session.on("error", () => undefined);
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

async function writeDatabase(session: pg.Client, options: BackupOptions, folder: string, id: string) {
  const migrations = await readApplied(session);
  if (!migrations) throw new OpsError("数据库中还没有平台的数据表", "the database holds no tables of the platform");
  const tables: Manifest["tables"] = [];
  for (const { name, columns } of await listTables(session)) {
    const count = countRows();
    const rows = copyOut(session, name, columns);
    const counted = tap((chunk) => count.update(chunk));
    const part = partOf.table(name);
    await Promise.all([
      pipeline(rows, counted),
      writePart(options.crypto, join(folder, part), contextOf(id, part), counted),
    ]);
    tables.push({ name, columns, ...count.finish() });
  }
  const { rows } = await session.query<{ last: number | null }>("select max(no)::int as last from audit_batch");
  const last = rows[0]?.last ?? 0;
  // Later ones belong to batches that are not in this snapshot.
  const anchors = (await readAnchors(options.anchorsDir)).filter(({ no }) => no <= last);
  const lines = Readable.from(anchors.map((anchor) => Buffer.from(`${JSON.stringify(anchor)}\n`)));
  await writePart(options.crypto, join(folder, partOf.anchors), contextOf(id, partOf.anchors), lines);
  return { migrations, tables, sequences: await listSequences(session) };
}

/** Every file that is there, also such as a row will only name later: those are swept one day. */
async function writeFiles(options: BackupOptions, folder: string, id: string): Promise<Manifest["files"]> {
  const total = { count: 0, bytes: 0 };
  async function* copied(): AsyncGenerator<Buffer> {
    for await (const key of storedKeys(options.filesDir)) {
      const entry = await copyFile(join(options.filesDir, key.slice(0, 2), key), join(folder, partOf.file(key)), key);
      if (!entry) continue;
      total.count += 1;
      total.bytes += entry.size;
      yield Buffer.from(`${JSON.stringify(entry)}\n`);
    }
  }
  await writePart(
    options.crypto,
    join(folder, partOf.files),
    contextOf(id, partOf.files),
    Readable.from(copied(), { objectMode: false }),
  );
  return total;
}

/** Copies a file with its digest; undefined when it has been swept meanwhile. */
export async function copyFile(from: string, to: string, key: string): Promise<FileEntry | undefined> {
  await mkdir(join(to, ".."), { recursive: true, mode: 0o700 });
  const digest = createHash("sha256");
  let size = 0;
  const handle = await open(to, "wx", 0o600);
  try {
    const measured = tap((chunk) => {
      size += chunk.length;
      digest.update(chunk);
    });
    await Promise.all([pipeline(createReadStream(from), measured), handle.writeFile(measured)]);
    await handle.sync();
  } catch (error) {
    if (!isAbsent(error)) throw error;
    await rm(to, { force: true });
    return undefined;
  } finally {
    await handle.close();
  }
  return { key, size, sha256: digest.digest("hex") };
}

async function* storedKeys(filesDir: string): AsyncGenerator<string> {
  const fans = await readdir(filesDir).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  for (const fan of fans.filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted()) {
    for await (const { name } of await opendir(join(filesDir, fan))) if (/^[0-9a-f]{32}$/.test(name)) yield name;
  }
}

async function noteRun(session: pg.Client, now: Date, path: string, manifest: Manifest): Promise<void> {
  const detail = {
    path,
    id: manifest.id,
    files: manifest.files.count,
    bytes: manifest.files.bytes,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  };
  await session.query(
    "insert into operation_run (kind, started_at, ended_at, outcome, detail) values ('BACKUP', $1, $2, 'DONE', $3)",
    [now, new Date(), JSON.stringify(detail)],
  );
}

async function dropOlder(target: string, keep: number, now: Date, say: Say): Promise<void> {
  const names = await readdir(target);
  const older = names
    .filter((name) => finished.test(name))
    .toSorted()
    .slice(0, -keep);
  // Killed ones would fill the disk one night after the other; none that is under way was begun so long ago.
  const begun = nameAt(new Date(now.getTime() - 2 * 86_400_000));
  older.push(...names.filter((name) => half.test(name) && name.slice(1, begun.length + 1) < begun));
  for (const name of older) {
    await rm(join(target, name), { recursive: true, force: true });
    say(`删除旧备份 / removed an older backup: ${name}`);
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes new names in a folder survive a power cut; Windows cannot open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
