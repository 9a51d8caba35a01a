import { sql } from "kysely";
import type { z } from "zod";
import type { ServiceSubject } from "#access/rules/integrations.ts";
import type { Context } from "#directory/context.ts";
import type { deliveryStates, webhookContract } from "./webhook-contract.ts";
import type { WebhookEvent } from "./webhook-events.ts";

type Output<Id extends keyof typeof webhookContract> = z.output<(typeof webhookContract)[Id]["output"]>;

/** So many deliveries stand in the log; of older ones there is the choice by state. */
const shown = 100;

export interface Endpoint extends ServiceSubject {
  readonly id: number;
  readonly url: string;
  readonly name: string;
  readonly endedAt: Date | null;
}

/** An endpoint with its account, as rules and commands look at it. */
export async function findEndpoint(ctx: Context, id: number): Promise<Endpoint | undefined> {
  ctx.about(`webhook:${id}`);
  return ctx.db
    .selectFrom("webhook_endpoint as e")
    .innerJoin("service_account as s", "s.account_id", "e.account_id")
    .innerJoin("account as a", "a.id", "e.account_id")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .select(["e.id", "e.url", "e.ended_at as endedAt", "a.duty_name as name", "u.path"])
    .select(["e.account_id as accountId", "s.proposed_by as proposedBy"])
    .where("e.id", "=", id)
    .executeTakeFirst();
}

export async function endpointsOf(ctx: Context, accountId: number): Promise<Output<"webhook.list">["items"]> {
  const rows = await ctx.db
    .selectFrom("webhook_endpoint as e")
    .innerJoin("account as by", "by.id", "e.made_by")
    .select(["e.id", "e.url", "e.events", "e.made_at", "e.ended_at", "e.former_until", "by.duty_name"])
    .select((eb) => {
      const deliveries = eb.selectFrom("webhook_delivery as d").whereRef("d.endpoint_id", "=", "e.id");
      const countOf = (...states: ("waiting" | "sending" | "parked")[]) =>
        deliveries.where("d.state", "in", states).select(sql<number>`count(*)::int`.as("n"));
      return [
        countOf("waiting", "sending").as("waiting"),
        countOf("parked").as("parked"),
        deliveries
          .where("d.state", "=", "sent")
          .select(({ fn }) => fn.max("d.ended_at").as("at"))
          .as("last_sent_at"),
      ];
    })
    .where("e.account_id", "=", accountId)
    .orderBy("e.ended_at", (order) => order.desc().nullsFirst())
    .orderBy("e.id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    events: row.events as WebhookEvent[],
    madeBy: row.duty_name,
    madeAt: row.made_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    formerUntil: row.former_until !== null && row.former_until > ctx.now ? row.former_until.toISOString() : null,
    waiting: row.waiting ?? 0,
    parked: row.parked ?? 0,
    lastSentAt: row.last_sent_at?.toISOString() ?? null,
  }));
}

export async function deliveriesOf(
  ctx: Context,
  { id, url, name, accountId }: Endpoint,
  state: (typeof deliveryStates)[number] | "all",
): Promise<Omit<Output<"webhook.deliveries">, "keeps" | "serverTime">> {
  let query = ctx.db
    .selectFrom("webhook_delivery")
    .selectAll()
    .where("endpoint_id", "=", id)
    .orderBy("happened_at", "desc")
    .orderBy("id")
    .limit(shown + 1);
  if (state !== "all") query = query.where("state", "=", state);
  const rows = await query.execute();
  const attempts = await ctx.db
    .selectFrom("webhook_attempt")
    .selectAll()
    .where("delivery_id", "=", sql<string>`any (${rows.map((row) => row.id)}::uuid[])`)
    .orderBy("no", "desc")
    .execute();
  const parked = await ctx.db
    .selectFrom("webhook_delivery")
    .select(sql<number>`count(*)::int`.as("n"))
    .where("endpoint_id", "=", id)
    .where("state", "=", "parked")
    .executeTakeFirstOrThrow();
  ctx.counted(Math.min(rows.length, shown));
  return {
    url,
    accountId,
    name,
    items: rows.slice(0, shown).map((row) => ({
      id: row.id,
      event: row.event as WebhookEvent,
      about: aboutOf(row.body),
      happenedAt: row.happened_at.toISOString(),
      state: row.state,
      nextAt: row.state === "waiting" ? row.next_at.toISOString() : null,
      attempts: attempts
        .filter(({ delivery_id }) => delivery_id === row.id)
        .map(({ no, at, ms, status, fault, clip }) => ({ no, at: at.toISOString(), ms, status, fault, clip })),
    })),
    parked: parked.n,
    more: rows.length > shown,
  };
}

/** Which record a body names. */
function aboutOf(body: string): string {
  const { data } = JSON.parse(body) as { data: Record<string, number> };
  const [name, id] = Object.entries(data)[0] ?? ["", ""];
  return `${name}:${id}`;
}
