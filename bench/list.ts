import pg from "pg";
import type { OutputOf } from "#kernel/operation.ts";
import type { contract } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { type Cpu, cpuOf, medianCpu, perItem } from "./cpu.ts";
import { closedLoop, type Figures, medianOf } from "./measure.ts";
import { type BenchDatabase, benchNow, openBenchPlatform, type Place } from "./place.ts";
import { listenTo, openBareLoop, type Statement } from "./recorder.ts";

/** Whose lists are measured; the first is the busiest of its kind. */
export const readers = ["officer", "specialist", "chief", "branch", "city", "liaison"] as const;
export type Reader = (typeof readers)[number];

/** Half of all matters are younger than this. */
const halfWay = new Date("2025-07-01T00:00:00+08:00");
const deep = Buffer.from(`${halfWay.getTime()}.0`).toString("base64url");

/** The pages that are measured: what waits for me, everything, everything that is open, half way down. */
export const pages = {
  mine: { view: "mine" },
  all: { view: "all" },
  active: { view: "all", phase: "active" },
  deep: { view: "all", cursor: deep },
} as const;
export type Page = keyof typeof pages;

export interface ListFigures {
  readonly reader: Reader;
  readonly page: Page;
  readonly engine: Figures;
  /** The same SQL sent by the driver alone. */
  readonly bare: Figures;
  /** Processor time of one page. */
  readonly cpu: Cpu;
  /** Rows of a page, on average. */
  readonly rows: number;
  readonly statements: number;
}

export interface ListPlan {
  readonly rounds: number;
  readonly calls: number;
  readonly width: number;
}

interface Call {
  readonly account: { readonly accountId: number; readonly enterpriseId: number | null };
  readonly input: Readonly<Record<string, string>>;
}

/** Reads every page as every kind of reader, one call after another, engine and bare driver turn by turn. */
export async function measureLists(place: Place, database: BenchDatabase, plan: ListPlan): Promise<ListFigures[]> {
  const people = await findReaders(database);
  const platform = await openBenchPlatform(place, database, { poolSize: plan.width });
  const recorder = listenTo(platform);
  const bare = await openBareLoop(database.appUrl, plan.width);
  try {
    const found: ListFigures[] = [];
    for (const reader of readers) {
      for (const page of Object.keys(pages) as Page[]) {
        const accounts = people.get(reader) ?? [];
        const calls: Call[] = accounts.map((account) => ({ account, input: pages[page] }));
        const recorded: Statement[][] = [];
        let rows = 0;
        for (const call of calls) {
          recorded.push(
            await recorder.record(async () => {
              rows += await readPage(platform, call);
            }, false),
          );
        }
        const engine: Figures[] = [];
        const driver: Figures[] = [];
        const costs: Cpu[] = [];
        for (let round = 0; round < plan.rounds; round += 1) {
          const load = times(calls, plan.calls);
          const used = await cpuOf(database.adminUrl, async () => {
            engine.push(await closedLoop(load, plan.width, (call) => readPage(platform, call)));
          });
          costs.push(perItem(used, plan.calls));
          driver.push(
            await closedLoop(times(recorded, plan.calls), plan.width, (statements, worker) =>
              bare.send(statements, worker),
            ),
          );
        }
        found.push({
          reader,
          page,
          engine: medianOf(engine),
          bare: medianOf(driver),
          cpu: medianCpu(costs),
          rows: rows / calls.length,
          statements: recorded.reduce((sum, list) => sum + list.length, 0) / recorded.length,
        });
      }
    }
    return found;
  } finally {
    await bare.close();
    await platform.close();
  }
}

/** Reads one page; gives the number of its rows. */
export async function readPage(platform: Platform, call: Call): Promise<number> {
  const answer = await execute(platform, "matter.list", call.input, { account: call.account, device: "desk" });
  return (answer.body as OutputOf<(typeof contract)["matter.list"]>).items.length;
}

function times<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => items[index % items.length] as T);
}

/** Up to 24 people of each kind, the busiest first, the others spread over the city. */
export async function findReaders(database: BenchDatabase): Promise<Map<Reader, Call["account"][]>> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const people = new Map<Reader, Call["account"][]>();
    for (const reader of readers) {
      const { rows } = await admin.query<{ id: number; firm: number | null }>(
        `select a.id, g.enterprise_id as firm
           from account a join access_grant g on g.account_id = a.id
           left join lateral (
             select count(*) as n from assignment s join matter m on m.project_id = s.project_id and m.phase <> 'closed'
              where s.account_id = a.id) load on a.login like 'officer-%'
           left join bench.station st on st.id = a.unit_id
          where a.login like $1 and g.valid_from <= $2
            and ($1 <> 'liaison-%' or exists (select from project_enterprise p where p.enterprise_id = g.enterprise_id))
            and ($1 <> 'officer-%' or load.n > 0)
          order by load.n desc nulls last, st.share desc nulls last, hashint4(a.id)`,
        [`${reader}-%`, benchNow],
      );
      const busiest = rows.slice(0, 4);
      const others = rows.slice(4).toSorted((left, right) => spread(left.id) - spread(right.id));
      people.set(
        reader,
        [...busiest, ...others].slice(0, 24).map((row) => ({ accountId: row.id, enterpriseId: row.firm })),
      );
    }
    return people;
  } finally {
    await admin.end();
  }
}

/** Some order that has nothing to do with how people were numbered. */
function spread(id: number): number {
  return Math.imul(id, 2_654_435_761) >>> 0;
}
