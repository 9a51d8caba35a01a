import pg from "pg";
import type { Clock } from "#kernel/clock.ts";
import { seedBase } from "../base.ts";
import { seedDirectory } from "./directory.ts";
import { play } from "./play.ts";
import type { Stage } from "./stage.ts";
import { stories } from "./stories/index.ts";

/**
 * What a database is to the demo: `empty` new, nothing configured · `unfinished` the seeding was broken off ·
 * `demo` a demo city · `configured` somebody's own, never to be touched.
 */
export type DemoState = "empty" | "unfinished" | "demo" | "configured";

export interface DemoOptions {
  /** Address of the role that owns the database; migrated. */
  readonly ownerUrl: string;
  /** The end of the stories: the present. */
  readonly now: Date;
  /** Opens a platform on the same database whose only clock is the one given. */
  readonly open: (clock: Clock) => Promise<Stage>;
}

/** Tells what the database is to the demo. */
export async function findDemoState(ownerUrl: string): Promise<DemoState> {
  return withOwner(ownerUrl, stateOf);
}

/**
 * Seeds the demo city into a new database and marks it as a demo: units, people, firms, projects, and two months of
 * consultations made through the engine up to `now`. A seeding that was broken off begins anew.
 * @returns `present` when the city is there already, `inUse` when the database is somebody's own: nothing was written
 */
export async function seedDemo(options: DemoOptions): Promise<"seeded" | "present" | "inUse"> {
  const { ownerUrl, now } = options;
  await seedBase(ownerUrl);
  return withOwner(ownerUrl, async (owner) => {
    // A second process waits here and finds the city present. The lock falls with the connection.
    await owner.query("select pg_advisory_lock(1213548615, 3)");
    const state = await stateOf(owner);
    if (state === "demo") return "present";
    if (state === "configured") return "inUse";
    if (state === "unfinished") await clear(owner);
    // Until it is whole it is no demo: nobody can sign in to half a city.
    await mark(owner, "seeding");
    let present = now;
    const clock = {
      now: () => new Date(present),
      set: (at: Date) => {
        present = at;
      },
    };
    const stage = await options.open(clock);
    try {
      const city = await seedDirectory(owner, now, stage.calendar());
      await play(stage, city, stories, clock, now);
    } finally {
      await stage.close();
    }
    await mark(owner, "true");
    return "seeded";
  });
}

async function withOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: "huhang-seed" });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

async function stateOf(owner: pg.Client): Promise<DemoState> {
  const { rows } = await owner.query<{ mark: string | null; used: boolean }>(
    `select (select value from platform where key = 'demo') as mark,
            exists (select from unit) or exists (select from account) or exists (select from enterprise)
              or exists (select from topic) as used`,
  );
  const { mark, used } = rows[0] ?? { mark: null, used: true };
  if (mark === "true") return "demo";
  if (mark === "seeding") return "unfinished";
  return used ? "configured" : "empty";
}

async function mark(owner: pg.Client, value: "seeding" | "true"): Promise<void> {
  await owner.query(
    "insert into platform (key, value) values ('demo', $1) on conflict (key) do update set value = excluded.value",
    [value],
  );
}

/** Removes what a broken-off seeding has left; only its own mark leads here. What every city has stays. */
async function clear(owner: pg.Client): Promise<void> {
  const kept = ["huhang_migration", "platform", "role", "calendar_year", "work_calendar", "stage_item"];
  const { rows } = await owner.query<{ tables: string | null }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
       from pg_tables where schemaname = 'public' and tableowner = current_user and tablename <> all ($1)`,
    [kept],
  );
  if (rows[0]?.tables) await owner.query(`truncate ${rows[0].tables} restart identity`);
  await owner.query("alter sequence matter_id_seq restart");
}
