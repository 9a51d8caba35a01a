import { sql } from "kysely";
import type { Context, PasskeyAnswer } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { isDemanded, refuseLastFactor } from "./factor.commands.ts";
import { presentMe } from "./me.queries.ts";
import type { passkeyContract } from "./passkey-contract.ts";
import { tellOwner } from "./proof-changes.commands.ts";
import type { passkeyRules } from "./rules/session.ts";
import { credentialsOf } from "./second-factor.commands.ts";
import { chooseFirm, findAccount } from "./sign-in.queries.ts";

/** Passkeys (WebAuthn): one's own, and signing in with them. */
export const passkeyHandlers: Handlers<typeof passkeyContract, typeof passkeyRules> = {
  "passkey.list": async (ctx) => ({
    subject: {},
    run: async () => ({
      items: (await ownPasskeys(ctx)).map((row) => ({
        id: row.id,
        name: row.name,
        since: row.created_at.toISOString(),
        usedAt: row.used_at?.toISOString() ?? null,
      })),
    }),
  }),

  "passkey.begin": async (ctx) => ({
    subject: {},
    run: async () => {
      const owner = await ctx.db
        .selectFrom("account")
        .select(["login", "duty_name as dutyName"])
        .where("id", "=", ctx.actor.accountId)
        .executeTakeFirstOrThrow();
      const known = (await ownPasskeys(ctx)).map((row) => row.credential_id);
      return { options: await ctx.passkeys.askToAdd({ accountId: ctx.actor.accountId, ...owner }, known) };
    },
  }),

  "passkey.add": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const made = await ctx.passkeys.checkAdded(input.answer);
      if (made === null) throw new AppError("invalid", { issues: [{ path: "answer", code: "passkey" }] });
      const added = await sql<{ id: number | null }>`
        select app.add_passkey(${made.credentialId}, ${made.publicKey}, ${made.counter}, ${input.name}, ${ctx.now}) as id`.execute(
        ctx.db,
      );
      const id = added.rows[0]?.id;
      if (!id) throw new AppError("invalid", { issues: [{ path: "answer", code: "passkeyKnown" }] });
      await ctx.session.renew(true);
      await tellOwner(ctx, "passkey");
      return { id };
    },
  }),

  "passkey.rename": async (ctx, input) => {
    ctx.about(`passkey:${input.id}`);
    const own = (await ownPasskeys(ctx)).find(({ id }) => id === input.id);
    return (
      own && {
        subject: {},
        run: async () => {
          await sql`select app.rename_passkey(${own.id}, ${input.name})`.execute(ctx.db);
          return {};
        },
      }
    );
  },

  "passkey.remove": async (ctx, input) => {
    ctx.about(`passkey:${input.id}`);
    const all = await ownPasskeys(ctx);
    const own = all.find(({ id }) => id === input.id);
    return (
      own && {
        subject: {},
        run: async () => {
          const { totp_secret: totp } = await credentialsOf(ctx, ctx.actor.accountId);
          if (isDemanded(ctx) && totp === null && all.length === 1) refuseLastFactor();
          await sql`select app.remove_passkey(${own.id})`.execute(ctx.db);
          await tellOwner(ctx, "passkeyRemoved");
          return {};
        },
      }
    );
  },

  "passkey.ask": async (ctx) => ({ subject: {}, run: async () => ({ options: await ctx.passkeys.askToShow() }) }),

  "passkey.signIn": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const shown = await show(ctx, input.answer);
      const account = await findAccount(ctx, shown.login);
      if (!account) throw new AppError("sign-in-failed");
      const { account_id: accountId, kind } = account;
      const enterpriseId = kind === "staff" ? null : await chooseFirm(ctx, accountId, input.enterpriseId);
      const actor = await ctx.session.open(accountId, enterpriseId, { method: "PASSKEY", secondFactor: true });
      return presentMe(ctx, actor);
    },
  }),

  "passkey.prove": async (ctx, input) => ({
    subject: {},
    run: async () => {
      await show(ctx, input.answer);
      await ctx.session.renew(true);
      return {};
    },
  }),
};

interface OwnPasskey {
  readonly id: number;
  readonly credential_id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly used_at: Date | null;
}

async function ownPasskeys(ctx: Pick<Context, "db">): Promise<readonly OwnPasskey[]> {
  return (await sql<OwnPasskey>`select * from app.own_passkeys()`.execute(ctx.db)).rows;
}

/**
 * The passkey that was shown. Its counter only rises: of a copy and its original one is refused.
 * @throws AppError sign-in-failed, too-many
 */
async function show(ctx: Context, answer: PasskeyAnswer): Promise<{ login: string }> {
  const trial = `passkey:${answer.id.slice(0, 80)}`;
  await ctx.session.try(trial);
  const found = await sql<{ id: number; login: string; public_key: Buffer; counter: string }>`
    select id, login, public_key, counter from app.find_passkey(${answer.id})`.execute(ctx.db);
  const passkey = found.rows[0];
  const counter =
    passkey &&
    (await ctx.passkeys.checkShown(answer, {
      credentialId: answer.id,
      publicKey: passkey.public_key,
      counter: Number(passkey.counter),
    }));
  const used =
    passkey &&
    typeof counter === "number" &&
    (await sql<{ ok: boolean }>`select app.use_passkey(${passkey.id}, ${counter}, ${ctx.now}) as ok`.execute(ctx.db));
  if (!passkey || !used || used.rows[0]?.ok !== true) {
    ctx.session.tried(trial);
    throw new AppError("sign-in-failed");
  }
  return passkey;
}
