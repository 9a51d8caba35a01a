import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";
import { presentMe } from "./me.queries.ts";
import type { sessionRules } from "./rules/session.ts";

/** S1.3: after five failures the login waits a quarter of an hour. */
const allowedFailures = 5;
const waitMinutes = 15;

export const sessionHandlers: Handlers<typeof contract, typeof sessionRules> = {
  "session.signIn": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const account = await findAccount(ctx, input.login);
      const since = new Date(ctx.now.getTime() - waitMinutes * 60_000);
      const failed = await sql<{ n: number }>`select app.count_failures(${input.login}, ${since}) as n`.execute(ctx.db);
      if ((failed.rows[0]?.n ?? 0) >= allowedFailures) {
        throw new AppError("too-many", { params: { minutes: waitMinutes } });
      }
      // The hash is computed for unknown logins too: the time taken tells nothing about who exists.
      const right = await ctx.session.verifyPassword(input.password, account?.password_hash ?? null);
      if (!account || !right) throw new AppError("sign-in-failed");
      const enterpriseId = chooseFirm(account, input.enterpriseId);
      return presentMe(ctx, await ctx.session.open(account.account_id, enterpriseId));
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

interface SignInRow {
  account_id: number;
  kind: string;
  password_hash: string | null;
  enterprises: number[];
}

async function findAccount(ctx: Context, login: string): Promise<SignInRow | undefined> {
  const found = await sql<SignInRow>`select * from app.find_sign_in(${login}, ${ctx.now})`.execute(ctx.db);
  return found.rows[0];
}

/** One firm per session; who acts for several says which. */
function chooseFirm(account: SignInRow, wanted: number | undefined): number | null {
  if (account.kind === "staff") return null;
  const chosen = wanted ?? (account.enterprises.length === 1 ? account.enterprises[0] : undefined);
  if (chosen === undefined || !account.enterprises.includes(chosen)) {
    throw new AppError("invalid", { issues: [{ path: "enterpriseId", code: "chooseFirm" }] });
  }
  return chosen;
}
