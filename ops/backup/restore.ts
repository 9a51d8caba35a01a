import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { migrate, restoreMark } from "#db/migrate.ts";
import { seedBase } from "#db/seed/base.ts";
import { CryptoError, type CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { type Anchor, appendAnchors } from "#server/audit/anchors.ts";
import { witnessOnce } from "#server/audit/witness.ts";
import { signatureOf } from "#server/audit.ts";
import { installJobs } from "#server/jobs/install.ts";
import { OpsError, type Say } from "../words.ts";
import { copyFile } from "./backup.ts";
import {
  contextOf,
  countRows,
  type FileEntry,
  fileEntry,
  linesOf,
  type Manifest,
  manifestSchema,
  partOf,
  plainSession,
  readPart,
} from "./format.ts";
import { demandWritable, emptyFolder, hasFiles } from "./folders.ts";
import { measureTable } from "./tables.ts";
import { tellVoided, type Voided, voidWaysIn } from "./void.ts";

export interface RestoreOptions {
  readonly ownerUrl: string;
  readonly appRole: string;
  readonly filesDir: string;
  readonly anchorsDir: string;
  readonly crypto: CryptoProvider;
  /** The backup's folder. */
  readonly from: string;
  readonly now: Date;
  readonly say: Say;
}

const id = pg.escapeIdentifier;

/**
 * Brings a backup into an empty installation: checks all of it first, fills the tables as they were then, proves them row
 * by row, and only then brings the schema up to this program. A broken-off restore is begun again by the same command.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { say } = options;
  const manifest = await readManifest(options);
  const files = await checkBackup(options, manifest);
  say(`备份完好 / the backup is whole: ${manifest.madeAt}`);
  for (const folder of [options.filesDir, options.anchorsDir]) await demandWritable(folder);
  const session = new pg.Client({ connectionString: options.ownerUrl, application_name: "huhang-restore" });
  await session.connect();
  let voided: Voided;
  try {
    await session.query("set client_min_messages = warning");
    await session.query("select pg_advisory_lock(1213548615, 6)");
    await clearTarget(session, options, manifest.id);
    await migrate({ ownerUrl: options.ownerUrl, appRole: options.appRole, only: manifest.migrations });
    await session.query(plainSession);
    await fillTables(session, options, manifest);
    await proveTables(session, manifest);
    say(`逐行核对一致 / proved row by row: ${manifest.tables.length} tables`);
    for (const file of files) await bringFile(options, file);
    await bringAnchors(options, manifest);
    voided = await voidWaysIn(session, options.now);
    await noteRestore(session, options, manifest, voided);
    await session.query(`drop table public.${restoreMark}`);
  } finally {
    await session.end();
  }
  await migrate({ ownerUrl: options.ownerUrl, appRole: options.appRole });
  await installJobs(options.ownerUrl, options.appRole);
  await seedBase(options.ownerUrl);
  tellVoided(voided, say);
  say(`恢复完成，请运行 huhang verify / restored; run huhang verify now (${files.length} files)`);
  return manifest;
}

async function readManifest({ from, crypto }: RestoreOptions): Promise<Manifest> {
  const words = await readFile(join(from, partOf.words), "utf8").catch(() => undefined);
  const known: unknown = words === undefined ? undefined : parse(words);
  if (typeof known !== "object" || known === null || !("id" in known) || !("keyIds" in known)) {
    throw new OpsError(`“${from}”不是备份`, `${from} is no backup`);
  }
  const backupId = String(known.id);
  const missing = Array.isArray(known.keyIds)
    ? known.keyIds.map(String).filter((key) => !crypto.keyIds.includes(key))
    : [];
  if (missing.length > 0) {
    throw new OpsError(
      `密钥文件中缺少该备份所用的密钥 ${missing.join(", ")}`,
      `the key file lacks keys that this backup was made with: ${missing.join(", ")}`,
    );
  }
  const text = await read(readPart(crypto, join(from, partOf.manifest), contextOf(backupId, partOf.manifest)));
  const manifest = manifestSchema.safeParse(parse(text));
  if (!manifest.success || manifest.data.id !== backupId) throw damaged(partOf.manifest);
  return manifest.data;
}

/** Reads every part to its end before anything is touched. */
async function checkBackup({ from, crypto }: RestoreOptions, manifest: Manifest): Promise<FileEntry[]> {
  for (const { name, rows, digest } of manifest.tables) {
    const count = countRows();
    try {
      for await (const chunk of partStream(crypto, from, manifest, partOf.table(name))) count.update(chunk as Buffer);
    } catch (error) {
      throw damaged(name, error);
    }
    const found = count.finish();
    if (found.rows !== rows || found.digest !== digest) throw damaged(name);
  }
  const files: FileEntry[] = [];
  try {
    for await (const line of linesOf(partStream(crypto, from, manifest, partOf.files))) {
      files.push(fileEntry.parse(parse(line)));
    }
  } catch (error) {
    throw damaged(partOf.files, error);
  }
  if (files.length !== manifest.files.count) throw damaged(partOf.files);
  return files;
}

const partStream = (crypto: CryptoProvider, from: string, manifest: Manifest, part: string) =>
  readPart(crypto, join(from, part), contextOf(manifest.id, part));

/** Refuses whatever somebody may still need; what an earlier, broken-off restore left is removed. */
async function clearTarget(session: pg.Client, options: RestoreOptions, backup: string): Promise<void> {
  const unfinished = await exists(session, `public.${restoreMark}`);
  if (!unfinished) {
    if (await isUsed(session)) {
      throw new OpsError(
        "目标数据库已有数据，只能恢复到空的安装中",
        "the database holds data already: a backup is restored into an empty installation only",
      );
    }
    for (const folder of [options.filesDir, options.anchorsDir]) {
      if (await hasFiles(folder)) {
        throw new OpsError(`文件夹“${folder}”不是空的`, `the folder ${folder} is not empty: move it away first`);
      }
    }
  }
  await session.query(`begin;
    drop schema if exists jobs cascade;
    drop schema if exists app cascade;
    drop schema public cascade;
    create schema public;
    grant usage on schema public to public;
    create table public.${restoreMark} (backup text not null, begun_at timestamptz not null);
    insert into public.${restoreMark} values (${pg.escapeLiteral(backup)}, ${pg.escapeLiteral(options.now.toISOString())});
    commit`);
  for (const folder of [options.filesDir, options.anchorsDir]) {
    await emptyFolder(folder);
  }
}

/** A schema with nothing but what every city has is as good as empty. */
async function isUsed(session: pg.Client): Promise<boolean> {
  for (const table of ["account", "unit", "enterprise", "project", "matter", "audit", "file"]) {
    if (!(await exists(session, `public.${table}`))) continue;
    const { rowCount } = await session.query(`select from ${table} limit 1`);
    if (rowCount !== 0) return true;
  }
  if (await exists(session, "public.huhang_migration")) return false;
  const { rowCount } = await session.query("select from pg_tables where schemaname = 'public' limit 1");
  return rowCount !== 0;
}

async function exists(session: pg.Client, name: string): Promise<boolean> {
  const { rows } = await session.query<{ there: boolean }>("select to_regclass($1) is not null as there", [name]);
  return rows[0]?.there === true;
}

/** Before the policies are there: nothing guards the rows yet. Foreign keys are checked once, at the end. */
async function fillTables(session: pg.Client, { from, crypto }: RestoreOptions, manifest: Manifest): Promise<void> {
  const { rows: keys } = await session.query<{ tab: string; name: string; text: string }>(
    `select conrelid::regclass::text as tab, conname as name, pg_get_constraintdef(oid) as text from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { tab, name } of keys) await session.query(`alter table ${tab} drop constraint ${id(name)}`);
  const tables = manifest.tables.map(({ name }) => id(name)).join(", ");
  await session.query(`truncate ${tables}`);
  for (const { name, columns } of manifest.tables) {
    await session.query(`alter table ${id(name)} disable trigger user`);
    const rows = session.query(copyFrom(`copy ${id(name)} (${columns.map(id).join(", ")}) from stdin`));
    await pipeline(partStream(crypto, from, manifest, partOf.table(name)), rows);
    await session.query(`alter table ${id(name)} enable trigger user`);
  }
  for (const { tab, name, text } of keys) await session.query(`alter table ${tab} add constraint ${id(name)} ${text}`);
  for (const { name, last } of manifest.sequences) {
    if (last !== null) await session.query("select setval($1::text::regclass, $2::bigint)", [id(name), last]);
  }
  await session.query("analyze");
}

async function proveTables(session: pg.Client, manifest: Manifest): Promise<void> {
  for (const { name, columns, rows, digest } of manifest.tables) {
    const found = await measureTable(session, name, columns);
    if (found.rows === rows && found.digest === digest) continue;
    throw new OpsError(
      `表 ${name} 恢复后与备份不一致（${found.rows}/${rows} 行）`,
      `table ${name} is not as it was backed up (${found.rows} of ${rows} rows)`,
    );
  }
}

async function bringFile({ from, filesDir }: RestoreOptions, file: FileEntry): Promise<void> {
  const to = join(filesDir, file.key.slice(0, 2), file.key);
  const copied = await copyFile(join(from, partOf.file(file.key)), to, file.key);
  if (copied?.sha256 === file.sha256 && copied.size === file.size) return;
  throw damaged(partOf.file(file.key));
}

async function bringAnchors({ from, crypto, anchorsDir }: RestoreOptions, manifest: Manifest): Promise<void> {
  const anchors: Anchor[] = [];
  for await (const line of linesOf(partStream(crypto, from, manifest, partOf.anchors))) {
    anchors.push(parse(line) as Anchor);
  }
  await appendAnchors(anchorsDir, anchors);
}

/** The audit says so too; its trigger is not there yet, so the row is opened by hand. */
async function noteRestore(
  session: pg.Client,
  { crypto, from, now, anchorsDir }: RestoreOptions,
  manifest: Manifest,
  voided: Voided,
): Promise<void> {
  const restored = { madeAt: manifest.madeAt, backup: manifest.id };
  const detail = { ...restored, voided };
  const row = {
    uid: randomUUID(),
    at: now,
    account_id: null,
    enterprise_id: null,
    unit_id: null,
    device: null,
    operation: "platform.restore",
    purpose: "duty",
    object: "",
    count: null,
    status: 200,
    detail,
    key_id: crypto.activeKeyId,
  };
  const hmac = signatureOf(crypto, row);
  await session.query(
    `with fresh as (insert into audit (uid, at, operation, purpose, object, status, detail, key_id, hmac)
       values ($1, $2, $3, $4, '', 200, $5, $6, $7) returning id)
     insert into audit_open select id from fresh`,
    [row.uid, now, row.operation, row.purpose, JSON.stringify(detail), row.key_id, hmac],
  );
  await witnessOnce(anchorsDir, [{ uid: row.uid, hmac }]);
  // The backup notes itself after its snapshot: it is the newest that this installation has.
  await session.query(
    `insert into operation_run (kind, started_at, ended_at, outcome, detail)
     values ('BACKUP', $1, $1, 'DONE', $4), ('RESTORE', $2, $3, 'DONE', $4)`,
    [manifest.madeAt, now, new Date(), JSON.stringify({ ...restored, path: from })],
  );
}

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  } catch (error) {
    throw damaged(partOf.manifest, error);
  }
}

function damaged(part: string, cause?: unknown): OpsError {
  if (cause instanceof CryptoError && cause.code === "unknown-key") {
    return new OpsError("备份不是用此密钥文件加密的", "the backup was not made with this key file", cause);
  }
  return new OpsError(`备份中的“${part}”缺失或损坏`, `${part} of the backup is missing or damaged`, cause);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
