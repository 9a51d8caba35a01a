// npm run faults: what happens when somebody means harm or a machine gives up. Prints figures; ends with 1 when one is bad.
//   --only a,b     some of: hostile, foreign, kill, outage, full, clock
//   --rounds N     kill rounds (20), --requests N   hostile requests (20 000), --seed N
//   --gone S       seconds without a database (60), and with a full disk (30 at most)
// On a quiet machine of two cores a quarter of an hour; after twenty minutes it gives up and says so.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Line } from "./caller.ts";
import { clockJump } from "./clock.ts";
import { diskFull } from "./full.ts";
import { tryForeign } from "./foreign.ts";
import { flood } from "./hostile.ts";
import { killRounds } from "./kill.ts";
import { outages } from "./outage.ts";
import { startProgram } from "#test/program.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "hostile,foreign,kill,outage,full,clock" },
    rounds: { type: "string", default: "20" },
    requests: { type: "string", default: "20000" },
    gone: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const wanted = new Set(options.only.split(","));
const seed = Number(options.seed);
const clock = "2026-11-17T09:20:00+08:00";
let bad = 0;

const rows: { name: string; value: string | number; fine: boolean }[] = [];
const began = performance.now();
// A run that hangs is a fault too.
const patience = setTimeout(() => {
  say("gave up after twenty minutes", "not finished", false);
  finish();
  process.exit(1);
}, 20 * 60_000);

function say(name: string, value: string | number, fine = true): void {
  if (!fine) bad += 1;
  rows.push({ name, value, fine });
  console.log(`${name.padEnd(44)} ${value}${fine ? "" : "   <-- not good"}`);
}
function list(lines: readonly string[]): void {
  for (const line of lines.slice(0, 20)) console.log(`    ${line}`);
  if (lines.length > 20) console.log(`    … and ${lines.length - 20} more`);
}

const folder = mkdtempSync(join(tmpdir(), "huhang-faults-"));
try {
  if (wanted.has("hostile") || wanted.has("foreign")) {
    const program = await startProgram({ data: join(folder, "city"), clock });
    const line = new Line(program.url, 16);
    // First, because administrators close accounts in the other one.
    if (wanted.has("hostile")) {
      const before = program.memory();
      const result = await flood(line, Number(options.requests), seed);
      say("hostile requests", `${result.sent} (seed ${seed})`);
      say("answers by status", JSON.stringify(result.byStatus));
      say("5xx, lost, or telling too much", result.faults.length, result.faults.length === 0);
      list(result.faults);
      say("memory before → after, MB", `${before} → ${program.memory()}`);
    }
    if (wanted.has("foreign")) {
      const trials = await tryForeign(line, { thorough: true });
      say("operations × people without a part in it", `${trials.operations} × ${trials.people}`);
      say("requests with foreign ids", trials.sent);
      say("leaks", trials.leaks.length, trials.leaks.length === 0);
      list(trials.leaks);
      say("server errors", trials.serverErrors.length, trials.serverErrors.length === 0);
      list(trials.serverErrors);
    }
    line.close();
    await program.stop("SIGTERM");
  }
  if (wanted.has("kill")) {
    const result = await killRounds({ data: join(folder, "killed"), clock, rounds: Number(options.rounds) });
    say("rounds of kill -9 (application, database)", `${result.applicationKills}, ${result.databaseKills}`);
    say("writes acknowledged", result.acknowledged);
    say("acknowledged and lost", result.lost.length, result.lost.length === 0);
    list(result.lost);
    say("written twice", result.doubled.length, result.doubled.length === 0);
    list(result.doubled);
    say("ready again after, ms (median, worst)", `${result.readyMedian}, ${result.readyWorst}`);
  }
  if (wanted.has("outage")) {
    const goneMs = Number(options.gone) * 1_000;
    for (const { name, value, fine } of await outages({ data: join(folder, "outage"), clock, goneMs }))
      say(name, value, fine);
  }
  if (wanted.has("full")) {
    const fullMs = Math.min(30, Number(options.gone)) * 1_000;
    const found = await diskFull({ disk: join(folder, "disk"), clock, fullMs });
    if (found === null) say("disk full", "NOT RUN: it needs the right to mount");
    for (const { name, value, fine } of found ?? []) say(name, value, fine);
  }
  if (wanted.has("clock")) {
    for (const { name, value, fine } of await clockJump({ data: join(folder, "clock"), clock })) say(name, value, fine);
  }
} catch (error) {
  say("broke off", error instanceof Error ? (error.stack ?? error.message) : String(error), false);
} finally {
  clearTimeout(patience);
  rmSync(folder, { recursive: true, force: true });
}
finish();
process.exitCode = bad === 0 ? 0 : 1;

/** All figures again, as a table for a paper. */
function finish(): void {
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(`\n| npm run faults: ${options.only}, seed ${seed} | |\n|---|---|`);
  for (const { name, value, fine } of rows) {
    const text = String(value).split("\n")[0]?.replaceAll("|", "/");
    console.log(`| ${name} | ${text}${fine ? "" : " **not good**"} |`);
  }
  console.log(`| took | ${seconds} s |\n\n${rows.length} figures, ${bad} not good`);
}
