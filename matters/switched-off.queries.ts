import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";

/**
 * Whether a unit may switch a kind of matter off (GR-24): a service for firms, which they ask for and an officer may write
 * down for them. What somebody asks for himself by law is never switched off (a complaint about conduct, his own data),
 * and what follows from other matters goes on with them.
 */
export function isSwitchable({ openedBy, openedOnBehalfBy = [], aboutConduct }: Procedure): boolean {
  return aboutConduct !== true && openedBy.includes("requester") && openedOnBehalfBy.length > 0;
}

/** Kinds of matters that are not offered at a unit, by itself or by one above it. */
export async function switchedOffAt(db: Context["db"], unitId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("module_off as o")
    .innerJoin("unit as u", (join) => join.on((eb) => eb("o.unit_id", "=", eb.fn.any("u.path"))))
    .select("o.procedure")
    .distinct()
    .where("u.id", "=", unitId)
    .where("o.on_at", "is", null)
    .execute();
  return rows.map(({ procedure }) => procedure);
}

/** @throws AppError invalid: the unit does not offer this kind of matter now */
export async function refuseSwitchedOff(ctx: Pick<Context, "db">, procedure: Procedure, unitId: number): Promise<void> {
  if (!isSwitchable(procedure)) return;
  if (!(await switchedOffAt(ctx.db, unitId)).includes(procedure.id)) return;
  throw new AppError("invalid", { issues: [{ path: "procedure", code: "moduleOff" }] });
}
