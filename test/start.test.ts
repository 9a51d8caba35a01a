import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { createTestDatabase } from "./database.ts";
import { root } from "./sources.ts";

// The platform as an operator starts it: a process of its own, told by its exit code and its lines.

let folder: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "huhang-start-"));
});

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** The first line, past or to come, that contains these words; rejects when the process ends without it. */
  line(words: string): Promise<string>;
  /** The exit code, when all lines have been read. */
  readonly ended: Promise<number | null>;
}

function start(env: Record<string, string> = {}): Started {
  const base = { PATH: process.env["PATH"] ?? "", HUHANG_DATA: join(folder, "data"), HUHANG_DEMO: "small", PORT: "0" };
  const child = spawn(process.execPath, ["server/main.ts"], { cwd: root, env: { ...base, ...env }, stdio: "pipe" });
  started.push(child);
  const lines: string[] = [];
  const waiting: { words: string; tell: (line: string) => void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      for (const { words, tell } of waiting) if (line.includes(words)) tell(line);
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  const line = (words: string) =>
    new Promise<string>((tell, refuse) => {
      const past = lines.find((each) => each.includes(words));
      if (past !== undefined) tell(past);
      waiting.push({ words, tell });
      void ended.then(() => refuse(new Error(`ended without "${words}": ${lines.join("\n")}`)));
    });
  return { child, lines, line, ended };
}

async function startWell(env: Record<string, string> = {}): Promise<Started & { address: string }> {
  const running = start(env);
  const address = /http:\/\/\S+/.exec(await running.line("http://"))?.[0] ?? "";
  return { ...running, address };
}

/** Starts what cannot start, and gives the one line that it says. */
async function startBadly(env: Record<string, string>): Promise<string> {
  const { ended, lines } = start(env);
  expect(await ended).toBe(1);
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

async function makeKeys(): Promise<{ HUHANG_KEY_FILE: string }> {
  const keyFile = join(folder, "keys.json");
  await loadKeys({ keyFile, create: true });
  return { HUHANG_KEY_FILE: keyFile };
}

// The first start in a folder makes the demo city, which takes its time.
test("starts from nothing, refuses a second start, ends when told to, and starts clean after a kill", async () => {
  const first = await startWell();
  expect(await first.line("total")).toMatch(/database \d+ ms, migrate \d+ ms.*listen \d+ ms/);
  expect((await fetch(`${first.address}/healthz`)).status).toBe(200);
  expect(await startBadly({})).toContain("already running");
  expect((await fetch(`${first.address}/healthz`)).status).toBe(200);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);

  const second = await startWell();
  second.child.kill("SIGKILL");
  await second.ended;

  const third = await startWell();
  expect((await fetch(`${third.address}/healthz`)).status).toBe(200);
  third.child.kill("SIGINT");
  expect(await third.ended).toBe(0);

  // New keys would open nothing of what is there.
  const keys = join(folder, "data", "keys.json");
  renameSync(keys, `${keys}.elsewhere`);
  expect(await startBadly({})).toContain("keys.json does not exist");
  expect(existsSync(keys)).toBe(false);
  renameSync(`${keys}.elsewhere`, keys);
});

test.each([
  ["a port that is none", { PORT: "http" }, "PORT=http is not a port"],
  ["a demo of a size that there is not", { HUHANG_DEMO: "huge" }, "neither none, small nor full"],
  ["a folder that it must not write to", { HUHANG_DATA: "/sys/huhang" }, "No right to write"],
  ["a server without keys", { DATABASE_URL: "postgres://app@127.0.0.1:1/none" }, "HUHANG_KEY_FILE"],
])("says %s in one line", async (_name, env, words) => {
  expect(await startBadly(env)).toContain(words);
});

test("says in one line that the data folder is a file", async () => {
  writeFileSync(join(folder, "file"), "");
  expect(await startBadly({ HUHANG_DATA: join(folder, "file") })).toContain("is not a folder");
});

test("refuses a database role that row-level security does not bind, a newer database, and a port in use", async () => {
  const keys = await makeKeys();
  const database = await createTestDatabase();
  const urls = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  const taken = createServer().listen(0, "127.0.0.1");
  try {
    expect(await startBadly({ ...keys, DATABASE_URL: database.adminUrl })).toContain("is a superuser");
    expect(await startBadly({ ...keys, DATABASE_URL: database.ownerUrl })).toContain("owns the tables");
    const { port } = taken.address() as AddressInfo;
    expect(await startBadly({ ...keys, ...urls, PORT: String(port) })).toContain("the port is in use");
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    // A kind of matter that a later version has brought, or an earlier one had.
    await owner.query(
      "insert into procedure_version (procedure, version, since) values ('consultation', 99, '2026-01-01')",
    );
    expect(await startBadly({ ...keys, ...urls })).toContain("does not know (consultation v99)");
    await owner.query("insert into huhang_migration (name, checksum) values ('9999-future', '')");
    await owner.end();
    expect(await startBadly({ ...keys, ...urls })).toContain("newer");
  } finally {
    taken.close();
    await database.drop();
  }
});

test("says in one line that the database server cannot be reached", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, "close");
  const keys = await makeKeys();
  const words = await startBadly({ ...keys, DATABASE_URL: `postgres://app:secret@127.0.0.1:${port}/huhang` });
  expect(words).toContain("cannot be reached");
  expect(words).not.toContain("secret");
});
