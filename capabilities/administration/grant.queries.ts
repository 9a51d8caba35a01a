import type { StaffRole } from "#access/role-places.ts";
import { mayDecide, type ProposalSubject } from "#access/rules/administration.ts";
import type { Context } from "#directory/context.ts";

/** Decisions stay in the list this long. */
const shownDays = 30;

/** Proposed rights that the caller may see, those that wait first: of one account, or of all with the latest decisions. */
export async function proposalsOf(ctx: Context, only: { readonly account?: number }) {
  let query = ctx.db
    .selectFrom("grant_proposal as p")
    .innerJoin("account as a", "a.id", "p.account_id")
    .innerJoin("unit as u", "u.id", "p.unit_id")
    .innerJoin("account as asked", "asked.id", "p.proposed_by")
    .leftJoin("account as decided", "decided.id", "p.decided_by")
    .selectAll("p")
    .select(["a.duty_name", "a.police_number", "u.short_name", "u.path"])
    .select(["asked.duty_name as asked_name", "decided.duty_name as decided_name"])
    .orderBy((eb) => eb("p.state", "=", "PROPOSED"), "desc")
    .orderBy("p.id", "desc")
    .limit(500);
  if (only.account !== undefined) query = query.where("p.account_id", "=", only.account);
  else {
    const since = new Date(ctx.now.getTime() - shownDays * 86_400_000);
    query = query.where((eb) => eb.or([eb("p.state", "=", "PROPOSED"), eb("p.decided_at", ">", since)]));
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    account: { id: row.account_id, dutyName: row.duty_name, policeNumber: row.police_number },
    role: row.role as StaffRole,
    unit: { id: row.unit_id, name: row.short_name },
    from: row.from_day,
    to: row.to_day,
    reason: row.reason,
    state: row.state,
    proposedBy: row.asked_name,
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decided_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    may: row.state === "PROPOSED" ? mayOf(ctx, subjectOf(row)) : [],
  }));
}

const subjectOf = (row: { account_id: number; path: number[]; proposed_by: number }): ProposalSubject => ({
  accountId: row.account_id,
  path: row.path,
  proposedBy: row.proposed_by,
});

function mayOf(ctx: Context, subject: ProposalSubject): ("decide" | "withdraw")[] {
  if (subject.proposedBy === ctx.actor.accountId) return ["withdraw"];
  return mayDecide(ctx.actor, subject) ? ["decide"] : [];
}

export interface Proposal extends ProposalSubject {
  readonly id: number;
  readonly role: StaffRole;
  readonly state: string;
  readonly fromDay: string;
  readonly toDay: string | null;
}

/** The proposal as it stands; decided only while it waits. */
export async function findProposal(ctx: Context, id: number): Promise<Proposal | undefined> {
  ctx.about(`grant:${id}`);
  const row = await ctx.db
    .selectFrom("grant_proposal as p")
    .innerJoin("unit as u", "u.id", "p.unit_id")
    .select(["p.id", "p.role", "p.state", "p.account_id", "p.proposed_by", "p.from_day", "p.to_day", "u.path"])
    .where("p.id", "=", id)
    .executeTakeFirst();
  return (
    row && {
      ...subjectOf(row),
      id: row.id,
      role: row.role as StaffRole,
      state: row.state,
      fromDay: row.from_day,
      toDay: row.to_day,
    }
  );
}
