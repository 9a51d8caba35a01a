import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import type { integrationRules } from "#access/rules/integrations.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { late, refused } from "#directory/refusals.ts";
import type { Operation } from "#kernel/operation.ts";
import { type contract, mostKeys } from "./contract.ts";
import { findService, type Service, serviceOf, servicesOf, type ServiceState } from "./services.queries.ts";

type Ids = Extract<keyof typeof contract, `serviceAccount.${string}` | `serviceKey.${string}`>;
type ServiceHandlers = Handlers<Pick<typeof contract, Ids>, Pick<typeof integrationRules, Ids>>;

/** Accounts of other systems: proposed by one, in force once a second person has approved, revoked at once. */
export function serviceHandlers(operations: () => readonly Operation[]): ServiceHandlers {
  const offered = () => operations().filter(({ machines }) => machines !== undefined);
  return {
    "serviceAccount.list": async (ctx) => ({
      subject: {},
      run: async () => {
        const items = await servicesOf(ctx);
        ctx.counted(items.length);
        const kept = await sql<{ keeps: boolean }>`select app.kept_units('security') <> '{}' as keeps`.execute(ctx.db);
        return {
          items,
          offers: offered().map(({ id }) => id),
          keeps: kept.rows[0]?.keeps === true,
          serverTime: ctx.now.toISOString(),
        };
      },
    }),

    "serviceAccount.get": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return service && { subject: {}, run: () => serviceOf(ctx, service) };
    },

    "serviceAccount.propose": async (ctx, input) => {
      const unit = await ctx.db
        .selectFrom("unit")
        .select(["id", "path", "valid_to"])
        .where("id", "=", input.unitId)
        .executeTakeFirst();
      if (!unit) throw refused("unitId", "unknownUnit");
      return {
        subject: unit,
        run: async () => {
          if (unit.valid_to !== null && unit.valid_to <= ctx.now) throw refused("unitId", "unitClosed");
          const scopes = [...new Set(input.scopes)];
          const chosen = scopes.map((scope, at) => {
            const operation = offered().find(({ id }) => id === scope);
            if (!operation) throw refused(`scopes.${at}`, "unknownScope");
            return operation;
          });
          const id = await makeAccount(ctx, input.name, unit.id);
          ctx.about(`serviceAccount:${id}`);
          await ctx.db
            .insertInto("service_account")
            .values({
              account_id: id,
              purpose: input.purpose,
              scopes,
              procedures: [...new Set(chosen.flatMap(({ machines }) => machines?.procedures ?? []))],
              addresses: input.addresses,
              state: "PROPOSED",
              proposed_by: ctx.actor.accountId,
              proposed_at: ctx.now,
            })
            .execute();
          return { id };
        },
      };
    },

    "serviceAccount.approve": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return service && { subject: service, run: () => decide(ctx, service, "ACTIVE", null) };
    },

    "serviceAccount.refuse": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return service && { subject: service, run: () => decide(ctx, service, "REFUSED", input.note) };
    },

    "serviceAccount.revoke": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return (
        service && {
          subject: service,
          run: async () => {
            const ended = await ctx.db
              .updateTable("service_account")
              .set({
                state: "REVOKED",
                revoked_by: ctx.actor.accountId,
                revoked_at: ctx.now,
                revoke_reason: input.reason,
              })
              .where("account_id", "=", service.accountId)
              .where("state", "in", ["PROPOSED", "ACTIVE"])
              .executeTakeFirst();
            if (ended.numUpdatedRows === 0n) throw late("serviceEnded");
            return {};
          },
        }
      );
    },

    "serviceKey.issue": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return service && { subject: service, run: () => issueKey(ctx, service, input.days) };
    },

    "serviceKey.end": async (ctx, input) => {
      const key = await ctx.db
        .selectFrom("service_key as k")
        .innerJoin("account as a", "a.id", "k.account_id")
        .innerJoin("unit as u", "u.id", "a.unit_id")
        .select(["k.id", "k.account_id", "u.path"])
        .where("k.id", "=", input.id)
        .executeTakeFirst();
      ctx.about(key ? `serviceAccount:${key.account_id}` : `serviceKey:${input.id}`);
      return (
        key && {
          subject: key,
          run: async () => {
            const ended = await endKeys(ctx).where("id", "=", key.id).executeTakeFirst();
            if (ended.numUpdatedRows === 0n) throw late("keyEnded");
            return {};
          },
        }
      );
    },
  };
}

async function makeAccount(ctx: Context, name: string, unitId: number): Promise<number> {
  const made = await ctx.db
    .insertInto("account")
    // Nobody signs in with this: there is no password to it, and no role.
    .values({
      kind: "service",
      login: `service:${randomUUID()}`,
      duty_name: name,
      unit_id: unitId,
      created_at: ctx.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return made.id;
}

async function decide(ctx: Context, { accountId }: Service, state: ServiceState, note: string | null) {
  const changed = await ctx.db
    .updateTable("service_account")
    .set({ state, decided_by: ctx.actor.accountId, decided_at: ctx.now, note })
    .where("account_id", "=", accountId)
    .where("state", "=", "PROPOSED")
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw late("decidedAlready");
  return {};
}

const endKeys = (ctx: Context) =>
  ctx.db
    .updateTable("service_key")
    .set({ ended_at: ctx.now, ended_by: ctx.actor.accountId })
    .where("ended_at", "is", null);

async function issueKey(ctx: Context, service: Service, days: number) {
  if (service.state !== "ACTIVE") throw late("serviceNotActive");
  // Two who issue at once come one after the other.
  await sql`select pg_advisory_xact_lock(1213548626, ${service.accountId}::int)`.execute(ctx.db);
  await endKeys(ctx).where("account_id", "=", service.accountId).where("expires_at", "<=", ctx.now).execute();
  const good = await ctx.db
    .selectFrom("service_key")
    .select("slot")
    .where("account_id", "=", service.accountId)
    .where("ended_at", "is", null)
    .execute();
  if (good.length >= mostKeys) throw late("keysAtMost", { most: mostKeys });
  const { key, prefix, hash } = ctx.keys.draw();
  const expiresAt = new Date(ctx.now.getTime() + days * 86_400_000);
  const { id } = await ctx.db
    .insertInto("service_key")
    .values({
      account_id: service.accountId,
      slot: good.some(({ slot }) => slot === 1) ? 2 : 1,
      prefix,
      key_hash: hash,
      issued_by: ctx.actor.accountId,
      issued_at: ctx.now,
      expires_at: expiresAt,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, key, prefix, expiresAt: expiresAt.toISOString() };
}
