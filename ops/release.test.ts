import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { withAdmin } from "#test/server.ts";
import { root } from "#test/sources.ts";

// The archive as an operator gets it: unpacked in a bare folder, with no registry, no npm and no Node of the machine.

let bare: string;
/** The unpacked archive. */
let home: string;
const database = `${inject("testServer").template}_${randomBytes(4).toString("hex")}`;
let child: ChildProcess | undefined;

beforeAll(async () => {
  bare = await mkdtemp(join(tmpdir(), "huhang-release-"));
  // As root the database runs as nobody, who has to pass through.
  await chmod(bare, 0o711);
});
afterAll(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await withAdmin(inject("testServer").adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${database} with (force)`);
    for (const role of ["owner", "app"]) await admin.query(`drop role if exists ${database}_${role}`);
  });
  await rm(bare, { recursive: true, force: true });
});

/** What is left of the machine: a shell's own tools, and a registry at a closed door. */
const env = { PATH: "/usr/bin:/bin", HOME: "", npm_config_registry: "http://127.0.0.1:9/", NODE_PATH: "" };

function begin(file: string, args: readonly string[], cwd: string, more: Record<string, string> = {}) {
  const started = spawn(file, args, { cwd, env: { ...env, HOME: bare, ...more }, stdio: "pipe" });
  child = started;
  const lines: string[] = [];
  const found = Promise.withResolvers<string>();
  for (const stream of [started.stdout, started.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (line.includes("is ready")) found.resolve(line);
    });
  }
  const ended = once(started, "close").then(([code]) => ({ code: code as number | null, lines }));
  void ended.then(() => found.reject(new Error(lines.join("\n"))));
  found.promise.catch(() => undefined);
  return { started, ended, ready: found.promise };
}

it("is unpacked and installed without a registry, and shows the first page and three links", async () => {
  const built = await begin(process.execPath, ["scripts/release.mjs", "--to", bare], root).ended;
  expect(built.code, built.lines.join("\n")).toBe(0);
  const archive = /\S+\.tar\.gz/.exec(built.lines.join("\n"))?.[0] ?? "";
  expect((await begin("/bin/sh", ["-c", "sha256sum --check *.sha256 && tar xzf *.tar.gz"], bare).ended).code).toBe(0);
  home = archive.replace(/\.tar\.gz$/, "");
  expect((await begin("/bin/sh", ["-c", "sha256sum --quiet --check SHA256SUMS"], home).ended).code).toBe(0);
  // Nothing that is only for development, no tests, no sources of the screens.
  for (const path of ["node_modules/vite", "node_modules/typescript", "node_modules/vitest", "web", "test"]) {
    expect(existsSync(join(home, path)), path).toBe(false);
  }

  // Before that no command takes an empty folder for an installation, or makes a demo of it.
  for (const command of ["start", "doctor", "admin-link"]) {
    const early = await begin("./huhang", [command], home, { PORT: "0" }).ended;
    expect(early.code, command).toBe(1);
    expect(early.lines.join("\n"), command).toContain("HUHANG_CONFIG");
  }
  const elsewhere = await begin("./huhang", ["start"], home, { PORT: "0", HUHANG_CONFIG: "/nowhere/huhang.env" }).ended;
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.lines.join("\n")).toContain("/nowhere/huhang.env");

  const installed = await begin("./install", ["--city", "示例市公安局", "--area", "370000", "--data", "data"], home)
    .ended;
  expect(installed.code, installed.lines.join("\n")).toBe(0);
  expect(installed.lines.filter((line) => line.includes("/admin-access#"))).toHaveLength(3);
  // What it says last is what to type next, from any folder.
  expect(installed.lines.at(-1)).toContain(`HUHANG_CONFIG=${join(home, "huhang.env")} ${join(home, "huhang")} start`);
  expect(await readFile(join(home, "huhang.env"), "utf8")).toContain("HUHANG_DEMO=none");

  await showsTheFirstPage({});
});

it("is installed against a PostgreSQL server by the same command, and runs on it", async () => {
  const settings = { HUHANG_CONFIG: join(bare, "served.env") };
  const superuser = { HUHANG_SUPERUSER_URL: inject("testServer").adminUrl };
  const place = ["--name", database, "--data", join(bare, "served"), "--city", "示例市公安局", "--area", "370000"];
  const installed = await begin("./install", place, home, { ...settings, ...superuser }).ended;
  expect(installed.code, installed.lines.join("\n")).toBe(0);
  expect(installed.lines.filter((line) => line.includes("/admin-access#"))).toHaveLength(3);
  await showsTheFirstPage(settings);
  // The embedded database stayed out of it.
  expect(existsSync(join(bare, "served", "postgres"))).toBe(false);
});

async function showsTheFirstPage(settings: Record<string, string>): Promise<void> {
  const running = begin("./huhang", ["start"], home, { PORT: "0", ...settings });
  const address = /http:\S+$/.exec(await running.ready)?.[0] ?? "";
  const page = await (await fetch(address)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
  expect((await fetch(`${address}${script}`)).status).toBe(200);
  running.started.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);
}
