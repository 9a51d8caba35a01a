import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProgram } from "#test/program.ts";
import { Line, openOutsider, type Outsider } from "./caller.ts";
import { count, newWrite, send, type Write } from "./kill.ts";
import type { Finding } from "./outage.ts";

/**
 * The disk of database and files fills while people write, stays full for a while, and is given room again: a real one of
 * its own, in memory, for which the right to mount is needed. Null: there is no such right here, nothing was tried.
 */
export async function diskFull(options: { disk: string; clock: string; fullMs?: number }): Promise<Finding[] | null> {
  const { disk, clock, fullMs = 30_000 } = options;
  if (!mount(disk)) return null;
  const data = join(disk, "data");
  try {
    let program = await startProgram({ data, clock });
    const line = new Line(program.url, 8);
    const liaison = await openOutsider(line, "liaison");
    const project = (await liaison.read<{ items: { id: number }[] }>("/api/projects")).items[0]?.id ?? 0;
    const writes: Write[] = [];
    const seen = {
      writes: new Map<string, number>(),
      reads: new Map<string, number>(),
      uploads: new Map<string, number>(),
    };
    for (let before = 0; before < 5; before += 1) await write(liaison, project, writes, seen.writes);
    const ballast = join(data, "ballast");
    fill(ballast, disk);
    const words = new Set<string>();
    const began = performance.now();
    while (performance.now() - began < fullMs && !program.ended) {
      // Whatever room was found since, inside files that were there, is taken too.
      fill(ballast, disk);
      await write(liaison, project, writes, seen.writes);
      await note(seen.reads, words, () => liaison.send("GET", "/api/matters?limit=20"));
      await note(seen.uploads, words, () => upload(program.url, liaison));
    }
    const ended = program.ended;
    rmSync(ballast);
    const freed = performance.now();
    if (ended) program = await startProgram({ data, clock });
    const again = ended ? await openOutsider(new Line(program.url, 4), "liaison") : liaison;
    let back = 0;
    for (let done = false; !done && performance.now() - freed < 60_000;) {
      const after = newWrite(`磁盘有空间了${writes.length}`);
      writes.push(after);
      await send(again, project, after);
      done = after.state === "acknowledged";
      back = performance.now() - freed;
    }
    const stored = await note(new Map(), new Set(), () => upload(program.url, again));
    const result = await count(program, writes);
    await program.stop("SIGTERM");
    line.close();
    const only = (statuses: ReadonlyMap<string, number>, allowed: readonly string[]) =>
      [...statuses.keys()].every((status) => allowed.includes(status));
    const show = (statuses: ReadonlyMap<string, number>) => JSON.stringify(Object.fromEntries(statuses));
    return [
      { name: "disk full: writes", value: show(seen.writes), fine: only(seen.writes, ["200", "503", "none"]) },
      { name: "disk full: reads", value: show(seen.reads), fine: only(seen.reads, ["200", "503", "none"]) },
      { name: "disk full: uploads", value: show(seen.uploads), fine: only(seen.uploads, ["200", "503", "none"]) },
      { name: "what people are told", value: [...words].join(" · ") || "nothing", fine: true },
      { name: "ended by itself, to be started again", value: ended ? "yes" : "no", fine: true },
      { name: "room again: first write after, ms", value: Math.round(back), fine: back < 60_000 },
      { name: "room again: an upload", value: stored, fine: stored === "200" },
      {
        name: "acknowledged and lost / twice",
        value: `${result.lost.length} / ${result.doubled.length} of ${result.acknowledged}`,
        fine: result.lost.length + result.doubled.length === 0,
      },
    ];
  } finally {
    unmount(disk);
  }
}

async function write(
  liaison: Outsider,
  project: number,
  writes: Write[],
  statuses: Map<string, number>,
): Promise<void> {
  const one = newWrite(`磁盘将满${writes.length}`);
  writes.push(one);
  const status = await send(liaison, project, one);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

/** Counts an answer by its status, and keeps what it says to a person. */
async function note(
  statuses: Map<string, number>,
  words: Set<string>,
  ask: () => Promise<{ status: number; text: string }>,
): Promise<string> {
  const { status, text } = await ask().catch(() => ({ status: 0, text: "" }));
  const name = status === 0 ? "none" : String(status);
  statuses.set(name, (statuses.get(name) ?? 0) + 1);
  const title = status >= 400 ? /"title":"([^"]+)"/.exec(text)?.[1] : undefined;
  if (title !== undefined) words.add(`${name} ${title}`);
  return name;
}

async function upload(url: string, liaison: Outsider): Promise<{ status: number; text: string }> {
  const form = new FormData();
  form.append("file", new Blob([Buffer.alloc(3 * 1024 ** 2, "磁盘满了吗\n")], { type: "text/plain" }), "大文件.txt");
  const headers = { cookie: liaison.cookie, "idempotency-key": newWrite("").key };
  const answer = await fetch(`${url}/api/files`, { method: "POST", headers, body: form });
  return { status: answer.status, text: await answer.text() };
}

/** Takes all the room that there is. */
function fill(ballast: string, disk: string): void {
  for (let share = 1; share <= 8; share *= 2) {
    const { bavail, bsize } = statfsSync(disk);
    const bytes = Math.floor((bavail * bsize) / share);
    if (bytes === 0) return;
    try {
      writeFileSync(ballast, Buffer.alloc(Math.min(bytes, 64 * 1024 ** 2)), { flag: "a" });
      share = 0.5;
    } catch {
      // Somebody else was quicker: less of it.
    }
  }
}

function mount(disk: string): boolean {
  mkdirSync(disk, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=600m,mode=0755", "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function unmount(disk: string): void {
  execFileSync("umount", ["-l", disk], { stdio: "ignore" });
}
