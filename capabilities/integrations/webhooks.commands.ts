import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { keepsService } from "#access/rules/integrations.ts";
import type { webhookRules } from "#access/rules/integrations.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { late, refused } from "#directory/refusals.ts";
import { sealSecret } from "./secrets.ts";
import { findService } from "./services.queries.ts";
import type { webhookContract } from "./webhook-contract.ts";
import { formerSecretMs, webhookEvents, type WebhookEvent, webhookEventNames } from "./webhook-events.ts";
import { deliveriesOf, endpointsOf, findEndpoint } from "./webhooks.queries.ts";

/** Where the operator lets deliveries go. */
export interface Reachable {
  faultOf(url: string): string | null;
  readonly hosts: readonly string[];
}

type WebhookHandlers = Handlers<typeof webhookContract, typeof webhookRules>;

/** Endpoints of other systems, their secrets, and what became of the deliveries. */
export function webhookHandlers(reachable: Reachable): WebhookHandlers {
  return {
    "webhook.list": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return (
        service && {
          subject: {},
          run: async () => ({
            items: await endpointsOf(ctx, service.accountId),
            offers: await offersOf(ctx, service.accountId),
            hosts: [...reachable.hosts],
            keeps: service.state === "ACTIVE" && keepsService(ctx.actor, service),
            serverTime: ctx.now.toISOString(),
          }),
        }
      );
    },

    "webhook.create": async (ctx, input) => {
      const service = await findService(ctx, input.id);
      return (
        service && {
          subject: service,
          run: async () => {
            if (service.state !== "ACTIVE") throw late("serviceNotActive");
            const fault = reachable.faultOf(input.url);
            if (fault !== null) throw refused("url", fault);
            const offers = await offersOf(ctx, service.accountId);
            const foreign = input.events.findIndex((event) => !offers.includes(event));
            if (foreign >= 0) throw refused(`events.${foreign}`, "eventNotInScope");
            const drawn = await sql<{ id: number }>`
              select nextval('webhook_endpoint_id_seq')::int as id`.execute(ctx.db);
            const id = drawn.rows[0]?.id ?? 0;
            const secret = drawSecret();
            await ctx.db
              .insertInto("webhook_endpoint")
              .values({
                id,
                account_id: service.accountId,
                url: input.url,
                events: [...new Set(input.events)],
                secret: sealSecret(ctx.vault, id, secret),
                made_by: ctx.actor.accountId,
                made_at: ctx.now,
              })
              .execute();
            ctx.changed([`webhook:${id}`]);
            return { id, secret };
          },
        }
      );
    },

    "webhook.rotate": async (ctx, input) => {
      const endpoint = await findEndpoint(ctx, input.id);
      return (
        endpoint && {
          subject: endpoint,
          run: async () => {
            const secret = drawSecret();
            const changed = await ctx.db
              .updateTable("webhook_endpoint")
              .set((eb) => ({
                former_secret: eb.ref("secret"),
                former_until: new Date(ctx.now.getTime() + formerSecretMs),
                secret: sealSecret(ctx.vault, endpoint.id, secret),
              }))
              .where("id", "=", endpoint.id)
              .where("ended_at", "is", null)
              .executeTakeFirst();
            if (changed.numUpdatedRows === 0n) throw late("webhookEnded");
            return { id: endpoint.id, secret };
          },
        }
      );
    },

    "webhook.end": async (ctx, input) => {
      const endpoint = await findEndpoint(ctx, input.id);
      return (
        endpoint && {
          subject: endpoint,
          run: async () => {
            const ended = await ctx.db
              .updateTable("webhook_endpoint")
              .set({ ended_at: ctx.now, ended_by: ctx.actor.accountId })
              .where("id", "=", endpoint.id)
              .where("ended_at", "is", null)
              .executeTakeFirst();
            if (ended.numUpdatedRows === 0n) throw late("webhookEnded");
            return {};
          },
        }
      );
    },

    "webhook.deliveries": async (ctx, input) => {
      const endpoint = await findEndpoint(ctx, input.id);
      return (
        endpoint && {
          subject: {},
          run: async () => ({
            ...(await deliveriesOf(ctx, endpoint, input.state)),
            keeps: endpoint.endedAt === null && keepsService(ctx.actor, endpoint),
            serverTime: ctx.now.toISOString(),
          }),
        }
      );
    },

    "webhook.replay": async (ctx, input) => {
      const endpoint = await findEndpoint(ctx, input.id);
      return (
        endpoint && {
          subject: endpoint,
          run: async () => {
            if (endpoint.endedAt !== null) throw late("webhookEnded");
            let again = ctx.db
              .updateTable("webhook_delivery")
              .set({ state: "waiting", tries: 0, next_at: ctx.now, ended_at: null })
              .where("endpoint_id", "=", endpoint.id);
            again =
              input.delivery === null
                ? again.where("state", "=", "parked")
                : again.where("id", "=", input.delivery).where("state", "in", ["parked", "sent"]);
            const { numUpdatedRows } = await again.executeTakeFirst();
            if (numUpdatedRows === 0n) throw late("nothingToReplay");
            const count = Number(numUpdatedRows);
            ctx.counted(count);
            // Wakes whoever sends.
            await ctx.emit({ name: "webhookReplayed", endpoint: endpoint.id }, []);
            return { count };
          },
        }
      );
    },
  };
}

/** As Standard Webhooks wants it: 24 to 64 bytes. */
const drawSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/** Events that the account's operations let it read about. */
async function offersOf(ctx: Context, accountId: number): Promise<WebhookEvent[]> {
  const { scopes } = await ctx.db
    .selectFrom("service_account")
    .select("scopes")
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return webhookEventNames.filter((name) => scopes.includes(webhookEvents[name]));
}
