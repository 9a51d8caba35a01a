import { sql } from "kysely";
import { countFigures, type Counting, type Figure } from "./compute.queries.ts";
import type { Metric } from "./metric.ts";
import { addMonths, firstDay, type Month, monthOf, monthsBetween, periodOf } from "./month.ts";
import { findTaken } from "./snapshots.queries.ts";
import { findPlaces, wholeReach } from "./units.queries.ts";

/** So far back figures are taken when there are none yet: three years to compare. */
const furthest = 36;
const rowsAtOnce = 2000;

/** The months that are over and of which a metric, or its present definition, was never taken; the oldest first. */
export async function findUntaken(ctx: Counting, metrics: readonly Metric[]): Promise<Map<Month, Metric[]>> {
  const since = await sql<{ since: Date | null }>`select app.figures_since() as since`.execute(ctx.db);
  const first = since.rows[0]?.since;
  const last = addMonths(monthOf(ctx.now), -1);
  if (!first) return new Map();
  const { rows } = await sql<{ key: string }>`
    select distinct to_char(month, 'YYYY-MM') || ' ' || metric || ' ' || version as key from metric_snapshot`.execute(
    ctx.db,
  );
  const taken = new Set(rows.map(({ key }) => key));
  const months = monthsBetween([monthOf(first), addMonths(last, -furthest)].toSorted().at(-1) ?? last, last);
  return new Map(
    months
      .map((month) => [month, metrics.filter(({ id, version }) => !taken.has(`${month} ${id} ${version}`))] as const)
      .filter(([, missing]) => missing.length > 0),
  );
}

/** Takes the figures of a month that is over, of every unit. Somebody else at the same time: one of the two stays. */
export async function takeMonth(ctx: Counting, metrics: readonly Metric[], month: Month): Promise<number> {
  const figures = await countMonth(ctx, metrics, month);
  return write(
    ctx,
    month,
    figures.map((figure) => ({ ...figure, revision: 1, note: "" })),
  );
}

/**
 * Takes a month again and writes what differs from what was taken, with the reason. Gives the number of figures that
 * changed; undefined when the month was never taken.
 */
export async function correctMonth(
  ctx: Counting,
  metrics: readonly Metric[],
  month: Month,
  note: string,
): Promise<number | undefined> {
  const reach = wholeReach(await findPlaces(ctx.db));
  const before = new Map(
    (await findTaken(ctx.db, { unitIds: reach.unitIds, months: [month] })).map((taken) => [keyOf(taken), taken]),
  );
  if (before.size === 0) return undefined;
  const now = await countMonth(ctx, metrics, month);
  const gone = [...before.values()]
    .filter((taken) => taken.part !== "" && !now.some((figure) => keyOf(figure) === keyOf(taken)))
    .map((taken) => ({ ...taken, counted: 0, ofAll: taken.ofAll === null ? null : 0, value: null }));
  const stars = new Set(metrics.filter(({ measure }) => measure === "stars").map(({ id }) => id));
  // Single ratings are only ever added, until their time is over: fewer than were taken are a month whose ratings are gone.
  const isErased = (taken: Figure, figure: Figure) => stars.has(figure.metric) && figure.counted < taken.counted;
  const changed = [...now, ...gone].flatMap((figure) => {
    const taken = before.get(keyOf(figure));
    if (taken && (isSame(taken, figure) || isErased(taken, figure))) return [];
    return [{ ...figure, revision: (taken?.revision ?? 1) + 1, note }];
  });
  return write(ctx, month, changed);
}

async function countMonth(ctx: Counting, metrics: readonly Metric[], month: Month): Promise<Figure[]> {
  const period = periodOf(month, ctx.now);
  if (!period?.complete) throw new Error(`${month} is not over`);
  return countFigures(ctx, metrics, period, wholeReach(await findPlaces(ctx.db)));
}

function keyOf({ metric, version, unitId, part }: Figure): string {
  return `${metric} ${version} ${unitId} ${part}`;
}

function isSame(left: Figure, right: Figure): boolean {
  return left.counted === right.counted && left.ofAll === right.ofAll && left.value === right.value;
}

async function write(
  ctx: Counting,
  month: Month,
  figures: readonly (Figure & { revision: number; note: string })[],
): Promise<number> {
  for (let at = 0; at < figures.length; at += rowsAtOnce) {
    await ctx.db
      .insertInto("metric_snapshot")
      .values(
        figures.slice(at, at + rowsAtOnce).map((figure) => ({
          month: firstDay(month),
          metric: figure.metric,
          version: figure.version,
          unit_id: figure.unitId,
          part: figure.part,
          revision: figure.revision,
          counted: figure.counted,
          of_all: figure.ofAll,
          value: figure.value,
          taken_at: ctx.now,
          note: figure.note,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return figures.length;
}
