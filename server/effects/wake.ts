import type { Platform } from "../platform.ts";
import { inRounds, type Rounds } from "../rounds.ts";

/** Runs effects whenever events have come into the outbox, and sends what they tell to people and to other systems. */
export function wakeEffects(platform: Platform): Rounds {
  // By itself: a slow receiver holds up nothing else.
  const webhooks = inRounds(
    platform,
    async () => {
      await platform.sendWebhooks();
    },
    "webhooks could not be sent",
  );
  const effects = inRounds(
    platform,
    async () => {
      await platform.runEffects();
      // What was just told may go out at once.
      await platform.sendPost();
      webhooks.wake();
    },
    "what follows from events could not be done",
  );
  return {
    wake: effects.wake,
    async stop() {
      await effects.stop();
      await webhooks.stop();
    },
  };
}
