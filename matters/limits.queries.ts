import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { dueAt, type Limit } from "#kernel/working-time.ts";
import { ruledLimits } from "./rule-uses.ts";

export { ruledLimits } from "./rule-uses.ts";

/**
 * The limits set as data for this procedure that are in force at an instant; the declared ones hold where there is none.
 * Of several versions the one that began last holds. Where a law sets one too, whichever ends first from this instant on
 * holds: nothing that a city sets reaches beyond a law (GR-25).
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
  const latest = (source: "P" | "L") =>
    new Map(rows.filter((row) => row.source === source).map((row) => [row.key, limitOf(row)]));
  const city = latest("P");
  const law = latest("L");
  const found = new Map(city);
  for (const [key, lawful] of law) {
    const own = city.get(key) ?? declared.get(key);
    const endsFirst = own !== undefined && dueAt(calendar, at, own).at <= dueAt(calendar, at, lawful).at;
    found.set(key, endsFirst ? own : lawful);
  }
  return found;
}

/** A row of `limit_rule` as a limit. */
export function limitOf(row: { amount: number; unit: string; start_excluded: boolean; roll_forward: boolean }): Limit {
  const unit = row.unit as Limit["unit"];
  return unit === "d" || unit === "cd"
    ? { amount: row.amount, unit, startExcluded: row.start_excluded, rollForward: row.roll_forward }
    : { amount: row.amount, unit };
}
