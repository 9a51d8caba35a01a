import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "#directory/context.ts";
import { rowsOf, within } from "./compute.queries.ts";
import type { contract } from "./contract.ts";
import { type Metric, sources } from "./metric.ts";
import type { Period } from "./month.ts";
import type { Place } from "./units.queries.ts";

type Records = z.output<(typeof contract)["metric.records"]["output"]>;

/** As many as a page can hold; who needs more narrows the unit. */
const shownAtMost = 100;

/**
 * The records that a figure counts, as far as the actor may read them. The total comes from the reporting side; each
 * row is read with the actor's own eyes.
 */
export async function recordsOf(
  ctx: Context,
  metric: Metric,
  period: Period,
  place: Place,
  side: "counted" | "others",
): Promise<Records> {
  const nothing: Records = { total: 0, visible: 0, matters: [], projects: [] };
  if (metric.measure === "stars") return nothing;
  const { about } = sources[metric.source];
  if (about === null) return nothing;
  const only = { unitId: place.id, tier: place.tier };
  const condition =
    metric.measure !== "share"
      ? metric.counted
      : side === "counted"
        ? sql`(${metric.of}) and (${metric.counted})`
        : sql`(${metric.of}) and (${metric.counted}) is not true`;
  const id = sql.ref(about === "matter" ? "f.matter_id" : "f.project_id");
  const counted = sql`select distinct ${id} as id from ${rowsOf(metric.source, period)} f where ${condition} ${within(only)}`;
  if (about === "matter") {
    const { rows } = await sql<Records["matters"][number] & { total: number; visible: number }>`
      with counted as materialized (${counted})
      select m.id, m.number, m.title, m.procedure, m.state, p.name as "projectName",
             (select count(*)::int from counted) as total, count(*) over ()::int as visible
        from counted c join matter m on m.id = c.id left join project p on p.id = m.project_id
       order by m.opened_at desc, m.id desc limit ${shownAtMost}`.execute(ctx.db);
    if (rows.length === 0) return { ...nothing, total: await countOf(ctx, counted) };
    const { total, visible } = rows[0] ?? { total: 0, visible: 0 };
    return { total, visible, matters: rows, projects: [] };
  }
  const { rows } = await sql<Records["projects"][number] & { total: number; visible: number }>`
    with counted as materialized (${counted})
    select p.id, p.name, p.stage, (select count(*)::int from counted) as total, count(*) over ()::int as visible
      from counted c join project p on p.id = c.id order by p.name, p.id limit ${shownAtMost}`.execute(ctx.db);
  if (rows.length === 0) return { ...nothing, total: await countOf(ctx, counted) };
  const { total, visible } = rows[0] ?? { total: 0, visible: 0 };
  return { total, visible, matters: [], projects: rows };
}

async function countOf(ctx: Context, counted: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from (${counted}) c`.execute(ctx.db);
  return rows[0]?.total ?? 0;
}
