import { sql } from "kysely";
import type { z } from "zod";
import { keepsService, mayDecideService, type ServiceSubject } from "#access/rules/integrations.ts";
import type { Context } from "#directory/context.ts";
import type { contract } from "./contract.ts";

export type ServiceState = "PROPOSED" | "ACTIVE" | "REFUSED" | "REVOKED";

export interface Service extends ServiceSubject {
  readonly state: ServiceState;
}

/** A service account with its unit, as rules and commands look at it. */
export async function findService(ctx: Context, id: number): Promise<Service | undefined> {
  ctx.about(`serviceAccount:${id}`);
  return ctx.db
    .selectFrom("service_account as s")
    .innerJoin("account as a", "a.id", "s.account_id")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .select(["s.account_id as accountId", "s.state", "s.proposed_by as proposedBy", "u.path"])
    .where("s.account_id", "=", id)
    .executeTakeFirst();
}

function services(ctx: Context) {
  const good = sql<boolean>`k.ended_at is null and k.expires_at > ${ctx.now} and s.state = 'ACTIVE'`;
  return ctx.db
    .selectFrom("service_account as s")
    .innerJoin("account as a", "a.id", "s.account_id")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .innerJoin("account as asked", "asked.id", "s.proposed_by")
    .leftJoin("account as decided", "decided.id", "s.decided_by")
    .leftJoin("account as revoked", "revoked.id", "s.revoked_by")
    .selectAll("s")
    .select(["a.duty_name as name", "u.id as unit_id", "u.short_name", "u.path", "asked.duty_name as asked_name"])
    .select(["decided.duty_name as decided_name", "revoked.duty_name as revoked_name"])
    .select((eb) => [
      eb
        .selectFrom("service_key as k")
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .whereRef("k.account_id", "=", "s.account_id")
        .where(good)
        .$asScalar()
        .as("keys"),
      eb
        .selectFrom("service_key as k")
        .select(({ fn }) => fn.max("k.last_used_at").as("at"))
        .whereRef("k.account_id", "=", "s.account_id")
        .as("last_used_at"),
      eb
        .selectFrom("service_key as k")
        .select(({ fn }) => fn.max("k.expires_at").as("at"))
        .whereRef("k.account_id", "=", "s.account_id")
        .where(good)
        .as("keys_until"),
    ])
    .orderBy((eb) => eb("s.state", "=", "PROPOSED"), "desc")
    .orderBy((eb) => eb("s.state", "=", "ACTIVE"), "desc")
    .orderBy("s.account_id", "desc");
}

type Row = Awaited<ReturnType<ReturnType<typeof services>["execute"]>>[number];

const headOf = (row: Row) => ({
  id: row.account_id,
  name: row.name,
  purpose: row.purpose,
  unit: { id: row.unit_id, name: row.short_name },
  state: row.state,
  proposedBy: row.asked_name,
  proposedAt: row.proposed_at.toISOString(),
  keys: row.keys ?? 0,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  keysUntil: row.keys_until?.toISOString() ?? null,
});

/** All that there are: a city has some dozens of systems to work with. */
export async function servicesOf(ctx: Context) {
  return (await services(ctx).limit(500).execute()).map(headOf);
}

type Detail = z.output<(typeof contract)["serviceAccount.get"]["output"]>;

export async function serviceOf(ctx: Context, service: Service): Promise<Detail> {
  const row = await services(ctx).where("s.account_id", "=", service.accountId).executeTakeFirstOrThrow();
  const keys = await ctx.db
    .selectFrom("service_key as k")
    .innerJoin("account as by", "by.id", "k.issued_by")
    .select(["k.id", "k.prefix", "k.issued_at", "k.expires_at", "k.last_used_at", "k.ended_at", "by.duty_name"])
    .where("k.account_id", "=", service.accountId)
    .orderBy("k.id", "desc")
    .limit(100)
    .execute();
  return {
    ...headOf(row),
    scopes: row.scopes,
    addresses: row.addresses,
    decidedBy: row.decided_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    revokedBy: row.revoked_name,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokeReason: row.revoke_reason,
    allKeys: keys.map((key) => ({
      id: key.id,
      prefix: key.prefix,
      issuedBy: key.duty_name,
      issuedAt: key.issued_at.toISOString(),
      expiresAt: key.expires_at.toISOString(),
      lastUsedAt: key.last_used_at?.toISOString() ?? null,
      endedAt: key.ended_at?.toISOString() ?? null,
      inForce: row.state === "ACTIVE" && key.ended_at === null && key.expires_at > ctx.now,
    })),
    may: mayOf(ctx, service),
    serverTime: ctx.now.toISOString(),
  };
}

function mayOf({ actor }: Context, service: Service): Detail["may"] {
  const keeps = keepsService(actor, service);
  return [
    ...(service.state === "PROPOSED" && mayDecideService(actor, service) ? (["decide"] as const) : []),
    ...(service.state === "ACTIVE" && keeps ? (["issue"] as const) : []),
    ...((service.state === "ACTIVE" || service.state === "PROPOSED") && keeps ? (["revoke"] as const) : []),
  ];
}
