import { principalsOf } from "#access/capacities.ts";
import { defineEffects, type EffectContext } from "#matters/effects.ts";
import { settleDue } from "#matters/due.commands.ts";
import { lockMatter, openDoor } from "#matters/store.queries.ts";
import { takeStep } from "#matters/steps.commands.ts";
import type { Author } from "#matters/write.commands.ts";
import { isStage } from "./life-cycle.ts";
import { lockStageWork, openStageItems } from "./stage-items.commands.ts";

const clock: Author = { accountId: null, label: "", capacity: "system" };

/** By the state in which a piece of work is: the step that takes it along when its project stands still, or goes on. */
const halts: Readonly<Record<string, string>> = { DUE: "suspend", OFFERED: "suspendOffer" };
const goesOn: Readonly<Record<string, string>> = { SUSPENDED: "resume", OFFER_SUSPENDED: "resumeOffer" };

/**
 * The work of a stage follows its project, however that moved: by the office, by a list, by a new officer. It is
 * brought in line with the project as it is now, so that doing it twice changes nothing.
 */
export const projectEffects = defineEffects({
  name: "projects",
  on: {
    projectMoved: (ctx, { project }) => follow(ctx, project),
    // A project of a list has nobody yet whose time could run: its work begins with its first officer.
    responsibilityChanged: (ctx, { project }) => follow(ctx, project),
  },
});

async function follow(ctx: EffectContext, id: number): Promise<void> {
  await lockStageWork(ctx, id);
  const project = await ctx.db.selectFrom("project").select("stage").where("id", "=", id).executeTakeFirst();
  // Its list has been taken back.
  if (!project) return;
  const { stage } = project;
  if (stage === "ARCHIVED") return;
  if (!isStage(stage)) return moveWork(ctx, id, halts);
  await moveWork(ctx, id, goesOn);
  const officer = await officerOf(ctx, id);
  if (officer !== undefined) await openStageItems(ctx, id, stage, clock, officer);
}

async function officerOf(ctx: EffectContext, projectId: number): Promise<number | undefined> {
  const row = await ctx.db
    .selectFrom("assignment")
    .select("account_id")
    .where("project_id", "=", projectId)
    .where("kind", "=", "A")
    .where("valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
    .executeTakeFirst();
  return row?.account_id;
}

async function moveWork(ctx: EffectContext, projectId: number, steps: typeof halts): Promise<void> {
  const pieces = await ctx.db
    .selectFrom("project_stage_item")
    .select("matter_id")
    .where("project_id", "=", projectId)
    .orderBy("matter_id")
    .execute();
  for (const { matter_id: id } of pieces) {
    await openDoor(ctx.db, id);
    // What was due before is due; only what comes later stands still.
    const matter = await settleDue(ctx, ctx.procedures, await lockMatter(ctx.db, id));
    const step = steps[matter.snapshot.state];
    if (step === undefined) continue;
    const principals = await principalsOf(ctx.db, matter.relations);
    await takeStep(ctx, ctx.procedures, matter, principals, clock, { step, form: {}, files: [], at: ctx.now });
  }
  await openDoor(ctx.db, null);
}
