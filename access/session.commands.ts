import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { chooseFirm, findAccount } from "./sign-in.queries.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";
import { presentMe } from "./me.queries.ts";
import type { sessionRules } from "./rules/session.ts";
import { credentialsOf, showSecondFactor } from "./second-factor.commands.ts";

/** Decision 33, as `app.session_of` has it. */
const idleMinutes = { staff: 15, member: 30, service: 0 } as const;

export const sessionHandlers: Handlers<typeof contract, typeof sessionRules> = {
  "session.signIn": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const account = await findAccount(ctx, input.login);
      const trial = ctx.session.trialOf(input.login, account?.account_id);
      await ctx.session.try(trial);
      // The hash is computed for unknown logins too: the time taken tells nothing about who exists.
      const right = await ctx.session.verifyPassword(input.password, account?.password_hash ?? null);
      if (!account || !right) {
        ctx.session.tried(trial);
        throw new AppError("sign-in-failed");
      }
      const { account_id: accountId, kind } = account;
      const secondFactor = await showSecondFactor(ctx, { accountId, kind }, trial, input.code);
      const enterpriseId = kind === "staff" ? null : await chooseFirm(ctx, accountId, input.enterpriseId);
      return presentMe(ctx, await ctx.session.open(accountId, enterpriseId, { method: "PASSWORD", secondFactor }));
    },
  }),

  "session.switchFirm": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { accountId, sessionId, method = "PASSWORD", secondFactor = false, provedAt } = ctx.actor;
      // The token before the last proof is good for what was under way, and not for a session that outlives it.
      if (sessionId !== undefined && typeof provedAt !== "number") throw new AppError("reauthenticate");
      const enterpriseId = await chooseFirm(ctx, accountId, input.enterpriseId);
      // To change the firm proves nothing anew.
      const proof = {
        method,
        secondFactor,
        provedAt: typeof provedAt === "number" ? new Date(provedAt) : null,
        ...(sessionId !== undefined && { from: sessionId }),
      };
      return presentMe(ctx, await ctx.session.open(accountId, enterpriseId, proof));
    },
  }),

  "session.signOut": async (ctx) => ({
    subject: {},
    run: async () => {
      await ctx.session.end();
      return {};
    },
  }),

  "session.me": async (ctx) => ({ subject: {}, run: () => presentMe(ctx, ctx.actor) }),

  "session.prove": async (ctx, input) => ({
    subject: {},
    run: async () => {
      await ctx.session.renew(await prove(ctx, input));
      return {};
    },
  }),

  "session.list": async (ctx) => ({ subject: {}, run: async () => ({ items: await ownSessions(ctx) }) }),

  "session.remove": async (ctx, input) => {
    ctx.about(`session:${input.id}`);
    const own = (await ownSessions(ctx)).find(({ id }) => id === input.id);
    return (
      own && {
        subject: {},
        run: async () => {
          await sql`select app.end_own_session(${own.id}, ${ctx.now})`.execute(ctx.db);
          return {};
        },
      }
    );
  },
};

/** Password and second factor of whoever is signed in; gives whether there was a second one. */
async function prove(ctx: Context, input: { password?: string | undefined; code?: string | undefined }) {
  const { accountId, kind } = ctx.actor;
  // A card of the demo has no secret; whoever plays its person says that it is he.
  if (ctx.demo && ctx.actor.method === "DEMO") return false;
  const trial = `factor:${accountId}`;
  await ctx.session.try(trial);
  const { password_hash: hash } = await credentialsOf(ctx, accountId);
  if (!(await ctx.session.verifyPassword(input.password ?? "", hash))) {
    ctx.session.tried(trial);
    throw new AppError("invalid", { issues: [{ path: "password", code: "passwordWrong" }] });
  }
  return showSecondFactor(ctx, { accountId, kind }, trial, input.code);
}

async function ownSessions(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("session")
    .select(["id", "device", "method", "created_at", "seen_at"])
    .where("account_id", "=", ctx.actor.accountId)
    .where("ended_at", "is", null)
    .where("expires_at", ">", ctx.now)
    .where("seen_at", ">", new Date(ctx.now.getTime() - idleMinutes[ctx.actor.kind] * 60_000))
    .orderBy("seen_at", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    device: row.device === "phone" ? ("phone" as const) : ("desk" as const),
    method: row.method,
    since: row.created_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    current: row.id === ctx.actor.sessionId,
  }));
}
