import { type RawBuilder, sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { workingMinutesBetween } from "#kernel/work-calendar.ts";
import type { Metric, Source } from "./metric.ts";
import type { Period } from "./month.ts";
import { median } from "./shown.ts";

/** What counting needs of the shell. */
export type Counting = Pick<Context, "db" | "calendar" | "now">;

/** One figure of one unit, or of one part of it. */
export interface Figure {
  readonly metric: string;
  readonly version: number;
  readonly unitId: number;
  /** Value of the metric's further dimension; empty: the whole. */
  readonly part: string;
  readonly counted: number;
  readonly ofAll: number | null;
  /** Median or mean; null for counts and shares, and where there was nothing to take it of. */
  readonly value: number | null;
}

/** Whose figures: one unit's with those right below it, or every unit's. */
export interface Reach {
  readonly unitIds: readonly number[];
  /** The whole city, where the actor may know its figures. */
  readonly rootId: number | null;
  /** Only rows of this unit are looked at. */
  readonly only?: { readonly unitId: number; readonly tier: string };
}

/**
 * Counts all metrics of a period, each source in one pass. Whose rows are looked at at all is said by the functions of
 * the reporting side; a unit of the reach without anything to count gets its nought.
 */
export async function countFigures(
  ctx: Counting,
  metrics: readonly Metric[],
  period: Period,
  reach: Reach,
): Promise<Figure[]> {
  const found: Figure[] = [];
  const sources = new Set(metrics.flatMap((metric) => (metric.measure === "stars" ? [] : [metric.source])));
  for (const source of sources) {
    const here = metrics.filter((metric) => metric.measure !== "stars" && metric.source === source);
    found.push(...(await countSource(ctx, here, source, period, reach)));
  }
  found.push(...(await rate(ctx, metrics, period)));
  const wanted = new Set(reach.unitIds);
  return withNoughts(
    metrics,
    found.filter(({ unitId }) => wanted.has(unitId)),
    reach,
  );
}

/** The part of rows that have none: without a topic. */
const noPart = "-";

type Tallied = Extract<Metric, { measure: "count" | "share" }>;
type Sampled = Extract<Metric, { measure: "workingMinutes" | "days" }>;

interface Row {
  /** Which of the questions below the row answers. */
  readonly q: number;
  readonly unit: number;
  readonly part: string;
  readonly n: number[] | null;
  readonly days: number | null;
  readonly from_at: Date | null;
  readonly to_at: Date | null;
}

/** Asks everything about one source in one statement, so that its rows are looked for once. */
async function countSource(
  ctx: Counting,
  metrics: readonly Metric[],
  source: Source,
  period: Period,
  reach: Reach,
): Promise<Figure[]> {
  const tallies = metrics.filter((metric) => metric.measure === "count" || metric.measure === "share");
  const groups = [...new Set([undefined, ...tallies.map((metric) => metric.by)])]
    .map((by) => ({ by, metrics: by === undefined ? tallies : tallies.filter((metric) => metric.by === by) }))
    .filter((group) => group.metrics.length > 0);
  const samples = metrics.flatMap((metric) =>
    metric.measure === "workingMinutes" || metric.measure === "days" ? [metric] : [],
  );
  const questions = [
    ...groups.map((group, index) => tallyOf(index, group.by, group.metrics, reach)),
    ...samples.map((metric, index) => sampleOf(groups.length + index, metric, reach)),
  ];
  const { rows } = await sql<Row>`
    with f as materialized (select * from ${rowsOf(source, period)})
    ${sql.join(questions, sql` union all `)}`.execute(ctx.db);
  return [
    ...groups.flatMap((group, index) =>
      talliesFrom(
        group.metrics,
        rows.filter(({ q }) => q === index),
      ),
    ),
    ...samples.flatMap((metric, index) =>
      lengthsFrom(
        ctx,
        metric,
        rows.filter(({ q }) => q === groups.length + index),
      ),
    ),
  ];
}

function partOf(by: Metric["by"]): RawBuilder<unknown> {
  return by === undefined ? sql`''` : sql`coalesce(nullif(${sql.ref(`f.${by}`)}, ''), ${sql.lit(noPart)})`;
}

/** Two numbers for each metric: counted, and of how many. */
function tallyOf(q: number, by: Metric["by"], metrics: readonly Tallied[], reach: Reach): RawBuilder<unknown> {
  const numbers = metrics.flatMap((metric) => {
    if (metric.measure === "share")
      return [
        sql`count(*) filter (where (${metric.of}) and (${metric.counted}))::int`,
        sql`count(*) filter (where ${metric.of})::int`,
      ];
    const what = metric.distinct ? sql`distinct ${sql.ref(`f.${metric.distinct}`)}` : sql`*`;
    return [sql`count(${what}) filter (where ${metric.counted})::int`, sql`0`];
  });
  return sql`select ${sql.lit(q)}::int as q, u.unit, ${partOf(by)} as part, array[${sql.join(numbers)}]::int[] as n,
      null::int as days, null::timestamptz as from_at, null::timestamptz as to_at
    from f ${levels(reach)} group by 2, 3`;
}

function sampleOf(q: number, metric: Sampled, reach: Reach): RawBuilder<unknown> {
  const [first, second] = metric.length;
  const length =
    second === undefined
      ? sql`${sql.ref(`f.${first}`)}, null::timestamptz, null::timestamptz`
      : sql`null::int, ${sql.ref(`f.${first}`)}, ${sql.ref(`f.${second}`)}`;
  return sql`select ${sql.lit(q)}::int, u.unit, ${partOf(metric.by)}, null::int[], ${length}
    from f ${levels(reach)} and (${metric.counted})`;
}

function talliesFrom(metrics: readonly Tallied[], rows: readonly Row[]): Figure[] {
  return rows
    .flatMap((row) =>
      metrics.map((metric, index) => ({
        metric: metric.id,
        version: metric.version,
        unitId: row.unit,
        part: row.part,
        counted: row.n?.[2 * index] ?? 0,
        ofAll: metric.measure === "share" ? (row.n?.[2 * index + 1] ?? 0) : null,
        value: null,
      })),
    )
    .filter((figure) => figure.part === "" || figure.counted > 0 || (figure.ofAll ?? 0) > 0);
}

/** Lengths are taken here and not in SQL: working time is known to one place only. */
function lengthsFrom(ctx: Counting, metric: Sampled, rows: readonly Row[]): Figure[] {
  const lengths = new Map<string, { unitId: number; part: string; all: number[] }>();
  for (const row of rows) {
    const length =
      row.from_at && row.to_at ? workingMinutesBetween(ctx.calendar, row.from_at, row.to_at) : (row.days ?? 0);
    for (const part of new Set(["", row.part])) {
      const key = `${row.unit} ${part}`;
      const known = lengths.get(key) ?? { unitId: row.unit, part, all: [] };
      known.all.push(length);
      lengths.set(key, known);
    }
  }
  return [...lengths.values()].map(({ unitId, part, all }) => ({
    metric: metric.id,
    version: metric.version,
    unitId,
    part,
    counted: all.length,
    ofAll: null,
    value: median(all),
  }));
}

async function rate(ctx: Counting, metrics: readonly Metric[], period: Period): Promise<Figure[]> {
  const rated = metrics.filter((metric) => metric.measure === "stars");
  if (rated.length === 0 || !period.complete) return [];
  const { rows } = await sql<{ unit_id: number; procedure: string; raters: number; given: number; stars: number }>`
    select * from app.figure_ratings(${`${period.month}-01`}::date, ${ctx.now})`.execute(ctx.db);
  return rated.flatMap((metric) =>
    rows
      .filter((row) => row.procedure === metric.procedure)
      .map((row) => ({
        metric: metric.id,
        version: metric.version,
        unitId: row.unit_id,
        part: "",
        counted: row.raters,
        ofAll: null,
        value: row.stars / row.given,
      })),
  );
}

/** The rows of a source, as the function of the reporting side gives them. */
export function rowsOf(source: Source, period: Period): RawBuilder<unknown> {
  const { from, to, at } = period;
  switch (source) {
    case "entries":
      return sql`app.figure_entries(${from}, ${to})`;
    case "limits":
      return sql`app.figure_limits(${from}, ${to})`;
    case "overdue":
      return sql`app.figure_overdue(${at})`;
    case "projects":
      return sql`app.figure_projects(${at})`;
    case "people":
      return sql`app.figure_people(${at})`;
    case "stages":
      return sql`app.figure_stages(${from}, ${to})`;
    case "handovers":
      return sql`app.figure_handovers(${from}, ${to})`;
  }
}

/** Each row once for every unit that it counts for: its station, its branch, the city. */
function levels({ rootId, only }: Reach): RawBuilder<unknown> {
  const root = sql`${rootId}::int`;
  const units =
    only === undefined
      ? sql`array[f.station_id, nullif(f.branch_id, f.station_id), nullif(nullif(${root}, f.branch_id), f.station_id)]`
      : only.tier === "CITY"
        ? sql`array[${root}, nullif(f.branch_id, ${root})]`
        : only.tier === "BRANCH"
          ? sql`array[f.branch_id, nullif(f.station_id, f.branch_id)]`
          : sql`array[f.station_id]`;
  return sql`cross join lateral unnest(${units}) as u(unit) where u.unit is not null ${within(only)}`;
}

/** Keeps the rows of one unit; what was handled there stays there when a station moves. */
export function within(only: Reach["only"]): RawBuilder<unknown> {
  if (only === undefined || only.tier === "CITY") return sql``;
  return only.tier === "BRANCH" ? sql`and f.branch_id = ${only.unitId}` : sql`and f.station_id = ${only.unitId}`;
}

/** So that nothing having happened, or no batch of ratings, is a figure too, and not a hole. */
function withNoughts(metrics: readonly Metric[], found: readonly Figure[], reach: Reach): Figure[] {
  const known = new Set(found.filter(({ part }) => part === "").map(({ metric, unitId }) => `${metric} ${unitId}`));
  const noughts = metrics.flatMap((metric) =>
    reach.unitIds
      .filter((unitId) => !known.has(`${metric.id} ${unitId}`))
      .map((unitId) => ({
        metric: metric.id,
        version: metric.version,
        unitId,
        part: "",
        counted: 0,
        ofAll: metric.measure === "share" ? 0 : null,
        value: null,
      })),
  );
  return [...found, ...noughts];
}

/** Today, as the page says until when an unfinished month is counted. */
export function countedUntil(period: Period): string {
  return shanghaiDay(period.at);
}
