import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { phoneOf } from "#directory/phones.ts";
import { memberRole } from "./contract.ts";

/** Everybody who acts for the actor's firm now; the row policies show a firm its own people. */
export async function peopleOfFirm(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("access_grant as g")
    .innerJoin("account as a", "a.id", "g.account_id")
    .select(["a.id", "a.duty_name", "a.duty_phone", "a.sealed_phone", "g.role", "g.valid_from"])
    .select(sql<boolean>`app.shares_contact(a.id)`.as("shares"))
    .where("g.enterprise_id", "=", ctx.actor.enterpriseId)
    .where("g.valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("g.valid_to", "is", null), eb("g.valid_to", ">", ctx.now)]))
    .where("a.closed_at", "is", null)
    .orderBy("g.valid_from")
    .orderBy("g.id")
    .execute();
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((grants) => {
    const [first] = grants;
    if (!first) return [];
    return [
      {
        accountId: first.id,
        dutyName: first.duty_name,
        phone: first.shares || first.id === ctx.actor.accountId ? phoneOf(ctx.vault, first) : null,
        roles: grants.map((grant) => grant.role),
        since: first.valid_from.toISOString(),
        self: first.id === ctx.actor.accountId,
      },
    ];
  });
}

/** Who is proposed or invited, the newest first; what was used or taken back is history and stands in the audit. */
export async function invitationsOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("access_code as c")
    .innerJoin("account as a", "a.id", "c.proposed_by")
    .select(["c.id", "c.role", "c.duty_name", "c.issued_at", "c.expires_at", "c.proposed_by", "a.duty_name as by"])
    .where("c.enterprise_id", "=", ctx.actor.enterpriseId)
    .where("c.kind", "=", "INVITE")
    .where("c.redeemed_at", "is", null)
    .where("c.ended_at", "is", null)
    .orderBy("c.id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    role: memberRole.parse(row.role),
    dutyName: row.duty_name ?? "",
    state: stateOf(row.expires_at, ctx.now),
    by: row.by,
    own: row.proposed_by === ctx.actor.accountId,
    expiresAt: row.expires_at?.toISOString() ?? null,
  }));
}

function stateOf(expiresAt: Date | null, now: Date): "proposed" | "open" | "expired" {
  if (expiresAt === null) return "proposed";
  return expiresAt > now ? "open" : "expired";
}
