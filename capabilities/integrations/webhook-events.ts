/**
 * What an endpoint can be told of, and the operation that a service account needs for it: with that it reads the rest.
 * A delivery holds the kind, the time and ids, never what happened in words.
 */
export const webhookEvents = {
  /** A ticket of the hotline was answered. */
  "ticket.replied": "ticket.replies",
  /** A matter that the account may read has come to another state. */
  "matter.moved": "ticket.list",
  /** A project of its unit has come to another stage, or stands still, or goes on. */
  "project.moved": "project.list",
} as const;
export type WebhookEvent = keyof typeof webhookEvents;
export const webhookEventNames = Object.keys(webhookEvents) as [WebhookEvent, ...WebhookEvent[]];

/** Before each further attempt, about three days together; after the last one a delivery is parked. */
export const webhookPausesMs = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * 3_600_000),
];
/** The former secret signs too for so long. */
export const formerSecretMs = 24 * 3_600_000;
