import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { closedLoop } from "./measure.ts";

const root = join(import.meta.dirname, "..");

/** The parts that the platform itself prints at its start, in milliseconds, and the sum since its process began. */
export interface StartFigures {
  readonly parts: readonly (readonly [name: string, ms: number])[];
  readonly totalMs: number;
}

/** Megabytes: resident memory of the platform's process, and what the database's processes share out among them. */
export interface Memory {
  readonly node: number;
  readonly postgres: number;
}

export interface StartReport {
  readonly cold: StartFigures;
  readonly warm: StartFigures;
  /** Null where the system does not tell. */
  readonly idle: Memory | null;
  readonly loaded: Memory | null;
  readonly requests: number;
  /** Seconds of everything from a fresh clone, only when it was asked for. */
  readonly clone: { readonly lines: readonly string[]; readonly seconds: number } | null;
}

/** Starts the platform on a new data folder, then again on the same; with `clone` also from a fresh clone, installing. */
export async function measureStart(options: { readonly clone: boolean }): Promise<StartReport> {
  const folder = mkdtempSync(join(tmpdir(), "huhang-bench-start-"));
  try {
    const first = await startPlatform(root, ["server/main.ts"], join(folder, "data"));
    const cold = first.figures;
    await first.stop();
    const second = await startPlatform(root, ["server/main.ts"], join(folder, "data"));
    const idle = memoryOf(second.pid, join(folder, "data"));
    const requests = await load(second.url);
    const loaded = memoryOf(second.pid, join(folder, "data"));
    await second.stop();
    return {
      cold,
      warm: second.figures,
      idle,
      loaded,
      requests,
      clone: options.clone ? await fromClone(folder) : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Running {
  readonly pid: number;
  readonly url: string;
  readonly figures: StartFigures;
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts the platform as a process of its own and gives its address. */
export async function startPlatform(
  cwd: string,
  args: readonly string[],
  dataDir: string,
  node = process.execPath,
): Promise<Running> {
  const env = { ...process.env, HUHANG_DATA: dataDir, PORT: "0", HOST: "127.0.0.1" };
  const child: ChildProcess = spawn(node, args, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  if (!child.stdout) throw new Error("the platform has no output");
  const lines: string[] = [];
  const heard = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    heard.on("line", (line) => {
      lines.push(line);
      const ready = /ready, open: (\S+)/.exec(line);
      if (ready?.[1]) resolve(ready[1]);
    });
    child.once("exit", (code) => reject(new Error(`the platform ended with ${code}: ${lines.join("\n")}`)));
  });
  return {
    pid: child.pid ?? 0,
    url: url.replace(/\/$/, ""),
    figures: figuresOf(lines),
    lines,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

function figuresOf(lines: readonly string[]): StartFigures {
  const line = lines.find((each) => each.includes("/ start:")) ?? "";
  const total = /total (\d+) ms/.exec(line);
  const parts = [...line.matchAll(/([a-z]+) (\d+) ms/g)].map(([, name = "", ms]) => [name, Number(ms)] as const);
  return { parts: parts.filter(([name]) => name !== "total"), totalMs: Number(total?.[1] ?? Number.NaN) };
}

/** A fresh clone, `npm start`, until the address is printed: install, build, database, demo. */
async function fromClone(folder: string): Promise<StartReport["clone"]> {
  const clone = join(folder, "clone");
  execFileSync("git", ["clone", "--quiet", root, clone]);
  const began = performance.now();
  const running = await startPlatform(clone, ["scripts/start.mjs"], join(clone, "data"));
  const seconds = (performance.now() - began) / 1000;
  await running.stop();
  return { lines: running.lines.filter((line) => /installed in|built in|\/ start:/.test(line)), seconds };
}

/** What people of the demo city do: read lists and matters. Gives the number of requests. */
async function load(url: string): Promise<number> {
  const { items } = (await (await fetch(`${url}/api/demo/personas`)).json()) as { items: { id: string }[] };
  const cookies: string[] = [];
  for (const { id } of items) {
    const answer = await fetch(`${url}/api/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ persona: id }),
    });
    cookies.push((answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "");
    await answer.body?.cancel();
  }
  const rounds = Array.from({ length: 300 }, (_, round) => cookies[round % cookies.length] ?? "");
  let requests = 0;
  const read = async (path: string, cookie: string) => {
    requests += 1;
    const answer = await fetch(url + path, { headers: { cookie } });
    return (await answer.json()) as { items?: { id: number }[] };
  };
  await closedLoop(rounds, 8, async (cookie) => {
    await read("/api/matters?view=mine", cookie);
    const { items: matters = [] } = await read("/api/matters", cookie);
    for (const { id } of matters.slice(0, 5)) await read(`/api/matters/${id}`, cookie);
  });
  return requests;
}

/** Linux only: null elsewhere, and where the kernel does not let us look. */
export function memoryOf(pid: number, dataDir: string): Memory | null {
  const pidFile = join(dataDir, "postgres", "postmaster.pid");
  if (!existsSync(`/proc/${pid}/status`) || !existsSync(pidFile)) return null;
  try {
    const server = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
    const family = [server, ...childrenOf(server)];
    const kilobytes = (file: string, key: string) => {
      const found = new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"));
      return Number(found?.[1] ?? 0);
    };
    const share = (each: number) => {
      try {
        return kilobytes(`/proc/${each}/smaps_rollup`, "Pss");
      } catch (error) {
        // A session or a worker that has ended while we looked has nothing any more.
        if (existsSync(`/proc/${each}`)) throw error;
        return 0;
      }
    };
    const shared = family.reduce((sum, each) => sum + share(each), 0);
    return { node: kilobytes(`/proc/${pid}/status`, "VmRSS") / 1024, postgres: shared / 1024 };
  } catch {
    return null;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
      } catch {
        // It has ended while we looked.
        return false;
      }
    })
    .map(Number);
}
