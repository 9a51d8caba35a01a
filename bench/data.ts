import pg from "pg";
import { buildCity } from "./city.ts";
import { checkSample } from "./check.ts";
import { cloneMatters, keepPatterns, preparePlaces } from "./clone.ts";
import { type BenchDatabase, openBenchPlatform, openDatabase, type Place } from "./place.ts";
import { liveStories } from "./stories.ts";

/** A filled database, how long the filling took and what it weighs. */
export interface Filled {
  readonly database: BenchDatabase;
  readonly matters: number;
  readonly entries: number;
  readonly open: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Share of matters that are not closed. */
const openShare = 0.03;

/**
 * A database with so many consultations: a few hundred led through the engine itself, the others their clones by SQL.
 * Uses a database of an earlier run again when it is whole. Checks a sample against the engine.
 */
export async function fill(place: Place, matters: number): Promise<Filled> {
  const name = `huhang_bench_${matters}`;
  const database = await openDatabase(place, name);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const began = performance.now();
    const kept = await findKept(admin);
    if (kept === null) {
      await build(place, database, admin, matters);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const measured = await measure(admin);
      await admin.query("create table bench.filled as select $1::jsonb as facts", [
        JSON.stringify({ ...measured, seconds }),
      ]);
    }
    const facts = kept ?? (await findKept(admin));
    if (facts === null) throw new Error(`${name} was not filled`);
    return { database, ...facts };
  } finally {
    await admin.end();
  }
}

type Facts = Omit<Filled, "database">;

async function findKept(admin: pg.Client): Promise<Facts | null> {
  const there = await admin.query("select from pg_tables where schemaname = 'bench' and tablename = 'filled'");
  if (there.rowCount === 0) return null;
  const { rows } = await admin.query<{ facts: Facts }>("select facts from bench.filled");
  return rows[0]?.facts ?? null;
}

async function build(place: Place, database: BenchDatabase, admin: pg.Client, matters: number): Promise<void> {
  const say = (what: string) => process.stderr.write(`${matters} matters: ${what} …\n`);
  say("city");
  await buildCity(admin);
  await preparePlaces(admin);
  const platform = await openBenchPlatform(place, database);
  try {
    say("patterns, through the engine");
    const stories = await liveStories(platform, admin);
    await keepPatterns(admin, stories);
    const closed = stories.filter((story) => story.kind === "closed").length;
    const open = Math.round(matters * openShare);
    say("clones");
    await cloneMatters(database.adminUrl, { kind: "closed", count: matters - open - closed, from: 0 });
    await cloneMatters(database.adminUrl, { kind: "open", count: open - (stories.length - closed), from: matters });
    await admin.query("drop table bench.clone");
    say("vacuum, check");
    await admin.query("vacuum (freeze, analyze)");
    await admin.query("checkpoint");
    await checkSample(platform, admin, 60);
  } finally {
    await platform.close();
  }
}

async function measure(admin: pg.Client): Promise<Omit<Facts, "seconds">> {
  const { rows } = await admin.query<Omit<Facts, "seconds">>(
    `select (select count(*)::int from matter) as matters, (select count(*)::int from entry) as entries,
            (select count(*)::int from matter where phase <> 'closed') as open,
            (pg_database_size(current_database()) / 1048576)::int as megabytes`,
  );
  if (!rows[0]) throw new Error("nothing was counted");
  return rows[0];
}
