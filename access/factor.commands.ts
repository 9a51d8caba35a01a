import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { factorContract } from "./factor-contract.ts";
import { choosePassword } from "./passwords.commands.ts";
import { tellOwner } from "./proof-changes.commands.ts";
import type { factorRules } from "./rules/session.ts";
import { credentialsOf } from "./second-factor.commands.ts";

/** S1.1: how long a password of the police and of administrators lasts. */
const passwordDays = 90;
const codesAtOnce = 10;

/** Everybody's own proofs. */
export const factorHandlers: Handlers<typeof factorContract, typeof factorRules> = {
  "factor.get": async (ctx) => ({ subject: {}, run: () => factorsOf(ctx) }),

  "password.change": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      const own = await credentialsOf(ctx, accountId);
      if (own.password_hash !== null) await checkOwnPassword(ctx, own.password_hash, input.old ?? "");
      await choosePassword(
        ctx,
        { id: accountId, about: await wordsAbout(ctx) },
        input.password,
        ctx.actor.sessionId ?? null,
      );
      await ctx.session.renew(false);
      await tellOwner(ctx, "password");
      return {};
    },
  }),

  "totp.begin": async (ctx) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      const { sealed, secret, uri } = ctx.factors.drawTotp(accountId, await loginOf(ctx));
      await sql`select app.begin_totp(${sealed}, ${ctx.now})`.execute(ctx.db);
      return { secret, uri };
    },
  }),

  "totp.confirm": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      const trial = `factor:${accountId}`;
      await ctx.session.try(trial);
      const begun = await sql<{ secret: Buffer | null }>`select app.begun_totp(${ctx.now}) as secret`.execute(ctx.db);
      const secret = begun.rows[0]?.secret ?? null;
      const step = secret && ctx.factors.checkTotp(accountId, secret, input.code.replaceAll(/\s/g, ""));
      if (secret === null || step === null) {
        ctx.session.tried(trial);
        throw new AppError("invalid", { issues: [{ path: "code", code: "secondFactor" }] });
      }
      await sql`select app.confirm_totp(${secret}, ${step}, ${ctx.now})`.execute(ctx.db);
      await ctx.session.renew(true);
      await tellOwner(ctx, "totp");
      return { codes: await drawRecoveryCodes(ctx) };
    },
  }),

  "totp.remove": async (ctx) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      const own = await credentialsOf(ctx, accountId);
      if (isDemanded(ctx) && own.passkeys === 0) refuseLastFactor();
      await sql`select app.remove_totp()`.execute(ctx.db);
      if (own.totp_secret !== null) await tellOwner(ctx, "totpRemoved");
      return {};
    },
  }),

  "recoveryCode.draw": async (ctx) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      const own = await credentialsOf(ctx, accountId);
      if (own.totp_secret === null) throw new AppError("not-found");
      await tellOwner(ctx, "recoveryCodes");
      return { codes: await drawRecoveryCodes(ctx) };
    },
  }),
};

/** S1.2: second factors are demanded of all staff; in a demo nobody has a telephone of theirs. */
export function isDemanded({ actor, demo }: Pick<Context, "actor" | "demo">): boolean {
  return actor.kind === "staff" && !demo;
}

/** @throws AppError invalid: whoever has to have a second factor keeps one */
export function refuseLastFactor(): never {
  throw new AppError("invalid", { issues: [{ path: "", code: "lastFactor" }] });
}

async function checkOwnPassword(ctx: Context, hash: string, password: string): Promise<void> {
  const trial = `factor:${ctx.actor.accountId}`;
  await ctx.session.try(trial);
  if (await ctx.session.verifyPassword(password, hash)) return;
  ctx.session.tried(trial);
  throw new AppError("invalid", { issues: [{ path: "old", code: "passwordWrong" }] });
}

async function drawRecoveryCodes(ctx: Context): Promise<string[]> {
  const codes = Array.from({ length: codesAtOnce }, () => ctx.codes.draw());
  const hashes = codes.map((code) => ctx.codes.hashesOf(code, "recovery-code")[0]);
  await sql`select app.replace_recovery_codes(${hashes}, ${ctx.now})`.execute(ctx.db);
  return codes;
}

async function factorsOf(ctx: Context) {
  const own = await credentialsOf(ctx, ctx.actor.accountId);
  const until = new Date(own.password_at.getTime() + passwordDays * 86_400_000);
  return {
    login: await loginOf(ctx),
    password:
      own.password_hash === null
        ? null
        : {
            since: own.password_at.toISOString(),
            temporary: own.temporary,
            until: isDemanded(ctx) ? until.toISOString() : null,
          },
    totp: own.totp_at && { since: own.totp_at.toISOString(), codesLeft: own.codes_left },
    passkeys: own.passkeys,
    demanded: isDemanded(ctx),
    byCard: ctx.demo && ctx.actor.method === "DEMO",
  };
}

async function loginOf(ctx: Context): Promise<string> {
  const { login } = await ctx.db
    .selectFrom("account")
    .select("login")
    .where("id", "=", ctx.actor.accountId)
    .executeTakeFirstOrThrow();
  return login;
}

/** What somebody who knows the owner would try. */
async function wordsAbout(ctx: Context): Promise<(string | null)[]> {
  const own = await ctx.db
    .selectFrom("account")
    .select(["login", "duty_name", "police_number", "duty_phone"])
    .where("id", "=", ctx.actor.accountId)
    .executeTakeFirstOrThrow();
  return Object.values(own);
}
