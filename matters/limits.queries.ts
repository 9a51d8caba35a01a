import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { dueAt, type Limit } from "#kernel/working-time.ts";
import { ruledLimits } from "./rule-uses.ts";

export { ruledLimits } from "./rule-uses.ts";

/** A limit that was set as data: the city's own (P) or a law's (L). */
export interface LimitRow {
  readonly key: string;
  readonly source: "P" | "L";
  readonly amount: number;
  readonly unit: string;
  readonly start_excluded: boolean;
  readonly roll_forward: boolean;
  readonly valid_from: Date;
}

/**
 * The limits set as data for this procedure that are in force at an instant; the declared ones hold where there is none.
 */
export async function loadLimits(
  { db, calendar }: Pick<Context, "db" | "calendar">,
  procedure: Procedure,
  at: Date,
): Promise<ReadonlyMap<string, Limit>> {
  const declared = ruledLimits(procedure);
  const keys = [...declared.keys()];
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom("limit_rule")
    .selectAll()
    .where("key", "=", sql<string>`any(${keys}::text[])`)
    .where("valid_from", "<=", at)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", at)]))
    .orderBy("valid_from")
    .execute();
  const found = [...Map.groupBy(rows, ({ key }) => key)].flatMap(([key, some]) => {
    const own = declared.get(key);
    return own === undefined ? [] : [[key, effectiveLimit(calendar, at, own, some).limit] as const];
  });
  return new Map(found);
}

/**
 * What holds at an instant of a declared limit and the rows of its key that are in force, in the order in which they began.
 * Of several versions the one that began last holds. Where a law sets one too, whichever ends first from this instant on
 * holds: nothing that a city sets reaches beyond a law (GR-25). `row`: where it comes from; none: as declared.
 */
export function effectiveLimit<Row extends Omit<LimitRow, "key" | "valid_from">>(
  calendar: WorkCalendar,
  at: Date,
  declared: Limit,
  rows: readonly Row[],
): { readonly limit: Limit; readonly row: Row | undefined } {
  const latest = (source: "P" | "L") => rows.findLast((row) => row.source === source);
  const city = latest("P");
  const law = latest("L");
  const own = { limit: city ? limitOf(city) : declared, row: city };
  if (!law) return own;
  const lawful = { limit: limitOf(law), row: law };
  return dueAt(calendar, at, own.limit).at <= dueAt(calendar, at, lawful.limit).at ? own : lawful;
}

/** A row of `limit_rule` as a limit. */
export function limitOf(row: { amount: number; unit: string; start_excluded: boolean; roll_forward: boolean }): Limit {
  const unit = row.unit as Limit["unit"];
  return unit === "d" || unit === "cd"
    ? { amount: row.amount, unit, startExcluded: row.start_excluded, rollForward: row.roll_forward }
    : { amount: row.amount, unit };
}
