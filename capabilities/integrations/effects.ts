import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { defineEffects, type EffectContext } from "#matters/effects.ts";
import type { WebhookEvent } from "./webhook-events.ts";

type About = { readonly matter: number } | { readonly project: number };

/** One delivery for each endpoint that wants this event and whose system may read what it is about. */
async function queue(ctx: EffectContext, event: WebhookEvent, about: About): Promise<void> {
  const endpoints = await ctx.db
    .selectFrom("webhook_endpoint as e")
    .innerJoin("service_account as s", "s.account_id", "e.account_id")
    .select(["e.id", "e.account_id"])
    .where("e.ended_at", "is", null)
    .where("s.state", "=", "ACTIVE")
    .where(sql<boolean>`e.events @> array[${event}]::text[]`)
    .orderBy("e.id")
    .execute();
  if (endpoints.length === 0) return;
  const { matter = null, project = null } = about as { matter?: number; project?: number };
  const accounts = [...new Set(endpoints.map(({ account_id }) => account_id))];
  const seen = await sql<{ id: number }>`
    select app.systems_that_see(${accounts}::int[], ${matter}, ${project}, ${ctx.now}) as id`.execute(ctx.db);
  const wanted = endpoints.filter(({ account_id }) => seen.rows.some(({ id }) => id === account_id));
  if (wanted.length === 0) return;
  const body = JSON.stringify({ type: event, timestamp: ctx.at.toISOString(), data: about });
  await ctx.db
    .insertInto("webhook_delivery")
    .values(
      wanted.map(({ id }) => ({
        id: randomUUID(),
        endpoint_id: id,
        event,
        body,
        happened_at: ctx.at,
        state: "waiting" as const,
        next_at: ctx.now,
      })),
    )
    .execute();
}

export const webhookEffects = defineEffects({
  name: "webhooks",
  on: {
    ticketReplied: (ctx, { matter }) => queue(ctx, "ticket.replied", { matter }),
    matterMoved: (ctx, { matter }) => queue(ctx, "matter.moved", { matter }),
    projectMoved: (ctx, { project }) => queue(ctx, "project.moved", { project }),
  },
});
