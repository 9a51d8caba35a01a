import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { freshKey, Line, openOutsider, type Outsider } from "./caller.ts";
import { type Program, startProgram } from "#test/program.ts";

/** What was found after many sudden ends under load. */
export interface Killed {
  readonly applicationKills: number;
  readonly databaseKills: number;
  readonly acknowledged: number;
  /** Titles of matters that were acknowledged and are not there. */
  readonly lost: readonly string[];
  /** Titles that are there more than once. */
  readonly doubled: readonly string[];
  readonly readyMedian: number;
  readonly readyWorst: number;
}

/** A question on its way, with its key. */
export interface Write {
  readonly title: string;
  readonly key: string;
  state: "sent" | "acknowledged" | "unknown";
}

const writers = 6;

/**
 * Kills the application or, every second time, its database with -9 while people write; starts again on the same data;
 * what was on its way is sent again with its key, as the browser does. In the end every write is there once.
 */
export async function killRounds(options: { data: string; clock: string; rounds: number }): Promise<Killed> {
  const { data, clock, rounds } = options;
  const port = await freePort();
  const writes: Write[] = [];
  const ready: number[] = [];
  let applicationKills = 0;
  let databaseKills = 0;
  let program = await startProgram({ data, clock, port });
  for (let round = 0; round < rounds; round += 1) {
    const line = new Line(program.url, writers);
    const liaison = await openOutsider(line, "liaison");
    const project = (await liaison.read<{ items: { id: number }[] }>("/api/projects")).items[0]?.id;
    if (project === undefined) throw new Error("the liaison has no project");
    for (const write of writes.filter(({ state }) => state === "unknown")) await send(liaison, project, write);
    let stopped = false;
    const load = Array.from({ length: writers }, async (_, writer) => {
      for (let count = 0; !stopped; count += 1) {
        const write = newWrite(`断电第${round}轮${writer}-${count}`);
        writes.push(write);
        await send(liaison, project, write);
      }
    });
    // Somewhere in the middle of the writing: after so many acknowledgements, never at a fixed moment.
    const enough = writes.filter(({ state }) => state === "acknowledged").length + 5 + ((round * 7) % 23);
    while (writes.filter(({ state }) => state === "acknowledged").length < enough && !program.ended) await aMoment();
    if (program.ended) {
      stopped = true;
      throw new Error(`in round ${round} the program ended by itself:\n${program.said.slice(-12).join("\n")}`);
    }
    if (round % 2 === 0) {
      applicationKills += 1;
      await program.stop("SIGKILL");
    } else {
      databaseKills += 1;
      process.kill(databasePid(data), "SIGKILL");
      // It ends by itself when its database is gone; should it not, an operator would end it.
      await endWithin(program, 20_000);
    }
    stopped = true;
    await Promise.all(load);
    line.close();
    const began = performance.now();
    program = await startProgram({ data, clock, port });
    ready.push(Math.round(performance.now() - began));
  }
  const result = await count(program, writes);
  await program.stop("SIGTERM");
  ready.sort((left, right) => left - right);
  return {
    applicationKills,
    databaseKills,
    ...result,
    readyMedian: ready[Math.floor(ready.length / 2)] ?? 0,
    readyWorst: ready.at(-1) ?? 0,
  };
}

/** Sends it and gives the answer's status; `none`: there was no answer. */
export async function send(liaison: Outsider, projectId: number, write: Write): Promise<string> {
  const body = {
    procedure: "consultation",
    projectId,
    topic: "traffic",
    title: write.title,
    form: { question: { text: "断电以后还在吗？" } },
  };
  try {
    const reply = await liaison.send("POST", "/api/matters", body, { "idempotency-key": write.key });
    write.state = reply.status < 300 ? "acknowledged" : "unknown";
    return String(reply.status);
  } catch {
    write.state = "unknown";
    return "none";
  }
}

/** A write that has not been sent. */
export function newWrite(title: string): Write {
  return { title, key: freshKey(), state: "sent" };
}

/** Sends once more what nobody knows of, then looks for each title among all of the firm's matters. */
export async function count(program: Program, writes: readonly Write[]) {
  const line = new Line(program.url, 4);
  const liaison = await openOutsider(line, "liaison");
  const project = (await liaison.read<{ items: { id: number }[] }>("/api/projects")).items[0]?.id ?? 0;
  for (const write of writes.filter(({ state }) => state !== "acknowledged")) await send(liaison, project, write);
  const titles = new Map<string, number>();
  for (let cursor = ""; ;) {
    const page = await liaison.read<{ items: { title: string }[]; nextCursor: string | null }>(
      `/api/matters?limit=100${cursor}`,
    );
    for (const { title } of page.items) titles.set(title, (titles.get(title) ?? 0) + 1);
    if (page.nextCursor === null) break;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  line.close();
  const acknowledged = writes.filter(({ state }) => state === "acknowledged");
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ title }) => !titles.has(title)).map(({ title }) => title),
    doubled: [...titles]
      .filter(([title, times]) => writes.some((write) => write.title === title) && times > 1)
      .map(([title]) => title),
  };
}

/** The first line of the server's pid file. */
function databasePid(data: string): number {
  return Number(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Asks it to end, and ends it when it does not. */
async function endWithin(program: Program, ms: number): Promise<void> {
  const impatience = setTimeout(() => void program.stop("SIGKILL"), ms);
  await program.stop("SIGTERM");
  clearTimeout(impatience);
}

function aMoment(ms = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
