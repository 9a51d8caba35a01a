import { sql } from "kysely";
import { presentMe } from "#access/me.queries.ts";
import { hashUnused } from "#access/passwords.commands.ts";
import { tellOwner } from "#access/proof-changes.commands.ts";
import { confirms, type recoveryRules, type RecoverySubject } from "#access/rules/recovery.ts";
import { firmsOf } from "#access/sign-in.queries.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { late, refused } from "#directory/refusals.ts";
import { AppError } from "#kernel/errors.ts";
import type { InputOf } from "#kernel/operation.ts";
import type { contract } from "./contract.ts";

/** The two persons and the owner are about: a day is enough, and a lost paper is worth nothing tomorrow. */
const codeHours = 24;
const mostADay = 5;

interface Row {
  readonly id: number;
  readonly account_id: number;
  readonly duty_name: string;
  readonly place: string;
  readonly given_by: number;
  readonly giver: string;
  readonly given_at: Date;
  readonly expires_at: Date;
  readonly confirmer: string | null;
  readonly powers: readonly string[];
}

export const recoveryHandlers: Handlers<typeof contract, typeof recoveryRules> = {
  "recovery.choices": async (ctx, input) => ({
    subject: {},
    run: async () => {
      ctx.about(`enterprise:${input.id}`);
      const { rows } = await sql<{ account_id: number; duty_name: string; roles: string[] }>`
        select account_id, duty_name, roles from app.recoverable(${input.id}, ${ctx.now})`.execute(ctx.db);
      ctx.counted(rows.length);
      return {
        items: rows.map((row) => ({ accountId: row.account_id, dutyName: row.duty_name, roles: row.roles })),
      };
    },
  }),

  "recovery.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await openOnes(ctx);
      ctx.counted(rows.length);
      return {
        items: rows.map((row) => ({
          id: row.id,
          accountId: row.account_id,
          dutyName: row.duty_name,
          place: row.place,
          givenBy: row.giver,
          givenAt: row.given_at.toISOString(),
          expiresAt: row.expires_at.toISOString(),
          confirmedBy: row.confirmer,
          mayConfirm: row.confirmer === null && confirms(ctx.actor, subjectOf(row)) === "allow",
        })),
        serverTime: ctx.now.toISOString(),
      };
    },
  }),

  "recovery.give": async (ctx, input) => {
    ctx.about(`account:${input.accountId}`);
    const found = await sql<{ powers: string[] }>`
      select app.recovery_power(${input.accountId}, ${ctx.now}) as powers`.execute(ctx.db);
    const powers = found.rows[0]?.powers ?? [];
    if (powers.length === 0) return undefined;
    return { subject: { powers, givenBy: null }, run: () => give(ctx, input.accountId) };
  },

  "recovery.confirm": async (ctx, input) => {
    const row = (await openOnes(ctx)).find(({ id }) => id === input.id);
    ctx.about(row ? `account:${row.account_id}` : `recovery:${input.id}`);
    return (
      row && {
        subject: subjectOf(row),
        run: async () => {
          const done = await sql<{ account: number | null }>`
            select app.confirm_recovery(${input.id}, ${ctx.now}) as account`.execute(ctx.db);
          const account = done.rows[0]?.account;
          if (!account) throw late("recoveryOver");
          await tellOwner(ctx, "recoveryGiven", account);
          return {};
        },
      }
    );
  },

  "recovery.end": async (ctx, input) => {
    const row = (await openOnes(ctx)).find(({ id }) => id === input.id);
    ctx.about(row ? `account:${row.account_id}` : `recovery:${input.id}`);
    return (
      row && {
        subject: {},
        run: async () => {
          await sql`select app.end_recovery(${input.id}, ${ctx.now})`.execute(ctx.db);
          return {};
        },
      }
    );
  },

  "recovery.use": async (ctx, input) => ({ subject: {}, run: () => use(ctx, input) }),
};

async function openOnes(ctx: Pick<Context, "db" | "now">): Promise<readonly Row[]> {
  return (await sql<Row>`select * from app.recoveries(${ctx.now})`.execute(ctx.db)).rows;
}

const subjectOf = (row: Row): RecoverySubject => ({ powers: row.powers, givenBy: row.given_by });

async function give(ctx: Context, accountId: number) {
  const code = ctx.codes.draw();
  const [hash] = ctx.codes.hashesOf(code, "account-recovery");
  const expiresAt = new Date(ctx.now.getTime() + codeHours * 3_600_000);
  const given = await sql<{ id: number | null; login: string; duty_name: string }>`
    select g.id, o.login, o.duty_name from app.give_recovery(${accountId}, ${hash}, ${expiresAt}, ${mostADay}, ${ctx.now}) g (id)
      cross join app.recovery_owner(${accountId}, ${ctx.now}) o`.execute(ctx.db);
  const row = given.rows[0];
  if (!row?.id) throw new AppError("too-many", { params: { minutes: 24 * 60 } });
  await ctx.emit({ name: "recoveryGiven", recovery: row.id }, []);
  return { id: row.id, code, login: row.login, dutyName: row.duty_name, expiresAt: expiresAt.toISOString() };
}

/** Wrong, used, expired, void, unconfirmed and foreign codes have one answer; trials count by login. */
async function use(ctx: Context, input: InputOf<(typeof contract)["recovery.use"]>) {
  const trial = `recovery:${input.login}`;
  await ctx.session.try(trial);
  const hashes = ctx.codes.hashesOf(input.code, "account-recovery");
  const found = await sql<{
    account_id: number;
    kind: string;
    login: string;
    duty_name: string;
    police_number: string | null;
  }>`
    select * from app.find_recovery(${hashes}, ${input.login}, ${ctx.now})`.execute(ctx.db);
  const owner = found.rows[0];
  if (!owner) {
    ctx.session.tried(trial);
    throw refused("code", "recoveryRefused");
  }
  const about = [owner.login, owner.duty_name, owner.police_number];
  const hash = await hashUnused(ctx, { id: owner.account_id, about }, input.password);
  const used = await sql<{ ok: boolean }>`
    select app.use_recovery(${hashes}, ${owner.account_id}, ${hash}, ${ctx.now}) as ok`.execute(ctx.db);
  if (used.rows[0]?.ok !== true) throw refused("code", "recoveryRefused");
  ctx.about(`account:${owner.account_id}`);
  const firm = owner.kind === "member" ? (await firmsOf(ctx, owner.account_id))[0]?.id : null;
  // Whoever has no place at any firm now has nothing to enter.
  if (firm === undefined) throw new AppError("sign-in-failed");
  const actor = await ctx.session.open(owner.account_id, firm, { method: "CODE", secondFactor: false });
  await tellOwner(ctx, "recovered", owner.account_id);
  return presentMe(ctx, actor);
}
