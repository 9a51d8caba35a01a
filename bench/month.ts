import { performance } from "node:perf_hooks";
import pg from "pg";
import { addMonths, monthOf } from "#metrics/month.ts";
import { takeFigures } from "#server/jobs/figures.ts";
import { execute } from "#server/pipeline.ts";
import { closedLoop, type Figures } from "./measure.ts";
import { type BenchDatabase, benchNow, openBenchPlatform, type Place } from "./place.ts";

export interface MonthFigures {
  /** The city's page of a month that is over, counted anew each time, and from what was taken. */
  readonly counted: Figures;
  readonly taken: Figures;
  /** A branch's page of the month that runs. */
  readonly running: Figures;
  readonly stuck: Figures;
  /** Taking all past months, of all units. */
  readonly months: number;
  readonly takingMs: number;
}

/** Reads the month page of the city and of its busiest branch before and after the figures of past months were taken. */
export async function measureMonth(place: Place, database: BenchDatabase, calls: number): Promise<MonthFigures> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const platform = await openBenchPlatform(place, database, { poolSize: 1 });
  try {
    // Of an earlier run on a kept database; the guard of the table is the platform's, not the benchmark's.
    await admin.query("truncate metric_snapshot");
    const find = async (login: string) =>
      (await admin.query<{ id: number }>("select id from account where login like $1 order by id limit 1", [login]))
        .rows[0]?.id ?? 0;
    const [city, branch] = [await find("city-%"), await find("branch-%")];
    const last = addMonths(monthOf(benchNow), -1);
    const read = (accountId: number, operation: string, input: object) =>
      closedLoop(
        Array.from({ length: calls }, () => input),
        1,
        (one) => execute(platform, operation, one, { account: { accountId, enterpriseId: null }, device: "desk" }),
      );
    await read(city, "metric.month", { month: last });
    const counted = await read(city, "metric.month", { month: last });
    const running = await read(branch, "metric.month", { month: monthOf(benchNow) });
    const stuck = await read(city, "metric.stuck", {});
    const began = performance.now();
    const months = await takeFigures(platform);
    const takingMs = performance.now() - began;
    await admin.query("analyze metric_snapshot");
    await read(city, "metric.month", { month: last });
    const taken = await read(city, "metric.month", { month: last });
    return { counted, taken, running, stuck, months, takingMs };
  } finally {
    await platform.close();
    await admin.end();
  }
}
