import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** Why the schema could not be brought up to date. */
export type MigrationErrorCode =
  | "database-newer"
  | "migration-changed"
  | "migration-failed"
  | "bad-migration-name"
  | "restore-unfinished";

/** A failed migration, told in one sentence; `message` is made for the operator. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, chinese: string, english: string, cause?: unknown) {
    super(`${chinese} / ${english}`, { cause });
    this.name = "MigrationError";
    this.code = code;
  }
}

/** What to bring up to date, and from where. */
export interface MigrateOptions {
  /** Address of the role that owns the database. */
  readonly ownerUrl: string;
  /** Name of the application's role; the SQL files read it as `current_setting('huhang.app_role')`. */
  readonly appRole: string;
  /** Folder with `migrations/NNNN-name.sql` and `policies/*.sql`; by default the platform's own. */
  readonly folder?: string;
  /** Only for a restore: these migrations and no policies, to fill the tables as they were then. */
  readonly only?: readonly { readonly name: string; readonly checksum: string }[];
}

/** Stands in a database while a backup is brought into it; what is half there must not be used. */
export const restoreMark = "huhang_restore";

interface SqlFile {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** The lock that makes a second migrator wait until the first has finished. */
const migrationLock = "1213548615, 2";
const recordOfPolicies = "policies";

/**
 * Brings the schema forward: every new migration in a transaction of its own, then all policies in one, when any of
 * them or any migration changed. Two migrators at the same time: the second waits and finds nothing to do.
 * @returns the names of what was applied, in order
 * @throws MigrationError; the database keeps the state after the last migration that succeeded
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const folder = options.folder ?? fileURLToPath(new URL(".", import.meta.url));
  const { only } = options;
  const all = readSql(join(folder, "migrations"));
  const migrations = only ? all.filter(({ name }) => only.some((one) => one.name === name)) : all;
  const policies = only ? [] : readSql(join(folder, "policies"));
  for (const { name, checksum } of only ?? []) {
    const known = all.find((file) => file.name === name);
    if (!known) throw databaseNewer(name);
    if (known.checksum !== checksum) throw migrationChanged(name);
  }
  const badlyNamed = migrations.find(({ name }) => !/^\d{4}-[a-z0-9-]+$/.test(name));
  const twice = migrations.find(({ name }, at) => migrations[at + 1]?.name.slice(0, 4) === name.slice(0, 4));
  if (badlyNamed !== undefined || twice !== undefined) throw badName(badlyNamed ?? twice);

  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: "huhang-migrate" });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${migrationLock})`);
    await client.query("select set_config('huhang.app_role', $1, false)", [options.appRole]);
    await client.query("set client_min_messages = warning");
    if (!only) await refuseUnfinished(client);
    await client.query(
      `create table if not exists public.huhang_migration (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ name: string; checksum: string }>(
      "select name, checksum from public.huhang_migration order by name",
    );
    return {
      applied: await bringForward(client, migrations, policies, new Map(rows.map((r) => [r.name, r.checksum]))),
    };
  } finally {
    await client.end();
  }
}

async function refuseUnfinished(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
    `public.${restoreMark}`,
  ]);
  if (rows[0]?.there !== true) return;
  throw new MigrationError(
    "restore-unfinished",
    "上次恢复没有完成，请重新运行 huhang restore。",
    "A restore into this database was broken off: run huhang restore again.",
  );
}

/** What has been applied to a database; null when it is none of ours. `session` is the owner's. */
export async function readApplied(session: pg.Client): Promise<{ name: string; checksum: string }[] | null> {
  const { rows: found } = await session.query<{ there: boolean }>(
    "select to_regclass('public.huhang_migration') is not null as there",
  );
  if (found[0]?.there !== true) return null;
  const { rows } = await session.query<{ name: string; checksum: string }>(
    "select name, checksum from public.huhang_migration where name <> $1 order by name",
    [recordOfPolicies],
  );
  return rows;
}

/** Names of the migrations that come with this program. */
export function knownMigrations(): string[] {
  return readSql(join(fileURLToPath(new URL(".", import.meta.url)), "migrations")).map(({ name }) => name);
}

async function bringForward(
  client: pg.Client,
  migrations: readonly SqlFile[],
  policies: readonly SqlFile[],
  recorded: Map<string, string>,
): Promise<string[]> {
  const known = new Set([recordOfPolicies, ...migrations.map(({ name }) => name)]);
  const unknown = [...recorded.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) throw databaseNewer(unknown);
  const changed = migrations.find(({ name, checksum }) => (recorded.get(name) ?? checksum) !== checksum);
  if (changed !== undefined) throw migrationChanged(changed.name);
  const pending = migrations.filter(({ name }) => !recorded.has(name));
  const last = [...recorded.keys()].filter((name) => name !== recordOfPolicies).at(-1) ?? "";
  const late = pending.find(({ name }) => name < last);
  if (late !== undefined) throw cameLate(late.name, last);

  const applied: string[] = [];
  for (const file of pending) {
    await inTransaction(client, file.name, file.checksum, [file]);
    applied.push(file.name);
  }
  // Policies name tables: a migration may need them run again even when their own text is the same.
  const checksum = hash([...migrations, ...policies].map((file) => `${file.name}:${file.checksum}`).join("\n"));
  if (policies.length > 0 && recorded.get(recordOfPolicies) !== checksum) {
    await inTransaction(client, recordOfPolicies, checksum, policies);
    applied.push(...policies.map(({ name }) => name));
  }
  return applied;
}

async function inTransaction(client: pg.Client, name: string, checksum: string, files: readonly SqlFile[]) {
  await client.query("begin");
  try {
    for (const file of files) await runFile(client, file);
    await client.query(
      `insert into public.huhang_migration (name, checksum) values ($1, $2)
       on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
      [name, checksum],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function runFile(client: pg.Client, file: SqlFile): Promise<void> {
  try {
    await client.query(file.text);
  } catch (error) {
    const line =
      error instanceof pg.DatabaseError && error.position !== undefined
        ? file.text.slice(0, Number(error.position)).split("\n").length
        : 1;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      "migration-failed",
      `数据库升级“${file.name}”失败。`,
      `Migration ${file.name}.sql failed at line ${line}: ${reason}`,
      error,
    );
  }
}

function readSql(folder: string): SqlFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
      return { name: basename(name, ".sql"), text, checksum: hash(text) };
    });
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function badName(file: SqlFile | undefined): MigrationError {
  return new MigrationError(
    "bad-migration-name",
    `迁移文件“${file?.name}”的名称不正确。`,
    `The migration "${file?.name}" must be named NNNN-name.sql with a number of its own.`,
  );
}

function databaseNewer(name: string): MigrationError {
  return new MigrationError(
    "database-newer",
    "数据库比本程序新，请安装新版本程序。",
    `The database is newer than this program (it has "${name}"): start the newer version.`,
  );
}

function migrationChanged(name: string): MigrationError {
  return new MigrationError(
    "migration-changed",
    `已执行的迁移“${name}”被改动过。`,
    `The migration "${name}" was changed after it had been applied: write a new one instead.`,
  );
}

function cameLate(name: string, last: string): MigrationError {
  return new MigrationError(
    "bad-migration-name",
    `迁移“${name}”排在已执行的“${last}”之前。`,
    `The migration "${name}" stands before "${last}", which has been applied: give it a later number.`,
  );
}
