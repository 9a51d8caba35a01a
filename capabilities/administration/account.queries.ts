import { sql } from "kysely";
import type { z } from "zod";
import type { StaffRole } from "#access/role-places.ts";
import type { AccountSubject } from "#access/rules/administration.ts";
import { allowedTrials, trialsSince } from "#access/sign-in.queries.ts";
import type { Context } from "#directory/context.ts";
import type { InputOf } from "#kernel/operation.ts";
import type { accountContract } from "./account-contract.ts";
import { proposalsOf } from "./grant.queries.ts";

/** One page holds a branch with all its stations. */
const mostAccounts = 1000;

export interface Staff extends AccountSubject {
  readonly policeNumber: string | null;
  readonly closedAt: Date | null;
  readonly version: number;
}

/** Somebody of the staff with his unit; undefined for members of firms. */
export async function findStaff(ctx: Pick<Context, "db">, id: number): Promise<Staff | undefined> {
  return ctx.db
    .selectFrom("account as a")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .select(["a.id as accountId", "u.path", "a.police_number as policeNumber", "a.closed_at as closedAt", "a.version"])
    .where("a.id", "=", id)
    .where("a.kind", "=", "staff")
    .executeTakeFirst();
}

export function isOpen(account: Pick<Staff, "closedAt">, now: Date): boolean {
  return account.closedAt === null || account.closedAt > now;
}

function headsOf(ctx: Context) {
  return ctx.db
    .selectFrom("account as a")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .select(["a.id", "a.duty_name", "a.police_number", "a.created_at", "a.closed_at", "a.login", "a.duty_phone"])
    .select(["u.id as unit_id", "u.short_name as unit_name"])
    .select((eb) =>
      sql<StaffRole[]>`array(${eb
        .selectFrom("access_grant as g")
        .select("g.role")
        .distinct()
        .whereRef("g.account_id", "=", "a.id")
        .where("g.unit_id", "is not", null)
        .where("g.valid_from", "<=", ctx.now)
        .where((or) => or.or([or("g.valid_to", "is", null), or("g.valid_to", ">", ctx.now)]))
        .orderBy("g.role")})`.as("roles"),
    )
    .where("a.kind", "=", "staff")
    .where(sql<boolean>`u.path && app.kept_units('security')`);
}

type Row = Awaited<ReturnType<ReturnType<typeof headsOf>["execute"]>>[number];

function headOf(row: Row, locked: ReadonlySet<number>) {
  return {
    id: row.id,
    dutyName: row.duty_name,
    policeNumber: row.police_number,
    unit: { id: row.unit_id, name: row.unit_name },
    createdAt: row.created_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    roles: row.roles,
    locked: locked.has(row.id),
  };
}

async function lockedOf(ctx: Context): Promise<ReadonlySet<number>> {
  const found = await sql<{ account_id: number }>`
    select account_id from app.locked_staff(${trialsSince(ctx.now)}, ${allowedTrials})`.execute(ctx.db);
  return new Set(found.rows.map((row) => row.account_id));
}

export async function accountsOf(ctx: Context, input: InputOf<(typeof accountContract)["staff.list"]>) {
  let query = headsOf(ctx)
    .orderBy("u.code")
    .orderBy("a.duty_name")
    .orderBy("a.id")
    .limit(mostAccounts + 1);
  if (input.unitId !== undefined) query = query.where(sql<boolean>`u.path @> array[${input.unitId}::int]`);
  if (input.state !== "all") {
    query = query.where((eb) =>
      input.state === "closed"
        ? eb("a.closed_at", "<=", ctx.now)
        : eb.or([eb("a.closed_at", "is", null), eb("a.closed_at", ">", ctx.now)]),
    );
  }
  const rows = await query.execute();
  const locked = await lockedOf(ctx);
  return { items: rows.slice(0, mostAccounts).map((row) => headOf(row, locked)), more: rows.length > mostAccounts };
}

type Account = z.output<(typeof accountContract)["staff.get"]["output"]>;

export async function accountOf(ctx: Context, { accountId, version }: Staff): Promise<Account> {
  const row = await headsOf(ctx).where("a.id", "=", accountId).executeTakeFirstOrThrow();
  const code = await ctx.db
    .selectFrom("staff_code as c")
    .innerJoin("account as a", "a.id", "c.issued_by")
    .select(["a.duty_name", "c.issued_at", "c.expires_at"])
    .where("c.account_id", "=", accountId)
    .where("c.redeemed_at", "is", null)
    .where("c.ended_at", "is", null)
    .where("c.expires_at", ">", ctx.now)
    .executeTakeFirst();
  return {
    ...headOf(row, await lockedOf(ctx)),
    version,
    login: row.login,
    dutyPhone: row.duty_phone,
    self: accountId === ctx.actor.accountId,
    grants: await grantsOf(ctx, accountId),
    proposals: await proposalsOf(ctx, { account: accountId }),
    code: code
      ? {
          issuedBy: code.duty_name,
          issuedAt: code.issued_at.toISOString(),
          expiresAt: code.expires_at.toISOString(),
        }
      : null,
    serverTime: ctx.now.toISOString(),
  };
}

async function grantsOf(ctx: Context, accountId: number): Promise<Account["grants"]> {
  const rows = await ctx.db
    .selectFrom("access_grant as g")
    .innerJoin("unit as u", "u.id", "g.unit_id")
    .leftJoin("grant_proposal as p", "p.grant_id", "g.id")
    .leftJoin("account as asked", "asked.id", "p.proposed_by")
    .leftJoin("account as approved", "approved.id", "p.decided_by")
    .leftJoin("account as ended", "ended.id", "g.ended_by")
    .select([
      "g.id",
      "g.role",
      "g.valid_from",
      "g.valid_to",
      "g.end_reason",
      "u.id as unit_id",
      "u.short_name",
      "p.reason",
    ])
    .select(["asked.duty_name as asked_by", "approved.duty_name as approved_by", "ended.duty_name as ended_by"])
    .where("g.account_id", "=", accountId)
    .orderBy("g.valid_from", "desc")
    .orderBy("g.id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    role: row.role as StaffRole,
    unit: { id: row.unit_id, name: row.short_name },
    from: row.valid_from.toISOString(),
    to: row.valid_to?.toISOString() ?? null,
    inForce: row.valid_from <= ctx.now && (row.valid_to === null || row.valid_to > ctx.now),
    proposedBy: row.asked_by,
    approvedBy: row.approved_by,
    reason: row.reason,
    endedBy: row.ended_by,
    endReason: row.end_reason,
  }));
}
