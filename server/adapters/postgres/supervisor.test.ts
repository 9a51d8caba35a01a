import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findPidFile } from "./connection.ts";
import { startEmbeddedPostgres } from "./supervisor.ts";
import type { EmbeddedOptions, EmbeddedPostgres } from "./supervisor.ts";

// mkdtemp makes a folder that nobody else can enter: as root this is the case that needs a user namespace.
let made: string;
let closed: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "huhang-made-"));
  await (await startEmbeddedPostgres({ dataDir: made, durable: false })).stop();
});

afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  closed = mkdtempSync(join(tmpdir(), "huhang supervisor 数据-"));
  dataDir = join(closed, "my data");
});

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  rmSync(closed, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const session = new pg.Client({ connectionString: url });
  session.on("error", () => undefined);
  await session.connect();
  try {
    return (await session.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await session.end();
  }
}

function serverPid(): number {
  return findPidFile(join(dataDir, "postgres"))?.pid ?? Number.NaN;
}

/** Spares a test the first start, which others test. */
function useMadeFiles(): void {
  cpSync(made, dataDir, { recursive: true });
}

/** A platform in a process of its own; returns when its database answers. */
async function startElsewhere(): Promise<ChildProcess> {
  const code = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "supervisor.ts"))};
    await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false });
    console.log("ready");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface({ input: child.stdout }), "line");
  return child;
}

test("starts in a closed folder with a space in its name, keeps the data, and leaves nothing behind", async () => {
  const first = await start();
  expect(first.startedIn.initMs).toBeGreaterThan(0);
  await query(first.ownerUrl, "create table kept as select 1 as one");
  const socketFolder = findPidFile(join(dataDir, "postgres"))?.address?.host ?? "";
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  await first.stop();
  expect(existsSync(socketFolder)).toBe(false);

  const second = await start();
  expect(second.startedIn.initMs).toBe(0);
  expect(await query(second.ownerUrl, "select one from kept")).toEqual([{ one: 1 }]);
  expect(statSync(join(dataDir, "postgres/huhang-secrets.json")).mode & 0o777).toBe(0o600);
});

test("gives the application a role that is bound by everything, and Chinese letters their own kind", async () => {
  useMadeFiles();
  const { adminUrl, ownerUrl, appUrl } = await start();
  const rights = `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong,
                         pg_has_role(datdba, 'member') as owns
                  from pg_roles, pg_database where rolname = current_user and datname = current_database()`;
  expect(await query(ownerUrl, rights)).toEqual([{ strong: false, owns: true }]);
  expect(await query(appUrl, rights)).toEqual([{ strong: false, owns: false }]);
  expect(
    await query(adminUrl, "select '护' ~ '[[:alpha:]]' as letter, current_setting('listen_addresses') as tcp"),
  ).toEqual([{ letter: true, tcp: "" }]);
  const wrong = ownerUrl.replace(/:[^:@/]+@/, ":guess@");
  await expect(query(wrong, "select 1")).rejects.toThrow("password authentication failed");
});

test("refuses a second start on the same data in one sentence, and the first goes on", async () => {
  useMadeFiles();
  const first = await start();
  await expect(start()).rejects.toMatchObject({ code: "already-running", message: expect.stringContaining(dataDir) });
  expect(await query(first.appUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("of two first starts at the same time one wins and the other says so", async () => {
  const results = await Promise.allSettled([start(), start()]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "already-running" } });
  expect(readdirSync(dataDir).filter((name) => name.startsWith("postgres."))).toEqual(["postgres.log"]);
});

test("starts clean after the platform was killed, with every committed row", async () => {
  useMadeFiles();
  const platform = await startElsewhere();
  const secrets = JSON.parse(readFileSync(join(dataDir, "postgres/huhang-secrets.json"), "utf8")) as { owner: string };
  const host = encodeURIComponent(findPidFile(join(dataDir, "postgres"))?.address?.host ?? "");
  const ownerUrl = `postgres://huhang_owner:${secrets.owner}@localhost/huhang?host=${host}`;
  await query(ownerUrl, "create table kept as select 1 as one");
  platform.kill("SIGKILL");
  await once(platform, "exit");
  const next = await start();
  expect(await query(next.ownerUrl, "select one from kept")).toEqual([{ one: 1 }]);
});

test("says when the database was killed, and the next start is clean", async () => {
  useMadeFiles();
  const { promise, resolve } = Promise.withResolvers<Error>();
  const first = await start({ onLost: resolve });
  await query(first.ownerUrl, "create table kept as select 1 as one");
  process.kill(serverPid(), "SIGKILL");
  expect(await promise).toMatchObject({ name: "StartError", code: "not-answering" });
  const next = await start();
  expect(await query(next.ownerUrl, "select one from kept")).toEqual([{ one: 1 }]);
});

test("takes a crash of a single session as the server's own business", async () => {
  useMadeFiles();
  const { promise, resolve } = Promise.withResolvers<string>();
  const postgres = await start({ log: resolve });
  const [row] = (await query(
    postgres.adminUrl,
    "select pid from pg_stat_activity where application_name = 'huhang-supervisor'",
  )) as { pid: number }[];
  process.kill(row?.pid ?? Number.NaN, "SIGKILL");
  expect(await promise).toContain("recovered");
  await expect(start()).rejects.toMatchObject({ code: "already-running" });
  expect(await query(postgres.appUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("does not believe a pid file whose number belongs to another process", async () => {
  useMadeFiles();
  const first = await start();
  const pidFile = join(dataDir, "postgres/postmaster.pid");
  const text = readFileSync(pidFile, "utf8");
  await first.stop();
  writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
  const next = await start();
  expect(await query(next.appUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("does not believe an empty pid file that a power cut left", async () => {
  useMadeFiles();
  const pidFile = join(dataDir, "postgres/postmaster.pid");
  writeFileSync(pidFile, "", { mode: 0o600 });
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(pidFile, hourAgo, hourAgo);
  const next = await start();
  expect(await query(next.appUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("removes what a start that was killed in the middle had begun", async () => {
  const begun = join(dataDir, "postgres.init-abc123");
  mkdirSync(begun, { recursive: true });
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(begun, hourAgo, hourAgo);
  await start();
  expect(existsSync(begun)).toBe(false);
});

test("says in one sentence that it must not or cannot write there", async () => {
  await expect(start({ dataDir: "/sys/huhang" })).rejects.toMatchObject({ code: "no-permission" });
  writeFileSync(join(closed, "file"), "");
  await expect(start({ dataDir: join(closed, "file") })).rejects.toMatchObject({ code: "not-a-folder" });
  await expect(start({ dataDir: join(closed, "file", "below") })).rejects.toMatchObject({ code: "not-a-folder" });
});

test("says in one sentence that the data belong to another version", async () => {
  useMadeFiles();
  await (await start()).stop();
  writeFileSync(join(dataDir, "postgres/PG_VERSION"), "15\n");
  await expect(start()).rejects.toMatchObject({ code: "other-version" });
});
