import type { Platform } from "../platform.ts";
import { wakeWebhooks } from "../webhooks/wake.ts";

/** Runs effects whenever events have come in, one round at a time in this process. */
export interface EffectsWaker {
  /** Something has come into the outbox. */
  wake(): void;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

export function wakeEffects(platform: Platform): EffectsWaker {
  // By itself: a slow receiver holds up nothing else.
  const webhooks = wakeWebhooks(platform);
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function go(): Promise<void> {
    try {
      while (again && !stopped) {
        again = false;
        await platform.runEffects();
        // What was just told may go out at once.
        await platform.sendPost();
        webhooks.wake();
      }
    } catch (error) {
      // The database is away; the job of the next minute finds what is pending.
      platform.log.error({ err: error }, "what follows from events could not be done");
    } finally {
      running = undefined;
    }
  }

  return {
    wake() {
      again = true;
      if (!stopped) running ??= go();
    },
    async stop() {
      stopped = true;
      await running;
      await webhooks.stop();
    },
  };
}
