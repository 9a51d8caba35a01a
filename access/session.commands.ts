import type { Context } from "#directory/context.ts";
import { findAccount, refuseHastyTrials, firmsOf } from "./sign-in.queries.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";
import { presentMe } from "./me.queries.ts";
import type { sessionRules } from "./rules/session.ts";

export const sessionHandlers: Handlers<typeof contract, typeof sessionRules> = {
  "session.signIn": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const account = await findAccount(ctx, input.login);
      await refuseHastyTrials(ctx, input.login);
      // The hash is computed for unknown logins too: the time taken tells nothing about who exists.
      const right = await ctx.session.verifyPassword(input.password, account?.password_hash ?? null);
      if (!account || !right) {
        ctx.session.tried(input.login);
        throw new AppError("sign-in-failed");
      }
      const enterpriseId =
        account.kind === "staff" ? null : await chooseFirm(ctx, account.account_id, input.enterpriseId);
      return presentMe(ctx, await ctx.session.open(account.account_id, enterpriseId));
    },
  }),

  "session.switchFirm": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      const enterpriseId = await chooseFirm(ctx, accountId, input.enterpriseId);
      return presentMe(ctx, await ctx.session.open(accountId, enterpriseId));
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
};

/** One firm per session; who acts for several says which, and is told between which after a right password only. */
async function chooseFirm(ctx: Context, accountId: number, wanted: number | undefined): Promise<number> {
  const firms = await firmsOf(ctx, accountId);
  const chosen = wanted === undefined && firms.length === 1 ? firms[0] : firms.find((firm) => firm.id === wanted);
  if (chosen === undefined) {
    throw new AppError("invalid", { issues: [{ path: "enterpriseId", code: "chooseFirm", choices: firms }] });
  }
  return chosen.id;
}
