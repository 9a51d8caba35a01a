import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Procedure, RuledLimit } from "#kernel/procedure.ts";
import type { Limit } from "#kernel/working-time.ts";

/** What a procedure declares under the keys of rules: what holds as long as the city has set nothing else. */
export function ruledLimits(procedure: Procedure): ReadonlyMap<string, Limit> {
  const steps = Object.values(procedure.steps);
  const choices = steps.flatMap((step) => [
    ...Object.values(step.limits ?? {}),
    ...(step.extends ? [step.extends] : []),
  ]);
  const limits: RuledLimit[] = [
    ...Object.values(procedure.tasks),
    ...choices.flatMap((choice) => (choice ? Object.values(choice.options) : [])),
  ];
  return new Map(limits.flatMap(({ rule, limit }) => (rule === undefined ? [] : [[rule, limit] as const])));
}

/**
 * The city's own limits for this procedure that are in force at an instant; the declared ones hold where it has none.
 * Of several the one that began last holds.
 */
export async function loadLimits(
  db: Context["db"],
  procedure: Procedure,
  at: Date,
): Promise<ReadonlyMap<string, Limit>> {
  const keys = [...ruledLimits(procedure).keys()];
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom("limit_rule")
    .selectAll()
    .where("key", "=", sql<string>`any(${keys}::text[])`)
    .where("valid_from", "<=", at)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", at)]))
    .orderBy("valid_from")
    .execute();
  return new Map(rows.map((row) => [row.key, limitOf(row)]));
}

function limitOf(row: { amount: number; unit: string; start_excluded: boolean; roll_forward: boolean }): Limit {
  const unit = row.unit as Limit["unit"];
  return unit === "d" || unit === "cd"
    ? { amount: row.amount, unit, startExcluded: row.start_excluded, rollForward: row.roll_forward }
    : { amount: row.amount, unit };
}
