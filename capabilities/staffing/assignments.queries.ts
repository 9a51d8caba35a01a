import { sql } from "kysely";
import type { z } from "zod";
import type { staffingRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { staffingContract } from "./contract.ts";
import { findProject } from "./store.queries.ts";

type Ids = "assignment.list" | "assignment.proposals" | "project.responsible";
type Person = z.output<(typeof staffingContract)["project.responsible"]["output"]>["people"][number];

/** Who has, had and will have which place. */
export const assignmentQueries: Pick<Handlers<typeof staffingContract, typeof staffingRules>, Ids> = {
  "assignment.list": async (ctx, input) => {
    ctx.about(`project:${input.projectId}`);
    const project = await findProject(ctx, input.projectId);
    if (!project) return undefined;
    return {
      subject: {},
      run: async () => {
        const rows = await ctx.db
          .selectFrom("assignment as s")
          .innerJoin("account as a", "a.id", "s.account_id")
          .innerJoin("unit as u", "u.id", "a.unit_id")
          .selectAll("s")
          .select(["a.duty_name", "u.short_name"])
          .where("s.project_id", "=", project.id)
          .orderBy("s.valid_from", "desc")
          .orderBy("s.id", "desc")
          .execute();
        return {
          items: rows.map((row) => ({
            id: row.id,
            kind: row.kind,
            holder: { accountId: row.account_id, dutyName: row.duty_name, unitName: row.short_name },
            from: row.valid_from.toISOString(),
            to: row.valid_to?.toISOString() ?? null,
            orderNo: row.order_no,
            reason: row.reason,
            endReason: row.end_reason,
          })),
          proposals: await proposalsOf(ctx, project.id),
        };
      },
    };
  },

  "assignment.proposals": async (ctx) => ({
    subject: {},
    run: async () => {
      const items = await proposalsOf(ctx, null);
      ctx.counted(items.length);
      return { items };
    },
  }),

  "project.responsible": async (ctx, input) => {
    const project = await findProject(ctx, input.id);
    if (!project) return undefined;
    ctx.about(`project:${project.id}`);
    const at = input.at === undefined ? ctx.now : new Date(input.at);
    return {
      subject: {},
      run: async () => ({ at: at.toISOString(), people: await responsibleAt(ctx, project.id, at) }),
    };
  },
};

/** Who had what place at an instant and who acted, as it was known then. */
async function responsibleAt(ctx: Context, projectId: number, at: Date): Promise<Person[]> {
  const found = await sql<{
    place: Person["place"];
    account_id: number;
    duty_name: string;
    unit_name: string;
    since: Date;
    away: boolean;
    known_later: boolean;
    acts: boolean;
  }>`select * from app.responsible_at(${projectId}, ${at})`.execute(ctx.db);
  return found.rows.map((row) => ({
    place: row.place,
    accountId: row.account_id,
    dutyName: row.duty_name,
    unitName: row.unit_name,
    since: row.since.toISOString(),
    away: row.away,
    knownLater: row.known_later,
    acts: row.acts,
  }));
}

/** Open proposals: of a project, or of all that the actor's office arranges. */
async function proposalsOf(ctx: Context, projectId: number | null) {
  let query = ctx.db
    .selectFrom("assignment_proposal as s")
    .innerJoin("project as p", "p.id", "s.project_id")
    .innerJoin("account as a", "a.id", "s.account_id")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .innerJoin("account as b", "b.id", "s.proposed_by")
    .selectAll("s")
    .select(["p.name", "a.duty_name", "u.short_name", "b.duty_name as proposer"])
    .select(sql<boolean>`app.office_alone(s.project_id, ${ctx.now})`.as("alone"))
    .where("s.state", "=", "PROPOSED")
    .orderBy("s.id")
    .limit(500);
  if (projectId !== null) query = query.where("s.project_id", "=", projectId);
  else query = query.where((eb) => eb("p.station_id", "=", eb.fn.any(eb.val([...ctx.actor.offices]))));
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    projectId: row.project_id,
    projectName: row.name,
    kind: row.kind,
    holder: { accountId: row.account_id, dutyName: row.duty_name, unitName: row.short_name },
    fromDay: row.from_day,
    reason: row.reason,
    proposedBy: row.proposer,
    proposedAt: row.proposed_at.toISOString(),
    fourEyes:
      row.proposed_by !== ctx.actor.accountId
        ? ("may" as const)
        : row.alone
          ? ("alone" as const)
          : ("another" as const),
  }));
}
