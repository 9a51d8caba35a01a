import { sql } from "kysely";
import { memberPower, type memberRules } from "#access/rules/members.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { z } from "zod";
import type { contract, memberRole } from "./contract.ts";
import { invitationsOf, peopleOfFirm } from "./member.queries.ts";

type Ids = Extract<keyof typeof contract, `member.${string}`>;

const invitationDays = 7;

/** A firm's own people: who they are, who is invited, who leaves. */
export const memberHandlers: Handlers<Pick<typeof contract, Ids>, Pick<typeof memberRules, Ids>> = {
  "member.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const may = memberPower(ctx.actor);
      const items = await peopleOfFirm(ctx);
      ctx.about("", "colleagues");
      ctx.counted(items.length);
      ctx.shown(items.filter(({ phone }) => phone !== null).map(({ accountId }) => accountId));
      const invitations = may === "look" ? [] : await invitationsOf(ctx);
      return { items, invitations, may, serverTime: ctx.now.toISOString() };
    },
  }),

  "member.invite": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const issued = memberPower(ctx.actor) === "decide" ? drawCode(ctx) : null;
      const by = ctx.actor.accountId;
      const { id } = await ctx.db
        .insertInto("access_code")
        .values({
          enterprise_id: firmOf(ctx),
          kind: "INVITE",
          role: input.role,
          duty_name: input.dutyName,
          proposed_by: by,
          proposed_at: ctx.now,
          ...issued?.columns,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      ctx.about(`invitation:${id}`);
      return { id, code: issued?.code ?? null, expiresAt: issued?.columns.expires_at.toISOString() ?? null };
    },
  }),

  "member.issueCode": async (ctx, input) => {
    const invitation = await findInvitation(ctx, input.id);
    return (
      invitation && {
        subject: {},
        run: async () => {
          const { code, columns } = drawCode(ctx);
          await changeInvitation(ctx, input.id, columns);
          return { id: input.id, code, expiresAt: columns.expires_at.toISOString() };
        },
      }
    );
  },

  "member.endInvitation": async (ctx, input) => {
    const invitation = await findInvitation(ctx, input.id);
    return (
      invitation && {
        subject: invitation,
        run: async () => {
          await changeInvitation(ctx, input.id, { ended_at: ctx.now });
          return {};
        },
      }
    );
  },

  "member.changeRole": async (ctx, input) => {
    if (!(await isMember(ctx, input.accountId))) return undefined;
    return { subject: {}, run: () => changeMember(ctx, input.accountId, input.role) };
  },

  "member.rename": async (ctx, input) => {
    if (!(await isMember(ctx, input.accountId))) return undefined;
    return {
      subject: { accountId: input.accountId },
      run: async () => {
        const done = await sql<{ outcome: string }>`
          select app.rename_member(${input.accountId}, ${input.dutyName}, ${ctx.now}) as outcome`.execute(ctx.db);
        const outcome = done.rows[0]?.outcome;
        if (outcome !== "ok") throw new AppError("illegal-step", { params: { reason: outcome ?? "" } });
        return {};
      },
    };
  },

  "member.endSessions": async (ctx, input) => {
    if (!(await isMember(ctx, input.accountId))) return undefined;
    return {
      subject: {},
      run: async () => {
        await sql`select app.end_sessions_of(${input.accountId}, ${ctx.now})`.execute(ctx.db);
        return {};
      },
    };
  },

  "member.remove": async (ctx, input) => {
    if (!(await isMember(ctx, input.accountId))) return undefined;
    return { subject: { accountId: input.accountId }, run: () => changeMember(ctx, input.accountId, null) };
  },
};

/** The rule has admitted members only; their session is for one firm. */
function firmOf(ctx: Context): number {
  if (ctx.actor.enterpriseId === null) throw new AppError("forbidden");
  return ctx.actor.enterpriseId;
}

function drawCode(ctx: Context) {
  const code = ctx.codes.draw();
  const [hash = null] = ctx.codes.hashesOf(code);
  const expires = new Date(ctx.now.getTime() + invitationDays * 86_400_000);
  const columns = { issued_by: ctx.actor.accountId, issued_at: ctx.now, expires_at: expires, code_hash: hash };
  return { code, columns };
}

/** An invitation of the actor's firm that nobody has used or taken back; others are as if they were not there. */
async function findInvitation(ctx: Context, id: number): Promise<{ proposedBy: number } | undefined> {
  ctx.about(`invitation:${id}`);
  if (ctx.actor.enterpriseId === null) return undefined;
  return ctx.db
    .selectFrom("access_code")
    .select("proposed_by as proposedBy")
    .where("id", "=", id)
    .where("enterprise_id", "=", ctx.actor.enterpriseId)
    .where("kind", "=", "INVITE")
    .where("redeemed_at", "is", null)
    .where("ended_at", "is", null)
    .executeTakeFirst();
}

/** @throws AppError illegal-step: it was used or taken back in the meantime */
async function changeInvitation(
  ctx: Context,
  id: number,
  columns: ReturnType<typeof drawCode>["columns"] | { ended_at: Date },
): Promise<void> {
  const changed = await ctx.db
    .updateTable("access_code")
    .set(columns)
    .where("id", "=", id)
    .where("redeemed_at", "is", null)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (Number(changed.numUpdatedRows) === 0)
    throw new AppError("illegal-step", { params: { reason: "invitationOver" } });
}

async function isMember(ctx: Context, accountId: number): Promise<boolean> {
  ctx.about(`account:${accountId}`);
  if (ctx.actor.enterpriseId === null) return false;
  const found = await ctx.db
    .selectFrom("access_grant")
    .select("id")
    .where("account_id", "=", accountId)
    .where("enterprise_id", "=", ctx.actor.enterpriseId)
    .where("valid_from", "<=", ctx.now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
    .executeTakeFirst();
  return found !== undefined;
}

async function changeMember(ctx: Context, accountId: number, role: z.output<typeof memberRole> | null) {
  const done = await sql<{ outcome: string }>`
    select app.change_member(${accountId}, ${role}, ${ctx.now}) as outcome`.execute(ctx.db);
  const outcome = done.rows[0]?.outcome;
  if (outcome === "lastRepresentative") throw new AppError("illegal-step", { params: { reason: outcome } });
  if (outcome === "gone") throw new AppError("not-found");
  return {};
}
