import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "#db/migrate.ts";
import { startEmbeddedPostgres } from "#server/adapters/postgres/supervisor.ts";
import { prepareRoles } from "#server/adapters/postgres/roles.ts";
import { installJobs } from "#server/jobs/install.ts";

/** What a test needs to make a database of its own; passed from the one global set-up to all test threads. */
export interface TestServer {
  /** A superuser's address. */
  readonly adminUrl: string;
  /** A migrated database that is only copied, never used. */
  readonly template: string;
  readonly owner: { readonly name: string; readonly password: string };
  readonly app: { readonly name: string; readonly password: string };
  /** Why the template could not be migrated; tests without a database go on regardless. */
  readonly problem?: string;
}

/** A server with a template database, and how to leave no trace of them. */
export interface RunningTestServer {
  readonly server: TestServer;
  stop(): Promise<void>;
}

/** Starts one server per run: an embedded one in a temporary folder, or the real one of TEST_DATABASE_URL. */
export async function startTestServer(): Promise<RunningTestServer> {
  const real = process.env["TEST_DATABASE_URL"];
  if (real !== undefined && real !== "") return prepare(real, async () => undefined);
  const dataDir = mkdtempSync(join(tmpdir(), "huhang-test-"));
  // As root the server runs as nobody, who has to pass through.
  chmodSync(dataDir, 0o711);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
    return await prepare(postgres.adminUrl, async () => {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function prepare(adminUrl: string, end: () => Promise<void>): Promise<RunningTestServer> {
  // Names of their own: a real server may serve several runs at the same time.
  const run = `huhang_test_${randomBytes(4).toString("hex")}`;
  const login = (name: string) => ({ name, password: randomBytes(12).toString("hex") });
  const plan = { database: run, owner: login(`${run}_owner`), app: login(`${run}_app`) };
  await prepareRoles(adminUrl, plan);
  const ownerUrl = databaseUrl(adminUrl, run, plan.owner);
  const problem = await prepareSchema(ownerUrl, plan.app.name).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const server: TestServer = {
    adminUrl,
    template: run,
    owner: plan.owner,
    app: plan.app,
    ...(problem === undefined ? {} : { problem }),
  };
  const stop = async () => {
    await withAdmin(adminUrl, async (admin) => {
      const { rows } = await admin.query<{ name: string }>(
        "select datname as name from pg_database where datname = $1 or starts_with(datname, $1 || '_')",
        [run],
      );
      for (const { name } of rows) await admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
      for (const { name } of [plan.owner, plan.app]) await admin.query(`drop role ${pg.escapeIdentifier(name)}`);
    });
    await end();
  };
  return { server, stop };
}

async function prepareSchema(ownerUrl: string, appRole: string): Promise<void> {
  await migrate({ ownerUrl, appRole });
  await installJobs(ownerUrl, appRole);
}

/** The address of another database of the same server, as `login`. */
export function databaseUrl(adminUrl: string, database: string, login: { name: string; password: string }): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(login.name);
  url.password = encodeURIComponent(login.password);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs `work` with a superuser's session. */
export async function withAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
