import type { Platform } from "./platform.ts";

/** Work that is done in rounds, one at a time in this process, whenever somebody says that there is some. */
export interface Rounds {
  /** There may be something to do: now, or once the round under way is over. */
  wake(): void;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/** `failed`: the log's line when a round fails, as when the database is away; the job of the next minute tries again. */
export function inRounds({ log }: Pick<Platform, "log">, round: () => Promise<void>, failed: string): Rounds {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function go(): Promise<void> {
    try {
      while (again && !stopped) {
        again = false;
        await round();
      }
    } catch (error) {
      log.error({ err: error }, failed);
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
