import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { root } from "#test/sources.ts";
import { type Program, startProgram } from "#test/program.ts";
import { Line, openOutsider, type Outsider } from "./caller.ts";
import { count, newWrite, send, type Write } from "./kill.ts";
import type { Finding } from "./outage.ts";

/** The machine's clock two hours forward and back again while people write: what they see, and whether all is in order. */
export async function clockJump(options: { data: string; clock: string }): Promise<Finding[]> {
  const { data, clock } = options;
  const wrong = pathToFileURL(join(root, "ops", "faults", "jumping-clock.mjs")).href;
  const program = await startProgram({ data, clock, env: { NODE_OPTIONS: `--import ${wrong}` } });
  const line = new Line(program.url, 8);
  const liaison = await openOutsider(line, "liaison");
  const project = (await liaison.read<{ items: { id: number }[] }>("/api/projects")).items[0]?.id ?? 0;
  const writes: Write[] = [];
  const statuses: string[] = [];
  const work = async (when: string) => {
    for (let times = 0; times < 20; times += 1) {
      const one = newWrite(`时钟${when}${times}`);
      writes.push(one);
      statuses.push(`${when} ${await send(liaison, project, one)}`);
    }
  };
  await work("正常");
  await jump(program, "forward");
  const ended = (await liaison.send("GET", "/api/session")).status;
  await liaison.enter();
  await work("快两小时");
  // What an officer is reminded of is not a firm's to see.
  const officer = await openOutsider(line, "officerA");
  const reminded = await remindersOf(liaison, officer, 90_000);
  await jump(program, "back");
  const goesOn = (await liaison.send("GET", "/api/session")).status;
  await work("调回");
  await jump(program, "forward");
  await liaison.enter();
  await officer.enter();
  const later = await remindersOf(liaison, officer, 90_000);
  await jump(program, "back");
  const result = await count(program, writes);
  const verified = await huhang(data, "verify");
  line.close();
  await program.stop("SIGTERM");
  const other = statuses.filter((status) => !status.endsWith(" 200"));
  return [
    { name: "clock + 2 h: a session of before", value: ended, fine: ended === 401 },
    { name: "clock back: the session of meanwhile", value: goesOn, fine: goesOn === 200 },
    {
      name: "writes before, meanwhile, after",
      value: `${statuses.length}, not taken ${other.length}`,
      fine: other.length === 0,
    },
    {
      name: "reminders by matter, then, at the second jump",
      value: `${show(reminded)} → ${show(later)}`,
      fine: reminded.size > 0 && Math.max(...reminded.values(), ...later.values()) <= 1,
    },
    {
      name: "acknowledged and lost / twice",
      value: `${result.lost.length} / ${result.doubled.length} of ${result.acknowledged}`,
      fine: result.lost.length + result.doubled.length === 0,
    },
    {
      name: "huhang verify: audit, files, matters",
      value: verified.code === 0 ? "all in order" : verified.lines,
      fine: verified.code === 0,
    },
  ];
}

const show = (counts: ReadonlyMap<number, number>) =>
  `${counts.size} matters, at most ${Math.max(0, ...counts.values())} each`;

async function jump(program: Program, way: "forward" | "back"): Promise<void> {
  const before = program.said.filter((text) => text === `clock ${way}`).length;
  program.signal("SIGUSR2");
  for (let tries = 0; tries < 500; tries += 1) {
    if (program.said.filter((text) => text === `clock ${way}`).length > before) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("the program's clock did not jump");
}

/** How often each question of before the jump was reminded of; waits until there is one, for so long at most. */
async function remindersOf(liaison: Outsider, officer: Outsider, ms: number): Promise<Map<number, number>> {
  const { items } = await liaison.read<{ items: { id: number; title: string }[] }>("/api/matters?limit=100");
  const asked = items.filter(({ title }) => title.startsWith("时钟正常")).slice(0, 5);
  const began = performance.now();
  for (;;) {
    const found = new Map<number, number>();
    for (const { id } of asked) {
      const { entries } = await officer.read<{ entries: { kind: string }[] }>(`/api/matters/${id}`);
      const reminders = entries.filter(({ kind }) => kind === "reminder").length;
      if (reminders > 0) found.set(id, reminders);
    }
    if (found.size === asked.length || performance.now() - began > ms) return found;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** The command-line tool on the same data, beside the running program. */
async function huhang(data: string, command: string): Promise<{ code: number; lines: string }> {
  try {
    const env = { ...process.env, HUHANG_DATA: data, DATABASE_URL: "", HUHANG_CONFIG: undefined };
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, "ops", "main.ts"), command], {
      env,
      cwd: root,
    });
    return { code: 0, lines: stdout };
  } catch (error) {
    const { code = 1, stdout = "" } = error as { code?: number; stdout?: string };
    return { code, lines: stdout.split("\n").slice(-4).join(" ") };
  }
}
