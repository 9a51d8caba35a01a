import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";
import { webhookEventNames } from "./webhook-events.ts";

const id = z.strictObject({ id: idParam });
const done = z.object({});
const event = z.enum(webhookEventNames);
export const deliveryStates = ["waiting", "sending", "sent", "parked", "dropped"] as const;
const secret = z.object({
  id: z.int(),
  /** `whsec_…`, shown once. */
  secret: z.string(),
});

export const webhookContract = {
  "webhook.list": defineOperation({
    id: "webhook.list",
    method: "GET",
    path: "/api/administration/service-accounts/:id/webhooks",
    kind: "read",
    audit: "record",
    summary: "Endpoints of a service account with what waits and what was given up; where deliveries may go at all.",
    input: id,
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          url: z.string(),
          events: z.array(event),
          madeBy: z.string(),
          madeAt: instant,
          endedAt: instant.nullable(),
          /** Until then the former secret signs too. */
          formerUntil: instant.nullable(),
          waiting: z.int(),
          parked: z.int(),
          lastSentAt: instant.nullable(),
        }),
      ),
      /** Events that the account's operations let it read about. */
      offers: z.array(event),
      /** Hosts of the operator's list. */
      hosts: z.array(z.string()),
      keeps: z.boolean(),
      serverTime: instant,
    }),
  }),
  "webhook.create": defineOperation({
    id: "webhook.create",
    method: "POST",
    path: "/api/administration/service-accounts/:id/webhooks",
    kind: "write",
    sensitive: true,
    replayable: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Tell another system of events at an address of the operator's list; the secret is shown once.",
    input: z.strictObject({
      id: idParam,
      url: z.url().max(500),
      events: z.array(event).min(1).max(webhookEventNames.length),
    }),
    output: secret,
  }),
  "webhook.rotate": defineOperation({
    id: "webhook.rotate",
    method: "POST",
    path: "/api/administration/webhooks/:id/rotate",
    kind: "write",
    sensitive: true,
    replayable: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "A new secret, shown once; for a day deliveries carry the signatures of both.",
    input: id,
    output: secret,
  }),
  "webhook.end": defineOperation({
    id: "webhook.end",
    method: "POST",
    path: "/api/administration/webhooks/:id/end",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Tell this address nothing any more; what waits is dropped.",
    input: id,
    output: done,
  }),
  "webhook.deliveries": defineOperation({
    id: "webhook.deliveries",
    method: "GET",
    path: "/api/administration/webhooks/:id/deliveries",
    kind: "read",
    audit: "record",
    summary:
      "The latest deliveries of an endpoint with their attempts: status, time, and the first words of a refusal.",
    input: z.strictObject({ id: idParam, state: z.enum([...deliveryStates, "all"]).default("all") }),
    output: z.object({
      url: z.string(),
      accountId: z.int(),
      name: z.string(),
      items: z.array(
        z.object({
          id: z.uuid(),
          event,
          /** The record that it was about: `matter:12`, `project:3`. */
          about: z.string(),
          happenedAt: instant,
          state: z.enum(deliveryStates),
          nextAt: instant.nullable(),
          attempts: z.array(
            z.object({
              no: z.int(),
              at: instant,
              ms: z.int(),
              status: z.int().nullable(),
              fault: z.string().nullable(),
              clip: z.string().nullable(),
            }),
          ),
        }),
      ),
      parked: z.int(),
      more: z.boolean(),
      keeps: z.boolean(),
      serverTime: instant,
    }),
  }),
  "webhook.replay": defineOperation({
    id: "webhook.replay",
    method: "POST",
    path: "/api/administration/webhooks/:id/replay",
    kind: "write",
    // The same words once more to where they went before.
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Send one delivery again, or all that were given up, under the same `webhook-id`.",
    input: z.strictObject({ id: idParam, delivery: z.uuid().nullable().default(null) }),
    output: z.object({ count: z.int() }),
  }),
} as const;
