import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "#directory/context.ts";
import { within } from "./compute.queries.ts";
import type { contract } from "./contract.ts";
import { below, type Place } from "./units.queries.ts";

type Stuck = z.output<(typeof contract)["metric.stuck"]["output"]>;
type Sponsored = z.output<(typeof contract)["metric.sponsored"]["output"]>["items"];

const dayMs = 86_400_000;
/** Without a step for so long a matter counts as still, whoever it waits for. */
export const stillDays = 7;
const shownAtMost = 20;

interface Row {
  readonly matter_id: number;
  readonly station_id: number;
  readonly branch_id: number;
  readonly waits_for: string;
  readonly late: boolean;
  readonly moved_at: Date;
  readonly due_at: Date | null;
}

/** What does not move in a unit: counted for all of it, listed as far as the actor may read. */
export async function stuckIn(
  ctx: Context,
  places: readonly Place[],
  place: Place,
): Promise<Omit<Stuck, "unit" | "serverTime">> {
  const only = { unitId: place.id, tier: place.tier };
  const { rows } = await sql<Row>`
    select f.matter_id, f.station_id, f.branch_id, f.waits_for, coalesce(f.late, false) as late, f.moved_at, f.due_at
      from app.figure_open(${ctx.now}) f where true ${within(only)}`.execute(ctx.db);
  const before = ctx.now.getTime() - stillDays * dayMs;
  const isStill = (row: Row) => row.moved_at.getTime() <= before;
  const stuck = rows
    .filter((row) => row.late || isStill(row))
    .toSorted((left, right) => left.moved_at.getTime() - right.moved_at.getTime() || left.matter_id - right.matter_id);
  const sum = (some: readonly Row[]) => ({
    open: some.length,
    late: some.filter(({ late }) => late).length,
    still: some.filter(isStill).length,
  });
  const readable = await readRows(
    ctx,
    stuck.map(({ matter_id: id }) => id),
  );
  const seen = stuck.flatMap((row) => {
    const known = readable.get(row.matter_id);
    return known === undefined ? [] : [{ row, known }];
  });
  return {
    ...sum(rows),
    units: below(places, place)
      .map(({ id, name }) => ({
        unitId: id,
        name,
        ...sum(rows.filter((row) => (place.tier === "CITY" ? row.branch_id : row.station_id) === id)),
      }))
      .filter(({ open }) => open > 0),
    waits: [...Map.groupBy(rows, (row) => row.waits_for)]
      .map(([waitsFor, some]) => ({ waitsFor, open: some.length, late: sum(some).late }))
      .toSorted((left, right) => right.open - left.open || left.waitsFor.localeCompare(right.waitsFor)),
    total: stuck.length,
    visible: seen.length,
    items: seen.slice(0, shownAtMost).map(({ row, known }) => ({
      ...known,
      movedAt: row.moved_at.toISOString(),
      dueAt: row.due_at?.toISOString() ?? null,
      late: row.late,
      waitsFor: row.waits_for,
    })),
  };
}

type Readable = Pick<
  Stuck["items"][number],
  "id" | "number" | "title" | "procedure" | "state" | "projectName" | "stationName"
>;

/** Of these matters, those that the row policy shows the actor. */
async function readRows(ctx: Context, ids: readonly number[]): Promise<Map<number, Readable>> {
  const { rows } = await sql<Readable>`
    select m.id, m.number, m.title, m.procedure, m.state, p.name as "projectName", s.short_name as "stationName"
      from matter m join unit s on s.id = m.station_id left join project p on p.id = m.project_id
     where m.id = any (${[...ids]}::bigint[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The projects that the actor sponsors, those with something late first. */
export async function sponsoredBy(ctx: Context): Promise<Sponsored> {
  const { rows } = await sql<Omit<Sponsored[number], "nextDueAt"> & { nextDueAt: Date | null }>`
    select p.id, p.name, p.stage, s.short_name as "stationName", f.open, f.late, f.next_due_at as "nextDueAt"
      from app.figure_sponsored(${ctx.now}) f join project p on p.id = f.project_id join unit s on s.id = p.station_id
     order by f.late desc, f.next_due_at nulls last, p.id`.execute(ctx.db);
  return rows.map((row) => ({ ...row, nextDueAt: row.nextDueAt?.toISOString() ?? null }));
}
