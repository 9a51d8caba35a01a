import pg from "pg";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { seedBase } from "../base.ts";
import { fullCity } from "./city/full.ts";
import { smallCity } from "./city/small.ts";
import type { Course } from "./course.ts";
import type { Errand } from "./errand.ts";
import { idOf, seedDirectory } from "./directory.ts";
import { drawHistory, historyDays } from "./history/draw.ts";
import { drawTickets } from "./history/tickets.ts";
import type { CityPlan } from "./plan.ts";
import { seedPolicies } from "./policies.ts";
import { play, type Played } from "./play.ts";
import type { Stage } from "./stage.ts";
import { stories } from "./stories/index.ts";
import { drawWorks } from "./works/draw.ts";
import { courseOf } from "./written.ts";

/**
 * What a database is to the demo: `empty` new, nothing configured · `unfinished` the seeding was broken off ·
 * `demo` a demo city · `configured` somebody's own, never to be touched.
 */
export type DemoState = "empty" | "unfinished" | "demo" | "configured";

/** `small`: five projects and the hand-written stories, for tests. `full`: the whole city and two years around them. */
export type CitySize = "small" | "full";

export interface DemoOptions {
  /** Address of the role that owns the database; migrated. */
  readonly ownerUrl: string;
  /** The end of the stories: the present. */
  readonly now: Date;
  readonly size: CitySize;
  /** How many days the full city's drawn history goes back, when not all of it is wanted. */
  readonly days?: number;
  /** Told now and then up to when things have happened, as a full city takes a while. */
  readonly progress?: (until: Date) => void;
  /** Opens a platform on the same database with a clock of its own. */
  readonly open: () => Promise<Stage>;
}

/** `present`: the city is there already; `inUse`: the database is somebody's own. Then nothing was written. */
export type SeedReport =
  | ({ readonly outcome: "seeded"; readonly projects: number } & Played)
  | { readonly outcome: "present" | "inUse" };

/** Areas that go side by side: as many as keep two cores busy, the database's share included. */
const lanes = { small: 1, full: 4 } as const;

/** Tables that every matter adds to, and that are asked by more than their key. */
const growing =
  "matter, matter_audience, matter_guest, matter_link, entry, task, turn, due, outbox, effect_pending, return_visit_draw";

/** Tells what the database is to the demo. */
export async function findDemoState(ownerUrl: string): Promise<DemoState> {
  return withOwner(ownerUrl, stateOf);
}

/**
 * Seeds the demo city into a new database and marks it as a demo: units, people, firms, projects, and consultations
 * made through the engine up to `now`. A seeding that was broken off begins anew.
 */
export async function seedDemo(options: DemoOptions): Promise<SeedReport> {
  const { ownerUrl, now, size } = options;
  await seedBase(ownerUrl);
  return withOwner(ownerUrl, async (owner): Promise<SeedReport> => {
    // A second process waits here and finds the city present. The lock falls with the connection.
    await owner.query("select pg_advisory_lock(1213548615, 3)");
    const state = await stateOf(owner);
    if (state === "demo") return { outcome: "present" };
    if (state === "configured") return { outcome: "inUse" };
    if (state === "unfinished") await clear(owner);
    // Until it is whole it is no demo: nobody can sign in to half a city.
    await mark(owner, "seeding");
    const stages: Stage[] = [];
    try {
      for (let lane = 0; lane < lanes[size]; lane += 1) stages.push(await options.open());
      const calendar = stages[0]?.calendar();
      if (!calendar) throw new Error("the demo city needs a stage");
      const { plan, courses, errands } = draw(options, calendar);
      const city = await seedDirectory(owner, plan, now);
      // Thousands of new rows that the planner would otherwise take for none, before and after.
      await owner.query("analyze unit, account, access_grant, principal, enterprise, project, assignment, absence");
      const played = await play(stages, city, plan, courses, errands, now, async (until, windows) => {
        options.progress?.(until);
        // Plans made for empty tables would be kept for full ones, and the database's own look comes too late for a city
        // that grows so fast: whenever there is about twice as much as before.
        if (Number.isInteger(Math.log2(windows))) await owner.query(`analyze ${growing}`);
      });
      const keeper = (login: string) => ({ accountId: idOf(city.accounts, login), enterpriseId: null });
      if (stages[0]) await seedPolicies(stages[0], keeper("zhao"), keeper("qian"), now);
      await owner.query("analyze");
      await mark(owner, "true");
      return { outcome: "seeded", projects: plan.projects.length, ...played };
    } finally {
      for (const stage of stages) await stage.close();
    }
  });
}

function draw(
  { size, now, days = Number.POSITIVE_INFINITY }: DemoOptions,
  calendar: WorkCalendar,
): { plan: CityPlan; courses: readonly Course[]; errands: readonly Errand[] } {
  const written = stories.map((story) => courseOf(story, now, calendar));
  if (size === "small") return { plan: smallCity(now, calendar), courses: written, errands: [] };
  const city = fullCity(now, calendar);
  const start = shanghaiMoment(addDays(shanghaiDay(now), -historyDays)).getTime();
  const since = new Date(Math.max(start, now.getTime() - days * 86_400_000));
  const drawn = [...drawHistory(city, now, calendar), ...drawTickets(city, now, calendar)].filter(
    ({ opening }) => opening.at >= since,
  );
  const { plan, errands } = drawWorks(city, now, calendar, since);
  return { plan, courses: [...written, ...drawn], errands };
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
            exists (select from unit) or exists (select from account) or exists (select from enterprise) as used`,
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
  const kept = [
    "huhang_migration",
    "platform",
    "role",
    "calendar_year",
    "work_calendar",
    "topic",
    "stage_item",
    "rule_setting",
  ];
  const { rows } = await owner.query<{ tables: string | null }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
       from pg_tables where schemaname = 'public' and tableowner = current_user and tablename <> all ($1)`,
    [kept],
  );
  if (rows[0]?.tables) await owner.query(`truncate ${rows[0].tables} restart identity`);
  await owner.query("alter sequence matter_id_seq restart");
}
