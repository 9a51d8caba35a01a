import { sql } from "kysely";
import type { EffectContext } from "#matters/effects.ts";
import { staleAfterMs } from "./kinds.ts";
import { type About, hearersOf, selfOf, tell } from "./tell.commands.ts";

/**
 * The desks of the project's firms hear once of each pair of officers. The event comes for a sponsor or a specialist too;
 * that is no reason to disturb a firm.
 */
export async function tellResponsibility(ctx: EffectContext, project: number): Promise<void> {
  const pair = await newOfficersOf(ctx, project);
  if (pair === null) return;
  const firms = await ctx.db
    .selectFrom("project_enterprise")
    .innerJoin("principal", (join) =>
      join
        .onRef("principal.ref_id", "=", "project_enterprise.enterprise_id")
        .on("principal.kind", "=", "enterprise")
        .on("principal.duty", "=", "desk"),
    )
    .select(["project_enterprise.enterprise_id", "principal.id as desk"])
    .where("project_enterprise.project_id", "=", project)
    .execute();
  for (const { enterprise_id, desk } of firms) {
    const about: About = { project, firm: enterprise_id };
    await tell(ctx, await hearersOf(ctx, [desk], about), {
      kind: "responsibilityChanged",
      about,
      subject: `responsibility:${project}:${pair}`,
      at: ctx.at,
    });
  }
}

/** Which assignments, and who of them has left, make A and B; null when neither is news. */
async function newOfficersOf(ctx: EffectContext, project: number): Promise<string | null> {
  const since = new Date(ctx.now.getTime() - staleAfterMs);
  const found = await sql<{ id: number; gone: boolean; fresh: boolean }>`
    select s.id, coalesce(a.closed_at <= ${ctx.now}, false) as gone,
           s.valid_from > ${since} or coalesce(a.closed_at > ${since} and a.closed_at <= ${ctx.now}, false) as fresh
      from assignment s join account a on a.id = s.account_id
     where s.project_id = ${project} and s.kind in ('A', 'B') and s.valid_from <= ${ctx.now}
       and (s.valid_to is null or s.valid_to > ${ctx.now})
     order by s.kind`.execute(ctx.db);
  if (!found.rows.some((row) => row.fresh)) return null;
  return found.rows.map((row) => `${row.id}${row.gone ? "-" : ""}`).join(":");
}

/** Offered: whoever is to take it. Late: he, whoever gives it, and the offices that can name another. */
export async function tellHandover(
  ctx: EffectContext,
  id: number,
  kind: "handoverOffered" | "handoverLate",
): Promise<void> {
  const handover = await ctx.db
    .selectFrom("handover")
    .select(["project_id", "from_account", "to_account", "state"])
    .where("id", "=", id)
    .executeTakeFirst();
  // Accepted or taken back meanwhile: nothing waits for anybody.
  if (handover?.state !== "PENDING" || handover.to_account === null) return;
  const principals = [await selfOf(ctx.db, handover.to_account)];
  if (kind === "handoverLate") {
    principals.push(await selfOf(ctx.db, handover.from_account), ...(await officesOf(ctx, handover.project_id)));
  }
  // The successor does not see the project yet, so the notice is about the hand-over only.
  const about: About = { firm: null };
  await tell(ctx, await hearersOf(ctx, principals, about), {
    kind,
    about,
    subject: `${kind}:${id}:${handover.to_account}`,
    params: { handover: id },
    at: ctx.at,
  });
}

/** The offices that arrange a project's people, while it is without. */
export async function tellUnstaffed(ctx: EffectContext, project: number): Promise<void> {
  const row = await ctx.db.selectFrom("project").select("staffed_at").where("id", "=", project).executeTakeFirst();
  if (!row || (row.staffed_at !== null && row.staffed_at <= ctx.now)) return;
  const about: About = { project, firm: null };
  await tell(ctx, await hearersOf(ctx, await officesOf(ctx, project), about), {
    kind: "projectUnstaffed",
    about,
    subject: `unstaffed:${project}`,
    at: ctx.at,
  });
}

async function officesOf(ctx: EffectContext, project: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select p.id from project j join unit s on s.id = j.station_id
      join principal p on p.kind = 'unit' and p.ref_id = any (s.path) and p.duty = 'office'
     where j.id = ${project}`.execute(ctx.db);
  return found.rows.map((row) => row.id);
}
