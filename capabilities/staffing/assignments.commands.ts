import type { staffingRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint } from "#directory/refusals.ts";
import { shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { resultOf } from "#matters/many.commands.ts";
import { staffingContract } from "./contract.ts";
import { findProject, isActive, isAloneInOffice, late, lockProject, refused } from "./store.queries.ts";
import { demandFree, succeed, tellChange } from "./succession.commands.ts";

type Ids =
  | "assignment.propose"
  | "assignment.proposeMany"
  | "assignment.approve"
  | "assignment.withdraw"
  | "assignment.end";

/** Orders of the program office: proposed, approved under a number, ended. */
export const assignmentCommands: Pick<Handlers<typeof staffingContract, typeof staffingRules>, Ids> = {
  "assignment.propose": async (ctx, input) => {
    ctx.about(`project:${input.projectId}`);
    const project = await findProject(ctx, input.projectId);
    if (!project) return undefined;
    return {
      subject: { stationId: project.stationId },
      run: async () => {
        await demandFree(ctx, {
          project,
          kind: input.kind,
          accountId: input.accountId,
          from: begin(ctx, input.fromDay),
          path: "accountId",
        });
        try {
          const row = await ctx.db
            .insertInto("assignment_proposal")
            .values({
              project_id: project.id,
              account_id: input.accountId,
              kind: input.kind,
              from_day: input.fromDay,
              reason: input.reason,
              state: "PROPOSED",
              proposed_by: ctx.actor.accountId,
              proposed_at: ctx.now,
            })
            .returning("id")
            .executeTakeFirstOrThrow();
          return { id: row.id };
        } catch (error) {
          if (isConstraint(error, "assignment_proposal_open")) throw refused("accountId", "proposedAlready");
          throw error;
        }
      },
    };
  },

  "assignment.proposeMany": (ctx, { projectIds, ...proposal }) =>
    Promise.resolve({
      subject: {},
      run: async () => {
        ctx.about(`account:${proposal.accountId}`);
        const results = new Map<number, ReturnType<typeof resultOf>>();
        // In one order, so that two who do this at once never wait for each other in a circle.
        for (const projectId of [...new Set(projectIds)].toSorted((one, other) => one - other)) {
          const part = await ctx.part(staffingContract["assignment.propose"], { projectId, ...proposal });
          results.set(projectId, resultOf(projectId, part));
        }
        ctx.counted([...results.values()].filter(({ done }) => done).length);
        return { results: [...new Set(projectIds)].flatMap((id) => results.get(id) ?? []) };
      },
    }),

  "assignment.approve": async (ctx, input) => {
    const loaded = await loadProposal(ctx, input.id);
    if (!loaded) return undefined;
    const { project } = loaded;
    return {
      subject: { stationId: project.stationId },
      run: async () => {
        if (loaded.proposedBy === ctx.actor.accountId && !(await isAloneInOffice(ctx, project.id)))
          throw late("fourEyes");
        const proposal = await settle(ctx, input.id, "APPROVED");
        const from = begin(ctx, proposal.from_day);
        const assignmentId = await succeed(ctx, {
          project,
          kind: proposal.kind,
          accountId: proposal.account_id,
          from,
          orderNo: input.orderNo,
          reason: proposal.reason,
          path: "accountId",
        });
        return { assignmentId, from: from.toISOString() };
      },
    };
  },

  "assignment.withdraw": async (ctx, input) => {
    const loaded = await loadProposal(ctx, input.id);
    if (!loaded) return undefined;
    return {
      subject: { stationId: loaded.project.stationId },
      run: async () => {
        await settle(ctx, input.id, "WITHDRAWN");
        return {};
      },
    };
  },

  "assignment.end": async (ctx, input) => {
    ctx.about(`assignment:${input.id}`);
    const row = await ctx.db
      .selectFrom("assignment")
      .select(["id", "project_id", "kind", "valid_from", "valid_to"])
      .where("id", "=", input.id)
      .executeTakeFirst();
    const project = row && (await findProject(ctx, row.project_id));
    if (!row || !project) return undefined;
    return {
      subject: { stationId: project.stationId },
      run: async () => {
        await lockProject(ctx, project.id);
        if ((row.kind === "A" || row.kind === "B") && isActive(project) && project.staffedAt !== null) {
          throw late("neverWithout");
        }
        const changed = await ctx.db
          .updateTable("assignment")
          .set({ valid_to: ctx.now, end_reason: input.reason })
          .where("id", "=", row.id)
          .where("valid_from", "<", ctx.now)
          .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw late("notRunning");
        await tellChange(ctx, project.id);
        return { to: ctx.now.toISOString() };
      },
    };
  },
};

/** A day that has begun means now: nobody is given access backwards. */
function begin(ctx: Context, fromDay: string): Date {
  return fromDay <= shanghaiDay(ctx.now) ? ctx.now : shanghaiMoment(fromDay);
}

async function loadProposal(ctx: Context, id: number) {
  ctx.about(`proposal:${id}`);
  const row = await ctx.db
    .selectFrom("assignment_proposal")
    .select(["project_id", "proposed_by"])
    .where("id", "=", id)
    .executeTakeFirst();
  const project = row && (await findProject(ctx, row.project_id));
  return project && { project, proposedBy: row.proposed_by };
}

/** Of two decisions at once the second waits for the first and finds it made. */
async function settle(ctx: Context, id: number, state: "APPROVED" | "WITHDRAWN") {
  const row = await ctx.db
    .updateTable("assignment_proposal")
    .set({ state, decided_by: ctx.actor.accountId, decided_at: ctx.now })
    .where("id", "=", id)
    .where("state", "=", "PROPOSED")
    .returning(["kind", "account_id", "from_day", "reason"])
    .executeTakeFirst();
  if (!row) throw late("decidedAlready");
  return row;
}
