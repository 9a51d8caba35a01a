import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The platform as an operator starts it: a process of its own, with its own database in a folder. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  /** Whether it has ended, by itself or not. */
  readonly ended: boolean;
  /** What it has said, line by line. */
  readonly said: readonly string[];
  /** Ends it and waits until it has ended. */
  stop(signal: NodeJS.Signals): Promise<void>;
  /** Sends it a signal and waits for nothing. */
  signal(signal: NodeJS.Signals): void;
  /** Resident memory of the process, in MB; null where the system does not say. */
  memory(): number | null;
}

export interface ProgramOptions {
  /** Folder of the database, files and keys; also where a second start finds them again. */
  readonly data: string;
  /** The instant that its clock starts from. */
  readonly clock: string;
  /** 0: a free one. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts it with the small demo city and waits for its address. */
export async function startProgram({ data, clock, port = 0, env = {} }: ProgramOptions): Promise<Program> {
  const child: ChildProcess = spawn(process.execPath, [join(root, "server", "main.ts")], {
    cwd: root,
    env: {
      ...process.env,
      HUHANG_DATA: data,
      HUHANG_DEMO: "small",
      HUHANG_CLOCK: clock,
      PORT: String(port),
      HOST: "127.0.0.1",
      DATABASE_URL: "",
      // What is tried here is not how fast one person may be.
      HUHANG_RATE_SESSION: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said: string[] = [];
  const ended = once(child, "exit");
  const address = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const match = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line);
        if (match?.[1]) resolve(match[1]);
      });
    }
    void ended.then(() => reject(new Error(`the program ended before it was ready:\n${said.join("\n")}`)));
  });
  const url = await address;
  return {
    url,
    pid: child.pid ?? 0,
    get ended() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    said,
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await ended;
    },
    signal(signal) {
      child.kill(signal);
    },
    memory() {
      try {
        const pages = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
        return pages === undefined ? null : Math.round(Number(pages) / 1024);
      } catch {
        return null;
      }
    },
  };
}
