import { sql } from "kysely";
import { excludedBy, isGivenAt } from "#access/role-places.ts";
import type { accountRules } from "#access/rules/administration.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint, late, refused } from "#directory/refusals.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { accountContract } from "./account-contract.ts";
import { findStaff, isOpen } from "./account.queries.ts";
import { findProposal, type Proposal, proposalsOf } from "./grant.queries.ts";
import { findPlace } from "./place.queries.ts";

type Ids = "grant.list" | "grant.propose" | "grant.approve" | "grant.refuse" | "grant.withdraw" | "grant.revoke";

/** Rights of the staff: proposed by one, in force once a second person has approved, taken back at once. */
export const grantHandlers: Handlers<Pick<typeof accountContract, Ids>, Pick<typeof accountRules, Ids>> = {
  "grant.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const items = await proposalsOf(ctx, {});
      ctx.counted(items.length);
      ctx.shown(items.map(({ account }) => account.id));
      return { items, serverTime: ctx.now.toISOString() };
    },
  }),

  "grant.propose": async (ctx, input) => {
    ctx.about(`account:${input.accountId}`);
    const staff = await findStaff(ctx, input.accountId);
    if (!staff) throw refused("accountId", "unknownOfficer");
    const unit = await findPlace(ctx, input.unitId);
    if (!unit) throw refused("unitId", "unknownUnit");
    return {
      subject: { accountId: staff.accountId, path: staff.path, unit },
      run: async () => {
        if (!isOpen(staff, ctx.now)) throw late("accountClosed");
        if (unit.closed) throw refused("unitId", "unitClosed");
        if (!isGivenAt(input.role, unit.tier)) throw refused("role", "roleNotHere");
        const today = shanghaiDay(ctx.now);
        if (input.from < today) throw refused("from", "dayIsOver");
        if (input.to !== null && input.to < input.from) throw refused("to", "endBeforeStart");
        await lockAccount(ctx, staff.accountId);
        await refuseTwice(ctx, input);
        await refuseSecondOffice(ctx, input.accountId, input.role);
        const { id } = await ctx.db
          .insertInto("grant_proposal")
          .values({
            account_id: input.accountId,
            role: input.role,
            unit_id: input.unitId,
            from_day: input.from,
            to_day: input.to,
            reason: input.reason,
            state: "PROPOSED",
            proposed_by: ctx.actor.accountId,
            proposed_at: ctx.now,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        return { id };
      },
    };
  },

  "grant.approve": async (ctx, input) => {
    const proposal = await findProposal(ctx, input.id);
    return (
      proposal && {
        subject: proposal,
        run: async () => {
          await lockAccount(ctx, proposal.accountId);
          const staff = await findStaff(ctx, proposal.accountId);
          if (!staff || !isOpen(staff, ctx.now)) throw late("accountClosed");
          await refuseSecondOffice(ctx, proposal.accountId, proposal.role);
          const { from, to } = spanOf(proposal, ctx.now);
          const given = await sql<{ id: number | null }>`
            select app.approve_grant(${proposal.id}, ${from}, ${to}, ${ctx.now}) as id`
            .execute(ctx.db)
            .catch((error: unknown) => {
              throw isConstraint(error, "access_grant_one_administrator") ? late("otherOffice") : error;
            });
          if ((given.rows[0]?.id ?? null) === null) throw late("decidedAlready");
          return {};
        },
      }
    );
  },

  "grant.refuse": async (ctx, input) => {
    const proposal = await findProposal(ctx, input.id);
    return proposal && { subject: proposal, run: () => decide(ctx, proposal, "REFUSED", input.note) };
  },

  "grant.withdraw": async (ctx, input) => {
    const proposal = await findProposal(ctx, input.id);
    return proposal && { subject: proposal, run: () => decide(ctx, proposal, "WITHDRAWN", null) };
  },

  "grant.revoke": async (ctx, input) => {
    ctx.about(`account:${input.id}`);
    const staff = await findStaff(ctx, input.id);
    return (
      staff && {
        subject: staff,
        run: async () => {
          const ended = await sql<{ n: number }>`
            select app.end_grants(${staff.accountId}, ${input.grantId}, ${input.reason}, ${ctx.now}) as n`.execute(
            ctx.db,
          );
          if (ended.rows[0]?.n !== 1) throw late("rightEnded");
          return {};
        },
      }
    );
  },
};

async function lockAccount(ctx: Context, account: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(1213548622, ${account}::int)`.execute(ctx.db);
}

/** From its first day, or from now on when that day has begun; through its last day. */
function spanOf({ fromDay, toDay }: Proposal, now: Date): { from: Date; to: Date | null } {
  const first = shanghaiMoment(fromDay);
  const to = toDay === null ? null : shanghaiMoment(addDays(toDay, 1));
  if (to !== null && to <= now) throw late("proposalOver");
  return { from: first > now ? first : now, to };
}

/** Rights that somebody has now or will have. */
function heldBy(ctx: Context, account: number) {
  return ctx.db
    .selectFrom("access_grant")
    .select(["role", "unit_id"])
    .where("account_id", "=", account)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]));
}

async function refuseTwice(ctx: Context, input: { accountId: number; role: string; unitId: number }): Promise<void> {
  const held = await heldBy(ctx, input.accountId)
    .where("role", "=", input.role)
    .where("unit_id", "=", input.unitId)
    .executeTakeFirst();
  if (held) throw refused("role", "hasRight");
  const waiting = await ctx.db
    .selectFrom("grant_proposal")
    .select("id")
    .where("account_id", "=", input.accountId)
    .where("role", "=", input.role)
    .where("unit_id", "=", input.unitId)
    .where("state", "=", "PROPOSED")
    .executeTakeFirst();
  if (waiting) throw refused("role", "proposedAlready");
}

async function refuseSecondOffice(ctx: Context, account: number, role: string): Promise<void> {
  const held = await heldBy(ctx, account).execute();
  const other = excludedBy(
    role,
    held.map((grant) => grant.role),
  );
  if (other !== undefined) throw refused("role", "otherOffice");
}

async function decide(ctx: Context, { id }: Proposal, state: "REFUSED" | "WITHDRAWN", note: string | null) {
  const changed = await ctx.db
    .updateTable("grant_proposal")
    .set({ state, decided_by: ctx.actor.accountId, decided_at: ctx.now, note })
    .where("id", "=", id)
    .where("state", "=", "PROPOSED")
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw late("decidedAlready");
  return {};
}
