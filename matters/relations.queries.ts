import type { MatterRelations } from "#access/capacities.ts";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";

interface Wanted {
  readonly projectId: number | null;
  readonly topic: string | null;
  readonly private: boolean;
  /** The firm for which an officer writes it down. */
  readonly onBehalfOf: number | null;
  /** It is about himself: one of the staff asks it of the city and not of his unit, whose leaders count what is open there. */
  readonly aboutOneself: boolean;
}

/**
 * Where a new matter belongs: to a project within the actor's reach, else to the firm's station; and to his own firm, or
 * for an officer to the one that he writes it down for.
 */
export async function relationsFor(ctx: Context, wanted: Wanted): Promise<Omit<MatterRelations, "id">> {
  const { actor, db } = ctx;
  if (wanted.topic !== null) {
    const topic = await db.selectFrom("topic").select("code").where("code", "=", wanted.topic).executeTakeFirst();
    if (!topic) throw new AppError("invalid", { issues: [{ path: "topic", code: "notAChoice" }] });
  }
  if (wanted.onBehalfOf !== null) await checkFirm(ctx, wanted.onBehalfOf, wanted.projectId);
  // What the police open on a project is about its firm.
  const enterpriseId = wanted.onBehalfOf ?? actor.enterpriseId ?? (await firmOf(ctx, wanted.projectId));
  const station = await stationFor(ctx, wanted, enterpriseId);
  return {
    projectId: wanted.projectId,
    enterpriseId,
    stationId: station.id,
    branchId: station.parent_id ?? station.id,
    openedBy: actor.accountId,
    private: wanted.private,
    onBehalf: wanted.onBehalfOf !== null,
    topic: wanted.topic,
  };
}

/** Staff write down matters of firms within their sight, and of the project's own firms where one is named. */
async function checkFirm({ actor, db }: Context, firmId: number, projectId: number | null): Promise<void> {
  const seen =
    actor.kind === "staff" &&
    (await db.selectFrom("enterprise").select("id").where("id", "=", firmId).executeTakeFirst()) !== undefined;
  const fits =
    projectId === null ||
    (await db
      .selectFrom("project_enterprise")
      .select("enterprise_id")
      .where("project_id", "=", projectId)
      .where("enterprise_id", "=", firmId)
      .executeTakeFirst()) !== undefined;
  if (!seen || !fits) throw new AppError("invalid", { issues: [{ path: "onBehalfOf", code: "unknownFirm" }] });
}

/** The first of a project's firms. */
async function firmOf({ db }: Context, projectId: number | null): Promise<number | null> {
  if (projectId === null) return null;
  const row = await db
    .selectFrom("project_enterprise")
    .select("enterprise_id")
    .where("project_id", "=", projectId)
    .orderBy("enterprise_id")
    .limit(1)
    .executeTakeFirst();
  return row?.enterprise_id ?? null;
}

async function stationFor(
  { actor, db }: Context,
  { projectId, aboutOneself }: Wanted,
  enterpriseId: number | null,
): Promise<{ id: number; parent_id: number | null }> {
  const units = db.selectFrom("unit as u").select(["u.id", "u.parent_id"]);
  if (projectId !== null) {
    // Only projects of the actor's own relations: one that he may merely read is not his to ask about.
    const found = actor.projects.includes(projectId)
      ? await units.innerJoin("project as p", "p.station_id", "u.id").where("p.id", "=", projectId).executeTakeFirst()
      : undefined;
    if (!found) throw new AppError("invalid", { issues: [{ path: "projectId", code: "unknownProject" }] });
    return found;
  }
  if (enterpriseId !== null) {
    return units
      .innerJoin("enterprise as e", "e.station_id", "u.id")
      .where("e.id", "=", enterpriseId)
      .executeTakeFirstOrThrow();
  }
  if (actor.unitId === null) throw new AppError("forbidden");
  const own = await units.select("u.path").where("u.id", "=", actor.unitId).executeTakeFirstOrThrow();
  const [city = own.id] = own.path;
  return aboutOneself ? { id: city, parent_id: null } : own;
}
