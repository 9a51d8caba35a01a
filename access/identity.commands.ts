import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { InputOf } from "#kernel/operation.ts";
import type { identityContract } from "./identity-contract.ts";
import { presentMe } from "./me.queries.ts";
import { tellOwner } from "./proof-changes.commands.ts";
import type { identityRules } from "./rules/session.ts";
import { showSecondFactor } from "./second-factor.commands.ts";
import { chooseFirm, findAccount } from "./sign-in.queries.ts";

export const identityHandlers: Handlers<typeof identityContract, typeof identityRules> = {
  "identity.offered": async (ctx) => ({ subject: {}, run: async () => ({ items: [...ctx.identities.offered] }) }),

  "identity.begin": async (ctx, input) => ({ subject: {}, run: () => ctx.identities.begin(input.provider) }),

  "identity.signIn": async (ctx, input) => ({ subject: {}, run: () => signIn(ctx, input) }),

  "identity.list": async (ctx) => ({
    subject: {},
    run: async () => ({
      items: (await ownLinks(ctx)).map((row) => ({
        id: row.id,
        provider: row.provider,
        since: row.linked_at.toISOString(),
        usedAt: row.used_at?.toISOString() ?? null,
      })),
    }),
  }),

  "identity.beginLink": async (ctx, input) => ({ subject: {}, run: () => ctx.identities.begin(input.provider) }),

  "identity.link": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { issuer, hashes } = await ctx.identities.arrive(input.provider, input.ticket, input.answer);
      const added = await sql<{ id: number | null }>`
        select app.add_link(${input.provider}, ${issuer}, ${hashes}, ${ctx.now}) as id`.execute(ctx.db);
      const id = added.rows[0]?.id;
      if (!id) throw new AppError("invalid", { issues: [{ path: "", code: "identityKnown" }] });
      await tellOwner(ctx, "link");
      return { id };
    },
  }),

  "identity.unlink": async (ctx, input) => {
    ctx.about(`identity:${input.id}`);
    const own = (await ownLinks(ctx)).find(({ id }) => id === input.id);
    return (
      own && {
        subject: {},
        run: async () => {
          await sql`select app.remove_link(${own.id})`.execute(ctx.db);
          await tellOwner(ctx, "linkRemoved");
          return {};
        },
      }
    );
  },
};

/**
 * A provider's word opens the account that its owner has linked. It counts as two factors only by declared strength; where
 * strength is declared, the staff come with it or not at all, else they show their own second factor.
 */
async function signIn(ctx: Context, input: InputOf<(typeof identityContract)["identity.signIn"]>) {
  // Whatever comes of it but a session is on record: somebody was sent by a provider and not let in.
  ctx.session.tried("identity");
  const arrived = await ctx.identities.arrive(input.provider, input.ticket, input.answer);
  const found = await sql<{ id: number; login: string }>`
    select id, login from app.find_link(${arrived.hashes})`.execute(ctx.db);
  const link = found.rows[0];
  const account = link && (await findAccount(ctx, link.login));
  if (!account) return refuse("notLinked");
  const { account_id: accountId, kind } = account;
  ctx.about(`account:${accountId}`);
  if (kind === "staff" && arrived.declaresStrength && !arrived.strong) return refuse("tooWeak");
  const secondFactor = arrived.strong || (await ownSecondFactor(ctx, { accountId, kind }, input.code));
  const enterpriseId = kind === "staff" ? null : await chooseFirm(ctx, accountId, input.enterpriseId);
  const used = await sql<{ there: boolean }>`select app.use_link(${link.id}, ${ctx.now}) as there`.execute(ctx.db);
  if (used.rows[0]?.there !== true) return refuse("notLinked");
  return presentMe(ctx, await ctx.session.open(accountId, enterpriseId, { method: "OIDC", secondFactor }));
}

async function ownSecondFactor(ctx: Context, account: { accountId: number; kind: string }, code: string | undefined) {
  const trial = `factor:${account.accountId}`;
  await ctx.session.try(trial);
  return showSecondFactor(ctx, account, trial, code);
}

function refuse(reason: "notLinked" | "tooWeak"): never {
  throw new AppError("sign-in-failed", { params: { reason } });
}

interface OwnLink {
  readonly id: number;
  readonly provider: string;
  readonly linked_at: Date;
  readonly used_at: Date | null;
}

async function ownLinks(ctx: Pick<Context, "db">): Promise<readonly OwnLink[]> {
  return (await sql<OwnLink>`select * from app.own_links()`.execute(ctx.db)).rows;
}
