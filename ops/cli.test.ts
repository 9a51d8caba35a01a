import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseEnv } from "node:util";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { valueTypes } from "#db/value-types.ts";
import { readSettings } from "#server/settings.ts";
import { root } from "#test/sources.ts";
import { withAdmin } from "#test/server.ts";

// The tool as an operator calls it: processes of its own, told by their exit codes and lines. One installation on a
// PostgreSQL server goes through its life: set up, opened by three administrators, backed up, lost, restored, upgraded.

/** A name that settings files stumble over. */
const dataName = "da ta #1's";
let folder: string;
let config: string;
let name: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "huhang-cli-"));
  config = join(folder, "huhang.env");
  name = `${inject("testServer").template}_${randomBytes(4).toString("hex")}`;
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});
afterAll(async () => {
  await withAdmin(inject("testServer").adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${name} with (force)`);
    for (const role of ["owner", "app"]) await admin.query(`drop role if exists ${name}_${role}`);
  });
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Of this process's settings only what has nothing to do with the platform. */
const kept = Object.fromEntries(
  ["PATH", "NODE_COMPILE_CACHE"].flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
) as Record<string, string>;

function launch(file: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { ...kept, HUHANG_CONFIG: config, HUHANG_CWD: folder, ...env },
    stdio: "pipe",
  });
  started.push(child);
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  const ended = once(child, "close").then(([code]): Ran => ({ code: code as number | null, lines }));
  const line = (words: string) =>
    new Promise<string>((tell, refuse) => {
      const look = () => {
        const found = lines.find((one) => one.includes(words));
        if (found !== undefined) tell(found);
      };
      waiting.push(look);
      look();
      void ended.then(() => refuse(new Error(`ended without "${words}": ${lines.join("\n")}`)));
    });
  return { child, ended, line };
}

const huhang = (...args: string[]) => launch("ops/main.ts", args).ended;

/** Values of the settings file that the installation has written. */
async function setting(key: string): Promise<string> {
  return parseEnv(await readFile(config, "utf8"))[key] ?? "";
}

async function asOwner<T>(work: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client({ connectionString: await setting("DATABASE_OWNER_URL"), types: valueTypes });
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

/** The platform with the settings of the installation, as `huhang start` runs it. */
async function startPlatform(parts?: string, more: Record<string, string> = {}) {
  const env = parseEnv(await readFile(config, "utf8")) as Record<string, string>;
  return launch("server/main.ts", parts === undefined ? [] : ["--parts", parts], { ...env, PORT: "0", ...more });
}

const links: string[] = [];

it("says what it can do, and what was wrong with a call", async () => {
  expect(await huhang("help")).toMatchObject({ code: 0 });
  expect((await huhang()).lines.join("\n")).toContain("Exit codes");
  expect(await huhang("backups")).toMatchObject({ code: 2 });
  expect(await huhang("doctor", "--fast")).toMatchObject({ code: 2 });
  expect(await huhang("backup")).toMatchObject({ code: 1 });
});

it("sets up a PostgreSQL server with one command, twice without harm", async () => {
  // The superuser's password is on no command line.
  const address = new URL(inject("testServer").adminUrl);
  const { username, password } = address;
  // Written the other way.
  Object.assign(address, { username: "", password: "" });
  for (const [key, value] of Object.entries({ user: username, password })) address.searchParams.set(key, value);
  const superuser = { HUHANG_SUPERUSER_URL: address.href };
  const install = (...more: string[]) =>
    launch("ops/main.ts", ["install", "--name", name, "--data", dataName, "--port", "0", ...more], superuser).ended;
  const bare = await install();
  expect(bare.code).toBe(1);
  expect(bare.lines.at(-1)).toContain("--city");
  const first = await install("--city", "示例市公安局", "--area", "370000");
  expect(first).toMatchObject({ code: 0 });
  expect(first.lines.filter((line) => line.includes("/admin-access#"))).toHaveLength(3);
  const again = await install();
  expect(again.code).toBe(0);
  links.push(...again.lines.flatMap((line) => /admin-access#(\S+)/.exec(line)?.[1] ?? []));
  expect(links).toHaveLength(3);
  // Neither the links nor the superuser's password stay anywhere.
  const kept = await asOwner((session) => session.query("select code_hash from admin_link where ended_at is null"));
  expect(kept.rows).toHaveLength(3);
  expect(await readFile(config, "utf8")).not.toContain(password || "no password");
  expect(new URL(await setting("DATABASE_URL")).searchParams.has("user")).toBe(false);
  expect(await setting("HUHANG_DATA")).toBe(join(folder, dataName));
});

it.each([
  ["https://huhang.example", ["127.0.0.1", "::1"]],
  ["HTTPS://Huhang.example:8443", ["127.0.0.1", "::1"]],
  ["http://10.20.0.5:8080", []],
])("writes down, for people who come by %s, which proxies are believed: %j", async (home, proxies) => {
  const own = join(folder, `${randomBytes(4).toString("hex")}.env`);
  // The settings are there before the database is asked, and this one does not answer.
  const nowhere = "postgres://nobody@127.0.0.1:1/none";
  const env = {
    HUHANG_CONFIG: own,
    DATABASE_URL: nowhere,
    DATABASE_OWNER_URL: nowhere,
    HUHANG_KEY_FILE: `${own}.keys`,
  };
  expect(await launch("ops/main.ts", ["install", "--home", home, "--data", "other"], env).ended).toMatchObject({
    code: 1,
  });
  const text = await readFile(own, "utf8");
  expect(text.includes("HUHANG_TRUST_PROXY")).toBe(proxies.length > 0);
  // As the platform reads them at its start.
  expect(readSettings(parseEnv(text), folder)).toMatchObject({ home: new URL(home).origin, trustProxy: proxies });
});

it.skipIf(process.platform === "win32")(
  "that has no room to write the settings down leaves none, not half of them",
  async () => {
    const own = join(folder, "no-room.env");
    const limited = spawn("sh", ["-c", 'ulimit -f 0; exec "$0" ops/main.ts install --data other', process.execPath], {
      cwd: root,
      env: { PATH: process.env["PATH"] ?? "", HUHANG_CONFIG: own, HUHANG_CWD: folder },
      stdio: "ignore",
    });
    expect(await once(limited, "close")).not.toEqual([0, null]);
    expect((await readdir(folder)).filter((found) => found.includes("no-room"))).toEqual([]);
  },
);

it("comes up without a demo, and three people become its administrators, each link once", async () => {
  const running = await startPlatform(undefined, { HUHANG_HOME: "https://huhang.example" });
  const address = /http:\S+$/.exec(await running.line("is ready"))?.[0] ?? "";
  const post = (path: string, body: object) =>
    fetch(`${address}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-huhang": "1", origin: address },
      body: JSON.stringify(body),
    });
  const open = (code: string, login: string) =>
    post("/api/installation/redeem", { code, login, dutyName: "某管理员", password: "Right-Horse-42" });
  const answers: number[] = [];
  for (const [at, code] of links.entries()) answers.push((await open(code, `admin${at}`)).status);
  expect(answers).toEqual([200, 200, 200]);
  // Used, made up, and one that a newer one has replaced.
  expect((await open(links[0] ?? "", "second")).status).toBe(422);
  expect((await open("AAAA-BBBB-CCCC", "second")).status).toBe(422);
  const { rows } = await asOwner((session) => session.query("select distinct role from access_grant order by 1"));
  expect(rows.map(({ role }) => role)).toEqual(["AUDIT_ADMIN", "SEC_ADMIN", "SYS_ADMIN"]);
  expect((await post("/api/session", { login: "admin0", password: "Right-Horse-42" })).status).toBeLessThan(300);
  expect((await huhang("admin-link")).lines.join("\n")).toContain("all three are there");
  const personas = (await (await fetch(`${address}/api/demo/personas`)).json()) as object;
  expect(JSON.stringify(personas)).not.toContain("示例");
  // Passkeys belong to the name under which people open the platform.
  const asked = (await (await post("/api/session/passkey/challenge", {})).json()) as { options: { rpId: string } };
  expect(asked.options.rpId).toBe("huhang.example");
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);
});

it("is backed up, lost, and restored by one command; the doctor sees the backup's age", async () => {
  expect(await huhang("backup", "--to", "backups")).toMatchObject({ code: 0 });
  const [made = ""] = await readdir(join(folder, "backups"));
  expect((await huhang("verify")).lines.at(-1)).toContain("all is as it was written");
  expect(await huhang("restore", "--from", join("backups", made))).toMatchObject({ code: 1 });
  // The machine dies: nothing is left but the program, the key and the backup.
  await cp(join(folder, dataName, "keys.json"), join(folder, "keys.json"));
  await rm(join(folder, dataName), { recursive: true });
  await withAdmin(inject("testServer").adminUrl, async (admin) => {
    await admin.query(`drop database ${name} with (force)`);
    await admin.query(`create database ${name} owner ${name}_owner`);
  });
  await cp(join(folder, "keys.json"), join(folder, dataName, "keys.json"));
  await chmod(join(folder, dataName, "keys.json"), 0o600);
  const restored = await huhang("restore", "--from", join("backups", made));
  expect(restored.lines.join("\n")).toContain("proved row by row");
  expect(restored.code).toBe(0);
  expect(await huhang("verify")).toMatchObject({ code: 0 });
  expect((await asOwner((session) => session.query("select from account"))).rowCount).toBe(3);
  const health = await huhang("doctor");
  expect(health.code).toBe(0);
  expect(health.lines.join("\n")).toContain("✓ backup: 0 小时前");
  await chmod(join(folder, dataName, "keys.json"), 0o644);
  const ill = await huhang("doctor");
  expect(ill.code).toBe(3);
  expect(ill.lines.join("\n")).toContain("✗ keys: ");
  await chmod(join(folder, dataName, "keys.json"), 0o600);
});

it("makes no new keys beside what others have sealed", async () => {
  const keys = join(folder, dataName, "keys.json");
  await rename(keys, `${keys}.elsewhere`);
  const again = await huhang("install");
  expect(again.code).toBe(1);
  expect(again.lines.join("\n")).toContain("does not exist: set HUHANG_KEY_FILE");
  expect(await readdir(join(folder, dataName))).not.toContain("keys.json");
  await rename(`${keys}.elsewhere`, keys);
  expect(await huhang("install")).toMatchObject({ code: 0 });
});

it("takes a new key, and what the old one sealed still opens", async () => {
  expect((await huhang("new-key")).lines.join("\n")).toContain("start every process again");
  expect((await huhang("doctor")).lines.join("\n")).toContain("2 keys, active ");
  expect(await huhang("verify")).toMatchObject({ code: 0 });
});

it("exports the audit, and sees that the file was changed", async () => {
  expect(await huhang("audit-export", "--to", "audit.jsonl")).toMatchObject({ code: 0 });
  expect(await huhang("verify", "--export", "audit.jsonl")).toMatchObject({ code: 0 });
  await asOwner((session) => session.query("update audit set status = 200 where status <> 200"));
  const found = await huhang("verify");
  expect(found.code).toBe(3);
  expect(found.lines.join("\n")).toMatch(/✗ .*audit (altered|inserted)/);
});

it("goes on with an upgrade that was killed in the middle, and refuses a downgrade", async () => {
  await asOwner((session) => session.query("delete from huhang_migration where name = 'policies'"));
  const blocker = new pg.Client({ connectionString: await setting("DATABASE_OWNER_URL") });
  await blocker.connect();
  await blocker.query("begin; lock table audit in access exclusive mode");
  const killed = launch("ops/main.ts", ["upgrade"]);
  // Within the transaction of the policies, which has written to many tables by then.
  await expect
    .poll(
      () =>
        withAdmin(inject("testServer").adminUrl, async (admin) => {
          const { rowCount } = await admin.query(
            "select from pg_stat_activity where datname = $1 and application_name = 'huhang-migrate' and wait_event_type = 'Lock'",
            [name],
          );
          expect(rowCount).toBeGreaterThan(0);
        }).then(
          () => true,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
  killed.child.kill("SIGKILL");
  await killed.ended;
  await blocker.query("rollback");
  await blocker.end();
  expect(await huhang("upgrade")).toMatchObject({ code: 0 });
  expect((await huhang("upgrade")).lines.at(-1)).toContain("up to date");

  await asOwner((session) => session.query("insert into huhang_migration (name, checksum) values ('9999-future', '')"));
  const refused = await huhang("upgrade");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.lines).toHaveLength(1);
  expect(refused.lines[0]).toContain("newer than this program");
  const start = await startPlatform();
  expect((await start.ended).code).toBe(1);
  await asOwner((session) => session.query("delete from huhang_migration where name = '9999-future'"));
});

it("runs its parts in processes apart: only the one with the jobs takes jobs, another goes on when it is killed", async () => {
  const jobs = async () => {
    const { rows } = await asOwner((session) =>
      session.query<{ state: string }>(
        "select state::text as state from jobs.job where name = 'figures.take' order by created_on",
      ),
    );
    return rows.map(({ state }) => state);
  };
  const before = (await jobs()).length;
  const web = await startPlatform("web");
  await web.line("is ready");
  expect(await jobs()).toHaveLength(before);
  const back = await startPlatform("jobs,effects");
  await back.line("works in the background");
  await expect.poll(async () => (await jobs()).at(-1), { timeout: 30_000 }).toBe("completed");
  back.child.kill("SIGKILL");
  await back.ended;
  const next = await startPlatform("jobs,effects");
  await next.line("works in the background");
  await expect
    .poll(async () => (await jobs()).filter((state) => state === "completed").length, { timeout: 30_000 })
    .toBe(before + 2);
  expect((await huhang("doctor")).code).toBe(0);
  const wrong = await startPlatform("web,everything");
  expect((await wrong.ended).code).toBe(1);
});
