import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { procedures } from "#capabilities/index.ts";
import { migrate } from "#db/migrate.ts";
import { seedBase } from "#db/seed/base.ts";
import type { Clock } from "#kernel/clock.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { prepareRoles } from "#server/adapters/postgres/roles.ts";
import { startEmbeddedPostgres } from "#server/adapters/postgres/supervisor.ts";
import { openPlatform, type Platform } from "#server/platform.ts";
import { databaseUrl, withAdmin } from "#test/server.ts";

/** The one instant at which every measurement happens: a Tuesday morning in working time. */
export const benchNow = new Date("2026-09-22T10:00:00+08:00");
export const benchClock: Clock = { now: () => new Date(benchNow) };

/** A server that the benchmarks have to themselves, with a folder for keys and files. */
export interface Place {
  readonly adminUrl: string;
  readonly folder: string;
  stop(): Promise<void>;
}

export interface BenchDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** A superuser's address in this database. */
  readonly adminUrl: string;
}

/**
 * Starts the platform's own PostgreSQL with its own settings, or uses the server of BENCH_DATABASE_URL, else of
 * TEST_DATABASE_URL (a superuser's address). `folder` is kept afterwards and its databases are used again; without one everything is thrown away.
 * `durable: false` for filling only: nothing is forced to the disk.
 */
export async function openPlace(options: { folder?: string | undefined; durable: boolean }): Promise<Place> {
  const folder = options.folder ? resolve(options.folder) : mkdtempSync(join(tmpdir(), "huhang-bench-"));
  mkdirSync(folder, { recursive: true });
  // As root the server runs as nobody, who has to pass through.
  chmodSync(folder, 0o711);
  const leave = () => {
    if (!options.folder) rmSync(folder, { recursive: true, force: true });
  };
  const given = process.env["BENCH_DATABASE_URL"] ?? process.env["TEST_DATABASE_URL"];
  if (given) return { adminUrl: given, folder, stop: async () => leave() };
  const server = await startEmbeddedPostgres({ dataDir: folder, durable: options.durable });
  return {
    adminUrl: server.adminUrl,
    folder,
    stop: async () => {
      await server.stop();
      leave();
    },
  };
}

/** A migrated database with the base rows of every city; made anew unless it is there. */
export async function openDatabase(place: Place, name: string): Promise<BenchDatabase> {
  const owner = { name: "huhang_bench_owner", password: "bench" };
  const app = { name: "huhang_bench_app", password: "bench" };
  await prepareRoles(place.adminUrl, { database: name, owner, app });
  const admin = new URL(place.adminUrl);
  admin.pathname = `/${name}`;
  const database: BenchDatabase = {
    name,
    ownerUrl: databaseUrl(place.adminUrl, name, owner),
    appUrl: databaseUrl(place.adminUrl, name, app),
    adminUrl: admin.href,
  };
  await migrate({ ownerUrl: database.ownerUrl, appRole: app.name });
  await seedBase(database.ownerUrl);
  return database;
}

export async function dropDatabase(place: Place, name: string): Promise<void> {
  await withAdmin(place.adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  });
}

/** The platform on a database, with the procedures of the product and the clock of the benchmarks. */
export async function openBenchPlatform(
  place: Pick<Place, "folder">,
  database: Pick<BenchDatabase, "appUrl">,
  options: { poolSize?: number; clock?: Clock } = {},
): Promise<Platform> {
  const keyFile = join(place.folder, "keys.json");
  return openPlatform({
    databaseUrl: database.appUrl,
    filesDir: join(place.folder, "files"),
    clock: options.clock ?? benchClock,
    crypto: createAesProvider(await loadKeys({ keyFile, create: !existsSync(keyFile) })),
    procedures,
    log: pino({ level: "error", base: null }),
    ...(options.poolSize !== undefined && { poolSize: options.poolSize }),
  });
}

/** What the server says about itself, for the head of the table. */
export async function describeServer(place: Place): Promise<string> {
  return withAdmin(place.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ version: string; buffers: string; fsync: string }>(
      `select current_setting('server_version') as version, current_setting('shared_buffers') as buffers,
              current_setting('fsync') as fsync`,
    );
    const row = rows[0];
    return `PostgreSQL ${row?.version}, shared_buffers ${row?.buffers}, fsync ${row?.fsync}`;
  });
}
