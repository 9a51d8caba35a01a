import { sql } from "kysely";
import { hasOneHolder, type memberRules } from "#access/rules/members.ts";
import { presentMe } from "#access/me.queries.ts";
import { hashChosen } from "#access/passwords.commands.ts";
import { showSecondFactor } from "#access/second-factor.commands.ts";
import { trialOf } from "#access/sign-in.queries.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { peopleOf } from "#directory/people.queries.ts";
import { sealPhone } from "#directory/phones.ts";
import { AppError } from "#kernel/errors.ts";
import type { InputOf } from "#kernel/operation.ts";
import { type contract, firstRole } from "./contract.ts";

type Ids = "access.card" | "access.issueCode" | "access.revokeCode" | "access.redeem";

/** A first code is for somebody who gets it by hand at a visit: two weeks are enough to get round to it. */
const firstCodeDays = 14;

/** A firm's first access: the contact card, the code on paper, and using it. */
export const accessHandlers: Handlers<Pick<typeof contract, Ids>, Pick<typeof memberRules, Ids>> = {
  "access.card": async (ctx, input) => {
    const firm = await findFirm(ctx, input.id);
    return firm && { subject: firm, run: () => cardOf(ctx, firm) };
  },

  "access.issueCode": async (ctx, input) => {
    const firm = await findFirm(ctx, input.id);
    return (
      firm && {
        subject: firm,
        run: async () => {
          await endFirstCode(ctx, input);
          const code = ctx.codes.draw();
          const expiresAt = new Date(ctx.now.getTime() + firstCodeDays * 86_400_000);
          const [hash = null] = ctx.codes.hashesOf(code);
          const by = ctx.actor.accountId;
          const { id } = await ctx.db
            .insertInto("access_code")
            .values({
              enterprise_id: input.id,
              kind: "FIRST",
              role: input.role,
              proposed_by: by,
              proposed_at: ctx.now,
              issued_by: by,
              issued_at: ctx.now,
              expires_at: expiresAt,
              code_hash: hash,
            })
            .returning("id")
            .executeTakeFirstOrThrow();
          return { id, code, expiresAt: expiresAt.toISOString() };
        },
      }
    );
  },

  "access.revokeCode": async (ctx, input) => {
    const firm = await findFirm(ctx, input.id);
    return (
      firm && {
        subject: firm,
        run: async () => {
          await endFirstCode(ctx, input);
          return {};
        },
      }
    );
  },

  "access.redeem": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { accountId, enterpriseId, secondFactor } = await redeem(ctx, input);
      const method = input.account.kind === "own" ? "PASSWORD" : "CODE";
      const actor = await ctx.session.open(accountId, enterpriseId, { method, secondFactor });
      ctx.about(`enterprise:${enterpriseId}`);
      return presentMe(ctx, actor);
    },
  }),
};

interface Firm {
  readonly id: number;
  readonly name: string;
  readonly uscc: string;
  readonly stationId: number;
  readonly serves: boolean;
}

async function findFirm(ctx: Context, id: number): Promise<Firm | undefined> {
  ctx.about(`enterprise:${id}`);
  return ctx.db
    .selectFrom("enterprise")
    .select(["id", "name", "uscc", "station_id as stationId", sql<boolean>`app.serves_firm(id)`.as("serves")])
    .where("id", "=", id)
    .executeTakeFirst();
}

async function cardOf(ctx: Context, firm: Firm) {
  const { id, name, uscc } = firm;
  const station = await ctx.db
    .selectFrom("unit")
    .select(["name", "duty_phone as dutyPhone"])
    .where("id", "=", firm.stationId)
    .executeTakeFirstOrThrow();
  const projects = await ctx.db
    .selectFrom("project_enterprise as pe")
    .innerJoin("project as p", "p.id", "pe.project_id")
    .select(["p.id", "p.name"])
    .where("pe.enterprise_id", "=", id)
    .orderBy("p.id")
    .execute();
  const people = await peopleOf(
    ctx,
    projects.map((project) => project.id),
  );
  const officersOf = (project: number) =>
    (people.get(project) ?? []).filter(({ place }) => place === "A" || place === "B");
  return {
    enterprise: { id, name, uscc },
    station,
    projects: projects.map((project) => ({ ...project, officers: officersOf(project.id) })),
    access: await firstAccessOf(ctx, id),
  };
}

/** Who fills the two places that the police open, and which codes are out. */
async function firstAccessOf(ctx: Context, firm: number) {
  const open = await ctx.db
    .selectFrom("access_code as c")
    .innerJoin("account as a", "a.id", "c.issued_by")
    .select(["c.role", "a.duty_name", "c.issued_at", "c.expires_at"])
    .where("c.enterprise_id", "=", firm)
    .where("c.kind", "=", "FIRST")
    .where("c.redeemed_at", "is", null)
    .where("c.ended_at", "is", null)
    .where("c.expires_at", ">", ctx.now)
    .execute();
  const holders = await sql<{ role: string; duty_name: string }>`
    select role, duty_name from app.holders_of(${firm}, ${ctx.now})`.execute(ctx.db);
  const codes = new Map(open.map((row) => [row.role, row]));
  const people = Map.groupBy(holders.rows, (row) => row.role);
  return firstRole.options.map((role) => {
    const code = codes.get(role);
    return {
      role,
      oneHolder: hasOneHolder(role),
      holders: (people.get(role) ?? []).map((row) => row.duty_name),
      open:
        code?.issued_at && code.expires_at
          ? {
              issuedBy: code.duty_name,
              issuedAt: code.issued_at.toISOString(),
              expiresAt: code.expires_at.toISOString(),
            }
          : null,
    };
  });
}

/** Makes the code that is out void. Two who issue at once come one after the other: the firm's lock. */
async function endFirstCode(ctx: Context, input: { id: number; role: string }): Promise<void> {
  await sql`select pg_advisory_xact_lock(14, ${input.id})`.execute(ctx.db);
  await ctx.db
    .updateTable("access_code")
    .set({ ended_at: ctx.now })
    .where("enterprise_id", "=", input.id)
    .where("kind", "=", "FIRST")
    .where("role", "=", input.role)
    .where("redeemed_at", "is", null)
    .where("ended_at", "is", null)
    .execute();
}

/**
 * Whoever holds the paper gets what it opens, once. Wrong, used, expired, void and foreign codes have one answer, and
 * trials count by firm; only after a right code does anybody learn whether a login is taken.
 */
async function redeem(ctx: Context, input: InputOf<(typeof contract)["access.redeem"]>) {
  const { uscc, account } = input;
  const trial = `code:${uscc.slice(0, 40)}`;
  await ctx.session.try(trial);
  const hashes = ctx.codes.hashesOf(input.code);
  const known = await sql<{ id: number }>`select id from app.find_code(${hashes}, ${uscc}, ${ctx.now})`.execute(ctx.db);
  if (!known.rows[0]) return refuseCode(ctx, trial);
  const own = account.kind === "own" ? await verifyOwn(ctx, account) : null;
  const fresh = account.kind === "new" ? { ...account, hash: await hashNew(ctx, account) } : undefined;
  const redeemed = await sql<{ outcome: string; account_id: number; enterprise_id: number }>`
    select outcome, account_id, enterprise_id from app.redeem_code(${hashes}, ${uscc}, ${own?.id ?? null}, ${fresh?.login ?? null},
      ${fresh?.dutyName ?? null}, null, ${fresh?.hash ?? null}, ${ctx.now})`.execute(ctx.db);
  const row = redeemed.rows[0];
  if (row?.outcome === "loginTaken") {
    throw new AppError("invalid", { issues: [{ path: "account.login", code: "loginTaken" }] });
  }
  if (row?.outcome !== "ok") return refuseCode(ctx, trial);
  if (fresh?.dutyPhone) {
    const sealed = sealPhone(ctx.vault, row.account_id, fresh.dutyPhone);
    await sql`select app.keep_phone(${row.account_id}, ${sealed}, ${ctx.now})`.execute(ctx.db);
  }
  const secondFactor = own?.secondFactor ?? false;
  return { accountId: row.account_id, enterpriseId: row.enterprise_id, secondFactor };
}

function refuseCode(ctx: Context, trial: string): never {
  ctx.session.tried(trial);
  throw new AppError("invalid", { issues: [{ path: "code", code: "codeRefused" }] });
}

type NewAccount = { readonly login: string; readonly password: string; readonly dutyName: string };

const hashNew = (ctx: Context, { login, password, dutyName }: NewAccount) =>
  hashChosen(ctx, password, [login, dutyName], "account.password");

/** An account of one's own shows its password and what else it has, with the same patience as at the door. */
async function verifyOwn(
  ctx: Context,
  { login, password, code }: { login: string; password: string; code?: string | undefined },
) {
  const trial = trialOf(login);
  await ctx.session.try(trial);
  const found = await sql<{ id: number; password_hash: string | null }>`
    select id, password_hash from app.find_member(${login}, ${ctx.now})`.execute(ctx.db);
  const account = found.rows[0];
  const right = await ctx.session.verifyPassword(password, account?.password_hash ?? null);
  if (!account || !right) {
    ctx.session.tried(trial);
    throw new AppError("sign-in-failed");
  }
  const secondFactor = await showSecondFactor(ctx, { accountId: account.id, kind: "member" }, trial, code);
  return { id: account.id, secondFactor };
}
