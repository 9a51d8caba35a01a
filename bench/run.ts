// npm run bench: ten thousand matters; npm run bench -- --full: also a million, and longer runs. Prints, writes nothing.
//   --keep <folder>   fill the databases there and use them again the next time
//   --only a,b        some of: start, web, phone, import, tickets, lists, steps, month, search, live, growth
//   --clone           also a start from a fresh clone, with installing and building
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fill, type Filled } from "./data.ts";
import { measureGrowth } from "./growth.ts";
import { measureImport } from "./import.ts";
import { measureLists, type ListFigures } from "./list.ts";
import { measureLive } from "./live.ts";
import { measureMonth } from "./month.ts";
import { measurePhone } from "./phone.ts";
import { describeServer, openPlace } from "./place.ts";
import { measureSearch } from "./search.ts";
import { measureStart } from "./start.ts";
import { fullPlan, measureSteps, shortPlan, type StepReport } from "./step.ts";
import { heading, kilobytes, line, listTable, ms, startLines, stepTable } from "./table.ts";
import { measureWeb } from "./web-size.ts";

const { values: options } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    clone: { type: "boolean", default: false },
    keep: { type: "string" },
    only: { type: "string", default: "start,web,phone,import,tickets,lists,steps,month,search,live,growth" },
  },
});
const wanted = new Set(options.only.split(","));
const sizes = options.full ? [10_000, 1_000_000] : [10_000];

heading("machine");
line("cores", String(cpus().length));
line("memory", `${Math.round(totalmem() / 2 ** 30)} GB`);
line("node", process.version);

if (wanted.has("start")) {
  heading("start");
  for (const [name, value] of startLines(await measureStart({ clone: options.clone }))) line(name, value);
}
if (wanted.has("web")) {
  heading("scripts of dist/web, gzipped");
  const web = measureWeb();
  line("first scripts of any page", web ? kilobytes(web.entry) : "not built");
  if (web) {
    line(`largest page (${web.largestPage.name})`, kilobytes(web.largestPage.size));
    line("all scripts", kilobytes(web.all));
    line("all styles", kilobytes(web.styles));
  }
}
if (wanted.has("phone")) {
  const phone = await measurePhone();
  heading(`first visit on a phone: 9 Mbit/s, 165 ms, processor 4 times slower (median of ${phone.visits})`);
  line("sign-in page usable", ms(phone.signIn));
  line("home of a firm usable", ms(phone.home));
  line("her matters usable", ms(phone.matters));
}
if (wanted.has("import")) await measureList("projects", 20_000);
if (wanted.has("tickets")) await measureList("tickets", 5_000);
if (["lists", "steps", "month", "search", "live", "growth"].some((part) => wanted.has(part))) await measureDatabases();

async function measureList(kind: "projects" | "tickets", many: number): Promise<void> {
  const place = await openPlace({ durable: true });
  try {
    const { rows, wrong, kilobytes: size, parts } = await measureImport(place, kind, many);
    heading(`a list of ${rows} ${kind}, ${wrong} of them wrong (${kilobytes(size)})`);
    for (const { name, seconds, peakMb, longestPauseMs } of parts) {
      const memory = `at most ${Math.round(peakMb)} MB, longest pause ${ms(longestPauseMs)}`;
      line(name, `${seconds.toFixed(1)} s, ${memory}`);
    }
  } finally {
    await place.stop();
  }
}

async function measureDatabases(): Promise<void> {
  const scratch = options.keep === undefined ? mkdtempSync(join(tmpdir(), "huhang-bench-")) : null;
  const folder = options.keep ?? scratch ?? "";
  try {
    // Filled without forcing anything to the disk, measured with it, as the platform runs.
    const filling = await openPlace({ folder, durable: false });
    const filled: Filled[] = [];
    heading("data");
    try {
      for (const size of sizes) {
        const found = await fill(filling, size);
        filled.push(found);
        const { matters, open, entries, megabytes, seconds } = found;
        line(`${matters} matters`, `${open} open, ${entries} entries, ${megabytes} MB, filled in ${seconds} s`);
      }
    } finally {
      await filling.stop();
    }
    const place = await openPlace({ folder, durable: true });
    try {
      line("server", await describeServer(place));
      await measureOn(
        place,
        filled.map(({ database, matters }) => ({ name: database.name, matters })),
      );
    } finally {
      await place.stop();
    }
  } finally {
    if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
  }
}

async function measureOn(
  place: Awaited<ReturnType<typeof openPlace>>,
  filled: readonly { name: string; matters: number }[],
): Promise<void> {
  const opened: Filled[] = [];
  for (const { matters } of filled) opened.push(await fill(place, matters));
  if (wanted.has("lists")) {
    const lists = new Map<number, ListFigures[]>();
    const plan = options.full ? { rounds: 3, calls: 96, width: 1 } : { rounds: 3, calls: 96, width: 1 };
    for (const { database, matters } of opened) lists.set(matters, await measureLists(place, database, plan));
    heading(`work lists, one after another (ms; median of ${plan.rounds} runs of ${plan.calls})`);
    for (const row of listTable(lists)) console.log(row);
  }
  if (wanted.has("steps")) {
    const plan = options.full ? fullPlan : shortPlan;
    const steps = new Map<number, StepReport>();
    for (const { database, matters } of opened) steps.set(matters, await measureSteps(place, database, plan));
    heading(`steps (median of ${plan.rounds} runs)`);
    for (const row of stepTable(steps)) console.log(row);
  }
  if (wanted.has("month")) {
    for (const { database, matters } of opened) {
      const month = await measureMonth(place, database, options.full ? 20 : 10);
      heading(`month page (${matters} matters over two years)`);
      line("city, a month that is over, counted anew", `p50 ${ms(month.counted.p50)}, p99 ${ms(month.counted.p99)}`);
      line("the same, as it was taken", `p50 ${ms(month.taken.p50)}, p99 ${ms(month.taken.p99)}`);
      line("branch, the month that runs", `p50 ${ms(month.running.p50)}, p99 ${ms(month.running.p99)}`);
      line("city, what is stuck", `p50 ${ms(month.stuck.p50)}, p99 ${ms(month.stuck.p99)}`);
      line(`taking ${month.months} months of all units`, ms(month.takingMs));
    }
  }
  if (wanted.has("search")) {
    for (const { database, matters } of opened) {
      const search = await measureSearch(place, database, 96);
      heading(`search (${matters} matters, first 30 hits)`);
      line("writing the whole index", `${search.buildSeconds.toFixed(1)} s, ${search.megabytes} MB`);
      for (const { reader, what, figures, hits } of search.rows) {
        line(`${reader}, ${what}`, `p50 ${ms(figures.p50)}, p99 ${ms(figures.p99)}, ${hits.toFixed(1)} hits`);
      }
    }
  }
  if (wanted.has("growth")) {
    for (const { database, matters } of opened) {
      const plan = options.full ? { steps: 1_000, reads: 2_000 } : { steps: 300, reads: 600 };
      heading(`1 to 3 processes on one database (${matters} matters, eight at once for each process)`);
      for (const { processes, steps, reads } of await measureGrowth(place, database, plan)) {
        const figures = ({ rate, p50, p99 }: typeof steps) => `${Math.round(rate)}/s, p50 ${ms(p50)}, p99 ${ms(p99)}`;
        line(`${processes}: steps`, figures(steps));
        line(`${processes}: first pages of lists`, figures(reads));
      }
    }
  }
  if (wanted.has("live")) {
    const last = opened.at(-1);
    if (!last) return;
    const live = await measureLive(place, last.database, {
      clients: 500,
      steps: options.full ? 400 : 100,
      perSecond: 20,
    });
    heading(`events (${last.matters} matters)`);
    line("streams", String(live.clients));
    line("clients that hear a step", live.heardBy.toFixed(1));
    line("from sending a step to a client's hearing it", `p50 ${ms(live.p50)}, p99 ${ms(live.p99)}`);
    line("the step alone, until its answer", `p50 ${ms(live.stepP50)}`);
  }
}
