import type { planRules } from "#access/rules/plan.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { peopleOf } from "#directory/people.queries.ts";
import { AppError } from "#kernel/errors.ts";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { PlanContent, PlanState, Sector } from "./content.ts";
import type { contract } from "./contract.ts";
import { contentOf, findProject, plansInReach, planView, standingTo, versionsOf } from "./queries.ts";
import { templateFor } from "./templates.ts";

/** A plan is looked through once a year at the latest, and at every change of stage. */
const planDays = 365;

/**
 * 一项目一方案: drafted by officer A, answered by the firm, signed by the officer. No clock runs and nothing follows from
 * silence or from a no (GR-12); see docs/decisions for why it is no matter.
 */
export const planHandlers: Handlers<typeof contract, typeof planRules> = {
  "plan.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const items = await plansInReach(ctx);
      ctx.counted(items.length);
      return { items, serverTime: ctx.now.toISOString() };
    },
  }),

  "plan.get": async (ctx, input) => {
    const project = await findProject(ctx, input.projectId);
    return project && { subject: {}, run: () => planView(ctx, project, input.no) };
  },

  "plan.draft": async (ctx, input) => {
    const project = await findProject(ctx, input.projectId);
    return (
      project && {
        subject: await standingTo(ctx, input.projectId),
        run: async () => {
          const versions = await versionsOf(ctx, project.id);
          const last = versions[0];
          if (last?.state === "DRAFT") throw new AppError("illegal-step", { params: { reason: "draftExists" } });
          // A new draft takes the place of what was proposed and not signed: nobody confirms what is being rewritten.
          if (last && openStates.includes(last.state)) await move(ctx, last.id, "WITHDRAWN");
          const content =
            input.from === "last" && last
              ? renewed(contentOf(last), shanghaiDay(ctx.now))
              : await fromTemplate(ctx, project, input.sector);
          const row = await ctx.db
            .insertInto("service_plan")
            .values({
              project_id: project.id,
              no: (last?.no ?? 0) + 1,
              state: "DRAFT",
              content: JSON.stringify(content),
              revision: 1,
              stage: project.stage,
              sector: input.from === "last" && last ? last.sector : input.sector,
              drafted_by: ctx.actor.accountId,
              drafted_at: ctx.now,
            })
            .onConflict((conflict) => conflict.doNothing())
            .returning(["id", "no", "state", "revision"])
            .executeTakeFirst();
          if (!row) throw new AppError("illegal-step", { params: { reason: "draftExists" } });
          return row;
        },
      }
    );
  },

  "plan.save": async (ctx, input) =>
    onPlan(ctx, input.id, ["DRAFT"], input.revision, (plan) =>
      change(ctx, plan.id, { content: JSON.stringify(inOrder(input.content)), revision: plan.revision + 1 }),
    ),

  "plan.propose": async (ctx, input) =>
    onPlan(ctx, input.id, ["DRAFT"], input.revision, async (plan) => {
      const moved = await change(ctx, plan.id, { state: "PROPOSED", proposed_at: ctx.now });
      await say(ctx, plan.id, "PROPOSE", "");
      return moved;
    }),

  "plan.answer": async (ctx, input) =>
    onPlan(ctx, input.id, ["PROPOSED"], null, async (plan) => {
      if (input.answer === "COMMENT" && input.text === "") {
        throw new AppError("invalid", { issues: [{ path: "text", code: "required" }] });
      }
      const state = ({ CONFIRM: "CONFIRMED", COMMENT: "COMMENTED", DECLINE: "DECLINED" } as const)[input.answer];
      const moved = await change(ctx, plan.id, { state });
      await say(ctx, plan.id, input.answer, input.text);
      return moved;
    }),

  "plan.sign": async (ctx, input) =>
    onPlan(ctx, input.id, ["CONFIRMED"], null, async (plan) => {
      await ctx.db
        .updateTable("service_plan")
        .set({ state: "REPLACED" })
        .where("project_id", "=", plan.project_id)
        .where("state", "=", "IN_FORCE")
        .execute();
      const signed = { state: "IN_FORCE", signed_by: ctx.actor.accountId, signed_at: ctx.now } as const;
      const moved = await change(ctx, plan.id, signed);
      await say(ctx, plan.id, "SIGN", "");
      return moved;
    }),

  "plan.withdraw": async (ctx, input) =>
    onPlan(ctx, input.id, openStates, null, async (plan) => {
      const moved = await move(ctx, plan.id, "WITHDRAWN");
      await say(ctx, plan.id, "WITHDRAW", "");
      return moved;
    }),
};

const openStates: readonly PlanState[] = ["DRAFT", "PROPOSED", "COMMENTED", "CONFIRMED"];

interface Plan {
  readonly id: number;
  readonly project_id: number;
  readonly state: PlanState;
  readonly revision: number;
}

type Change = Parameters<typeof change>[2];

/** A version that the actor sees; moves only from some states, and a draft only as it was seen. */
async function onPlan<R>(
  ctx: Context,
  id: number,
  from: readonly PlanState[],
  revision: number | null,
  run: (plan: Plan) => Promise<R>,
) {
  ctx.about(`plan:${id}`);
  const seen = await ctx.db.selectFrom("service_plan").select("project_id").where("id", "=", id).executeTakeFirst();
  if (!seen) return undefined;
  return {
    subject: await standingTo(ctx, seen.project_id),
    run: async () => {
      // Whoever comes second waits here and then reads what the first has left.
      const plan = await ctx.db
        .selectFrom("service_plan")
        .select(["id", "project_id", "state", "revision"])
        .where("id", "=", id)
        .forUpdate()
        .executeTakeFirst();
      if (!plan || !from.includes(plan.state)) throw new AppError("illegal-step", { params: { reason: "planMoved" } });
      if (revision !== null && revision !== plan.revision) {
        throw new AppError("stale-version", { params: { version: plan.revision } });
      }
      return run(plan);
    },
  };
}

async function change(
  ctx: Context,
  id: number,
  set: {
    state?: PlanState;
    content?: string;
    revision?: number;
    proposed_at?: Date;
    signed_by?: number;
    signed_at?: Date;
  },
) {
  return ctx.db
    .updateTable("service_plan")
    .set(set)
    .where("id", "=", id)
    .returning(["id", "no", "state", "revision"])
    .executeTakeFirstOrThrow();
}

function move(ctx: Context, id: number, state: NonNullable<Change["state"]>) {
  return change(ctx, id, { state });
}

async function say(
  ctx: Context,
  planId: number,
  kind: "PROPOSE" | "CONFIRM" | "COMMENT" | "DECLINE" | "SIGN" | "WITHDRAW",
  text: string,
): Promise<void> {
  await ctx.db
    .insertInto("service_plan_word")
    .values({
      plan_id: planId,
      at: ctx.now,
      kind,
      enterprise_id: ctx.actor.enterpriseId,
      account_id: ctx.actor.accountId,
      duty_name: ctx.actor.dutyName,
      text,
    })
    .execute();
}

/** @throws AppError invalid: it would end before it begins */
function inOrder(content: PlanContent): PlanContent {
  if (content.validUntil < content.validFrom) {
    throw new AppError("invalid", { issues: [{ path: "content.validUntil", code: "endsBefore" }] });
  }
  return content;
}

/** A version to be written anew runs from today. */
function renewed(content: PlanContent, today: string): PlanContent {
  return { ...content, validFrom: today, validUntil: addDays(today, planDays) };
}

/** Prepared lines of stage and sector, and those who can be called: officers A and B, the station, the firm's people. */
async function fromTemplate(
  ctx: Context,
  project: { id: number; stage: string; station: string; duty_phone: string },
  sector: Sector,
): Promise<PlanContent> {
  const { visits, ...lines } = templateFor(project.stage, sector);
  const today = shanghaiDay(ctx.now);
  const officers = ((await peopleOf(ctx, [project.id])).get(project.id) ?? []).filter(
    ({ place }) => place === "A" || place === "B",
  );
  const members = await ctx.db
    .selectFrom("access_grant as g")
    .innerJoin("account as a", "a.id", "g.account_id")
    .innerJoin("project_enterprise as pe", "pe.enterprise_id", "g.enterprise_id")
    .select(["a.duty_name", "a.duty_phone"])
    .distinct()
    .where("pe.project_id", "=", project.id)
    .where("g.valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("g.valid_to", "is", null), eb("g.valid_to", ">", ctx.now)]))
    .where("a.duty_phone", "is not", null)
    .orderBy("a.duty_name")
    .limit(4)
    .execute();
  return {
    ...lines,
    contacts: [
      ...officers.map((one) => ({
        duty: `警长 ${one.place}`,
        dutyName: one.dutyName,
        dutyPhone: one.phone ?? project.duty_phone,
      })),
      { duty: "派出所值班", dutyName: project.station, dutyPhone: project.duty_phone },
      ...members.map((one) => ({ duty: "企业", dutyName: one.duty_name, dutyPhone: one.duty_phone ?? "" })),
    ],
    visits: { ...visits, quiet: "" },
    note: "本方案由示例模板生成，内容由双方商定，可随时提出修改。",
    validFrom: today,
    validUntil: addDays(today, planDays),
  };
}
