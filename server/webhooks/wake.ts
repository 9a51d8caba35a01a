import type { Platform } from "../platform.ts";

/** Sends deliveries whenever there are new ones, one round at a time in this process; a slow receiver holds up nothing else. */
export interface WebhookWaker {
  wake(): void;
  /** Takes nothing new and waits for the attempts under way. */
  stop(): Promise<void>;
}

export function wakeWebhooks(platform: Platform): WebhookWaker {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function go(): Promise<void> {
    try {
      while (again && !stopped) {
        again = false;
        await platform.sendWebhooks();
      }
    } catch (error) {
      // The database is away; the job of the next minute finds what waits.
      platform.log.error({ err: error }, "webhooks could not be sent");
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
    },
  };
}
