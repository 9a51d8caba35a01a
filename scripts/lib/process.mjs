import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findNode, root } from "./node.mjs";
import { Failure } from "./say.mjs";

/** The file behind a tool of node_modules, as the tool's own package.json says. */
export function toolFile(name) {
  const folder = join(root, "node_modules", name === "tsc" ? "typescript" : name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[name]);
}

/** The Node of the platform; a failure when this machine has none. */
export function getNode() {
  const node = findNode();
  if (node === undefined) {
    throw new Failure(
      `本机（${process.platform}-${process.arch}）需要自行安装 Node.js 24.7 以上版本。 / ` +
        `There is no bundled Node for ${process.platform}-${process.arch}: install Node.js 24.7 or later and try again.`,
    );
  }
  return node;
}

/**
 * Runs a program and waits for it.
 * @returns its exit code (a signal's number plus 128) and, unless `show`, what it printed
 */
export function run(file, args, { show = true, env = {} } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? "inherit" : ["ignore", "pipe", "pipe"];
    const child = spawn(file, args, { cwd: root, stdio, env: { ...process.env, ...env } });
    let output = "";
    for (const stream of show ? [] : [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code, signal) => resolve({ code: signal === null ? code : 128 + 15, output }));
  });
}

/** Runs a tool of node_modules, or a script of ours, with the Node of the platform. */
export function runTool(name, args, options) {
  const file = /\.(ts|mjs)$/.test(name) ? join(root, name) : toolFile(name);
  return run(getNode(), [file, ...args], options);
}

/** The npm that started us, directly or through a shell; undefined when there is none or the system does not tell. */
function findNpm() {
  try {
    const isNpm = (pid) => /\bnpm\b/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    if (isNpm(process.ppid)) return process.ppid;
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    const above = Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]);
    return isNpm(above) ? above : undefined;
  } catch {
    return undefined;
  }
}

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15, SIGKILL: 9 };

/**
 * Runs the platform until it ends. It gets a process group of its own, so that it hears each signal once (from us), and
 * ends with us where the system can do that.
 * @returns its exit code
 */
export function runUntilEnd(args, env) {
  const dies = spawnSync("setpriv", ["--pdeathsig=TERM", "true"], { stdio: "ignore" }).status === 0;
  const [file, ...rest] = [...(dies ? ["setpriv", "--pdeathsig=TERM", "--"] : []), getNode(), ...args];
  const child = spawn(file, rest, { cwd: root, stdio: "inherit", detached: true, env: { ...process.env, ...env } });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  // Killed hard, npm cannot tell us; the platform must not go on without anybody who could stop it.
  const npm = findNpm();
  const watch = setInterval(() => findNpm() === npm || child.kill("SIGTERM"), 1000);
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      resolve(signal === null ? code : 128 + (numbers[signal] ?? 15));
    });
  });
}
