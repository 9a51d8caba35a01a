import type { Platform } from "../platform.ts";
import { runImports } from "./imports.ts";

/** Works on lists whenever one may have been asked for. */
export interface ImportsWaker {
  wake(): void;
  /** Lets go of what is under way, which is begun anew by the next start, and takes nothing new. */
  stop(): Promise<void>;
}

/** So many lists at once in one process: a short one does not wait for a long one. */
const lanes = 2;

export function wakeImports(platform: Platform): ImportsWaker {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let again = false;

  async function go(): Promise<void> {
    try {
      do {
        again = false;
        await runImports(platform, stopping.signal);
      } while (again && !stopping.signal.aborted);
    } catch (error) {
      // The database is away; the job of the next minute finds what waits.
      platform.log.error({ err: error }, "lists could not be worked on");
    }
  }

  return {
    wake() {
      again = true;
      if (stopping.signal.aborted || running.size >= lanes) return;
      const lane = go();
      running.add(lane);
      void lane.then(() => running.delete(lane));
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
