import { principalsOf } from "#access/capacities.ts";
import { settleDue } from "#matters/due.commands.ts";
import { defineEffects, type EffectContext } from "#matters/effects.ts";
import { takeStep } from "#matters/steps.commands.ts";
import { countSteps, lockMatter, openDoor } from "#matters/store.queries.ts";
import { drawer, goesOnElsewhere, pointOf, reopening, visited } from "./draw.ts";
import { returnVisit } from "./procedure.ts";

/**
 * Each closing is drawn once, and drawn the same whenever it is asked again. What is open again needs no visit any more.
 * Visits themselves are opened later, by a job (`open.commands.ts`).
 */
export const returnVisitEffects = defineEffects({
  name: drawer,
  on: { matterMoved: (ctx, { matter }) => follow(ctx, matter) },
});

async function follow(ctx: EffectContext, id: number): Promise<void> {
  await openDoor(ctx.db, id);
  const row = await ctx.db
    .selectFrom("matter")
    .select(["procedure", "phase", "outcome", "closed_at", "enterprise_id", "barred"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row && visited.includes(row.procedure) && row.barred.length === 0 && row.outcome !== goesOnElsewhere) {
    if (row.closed_at === null) await callOff(ctx, id);
    else await drawLot(ctx, id, { closedAt: row.closed_at, enterpriseId: row.enterprise_id });
  }
  await openDoor(ctx.db, null);
}

async function drawLot(
  ctx: EffectContext,
  id: number,
  { closedAt, enterpriseId }: { readonly closedAt: Date; readonly enterpriseId: number | null },
): Promise<void> {
  const rule = await ctx.db
    .selectFrom("return_visit_rule")
    .select("share_percent")
    .where("valid_from", "<=", closedAt)
    .orderBy("valid_from", "desc")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const counts = await countSteps(ctx.db, id);
  const reopened = reopening.some((step) => (counts[step] ?? 0) > 0);
  await ctx.db
    .insertInto("return_visit_draw")
    .values({
      matter_id: id,
      closed_at: closedAt,
      enterprise_id: enterpriseId,
      key_id: ctx.drawKey,
      point: pointOf(ctx.draw, id),
      share_percent: rule.share_percent,
      reopened,
    })
    // The lot stays as it was drawn first; that it came back since is added.
    .onConflict((conflict) => conflict.column("matter_id").doUpdateSet({ closed_at: closedAt, reopened }))
    .execute();
}

/** The matter is open again: a visit that nobody has answered is over, and the next closing may bring another. */
async function callOff(ctx: EffectContext, id: number): Promise<void> {
  const draw = await ctx.db
    .selectFrom("return_visit_draw")
    .select("visit_id")
    .where("matter_id", "=", id)
    .executeTakeFirst();
  const visitId = draw?.visit_id ?? null;
  if (visitId === null) return;
  await openDoor(ctx.db, visitId);
  const visit = await settleDue(ctx, ctx.procedures, await lockMatter(ctx.db, visitId));
  if (!returnVisit.steps.notNeeded.from.some((state) => state === visit.snapshot.state)) return;
  await takeStep(
    ctx,
    ctx.procedures,
    visit,
    await principalsOf(ctx.db, visit.relations),
    { accountId: null, label: "", capacity: "system" },
    { step: "notNeeded", form: {}, files: [], at: ctx.now },
  );
  await ctx.db
    .updateTable("return_visit_draw")
    .set({ visit_id: null, opened_at: null })
    .where("matter_id", "=", id)
    .execute();
}
