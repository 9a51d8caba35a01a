import { findWaiting, openVisit } from "#capabilities/return-visits/open.commands.ts";
import { emitter } from "../outbox.ts";
import type { Platform } from "../platform.ts";

/**
 * Opens the return visits that are due, each in a transaction of its own: one that fails is logged and holds up no other.
 * @returns how many were opened
 */
export async function openReturnVisits(platform: Platform): Promise<number> {
  const now = platform.clock.now();
  let opened = 0;
  let last = 0;
  for (;;) {
    const after = last;
    const found = await platform.asSystem((tx) => findWaiting({ db: tx, now }, after));
    if (found.length === 0) return opened;
    for (const id of found) {
      last = id;
      try {
        const done = await platform.asSystem((tx) =>
          openVisit(
            {
              db: tx,
              now,
              calendar: platform.calendar(),
              emit: emitter(tx, now),
              procedures: platform.procedures,
              vault: platform.vault,
            },
            id,
          ),
        );
        opened += done ? 1 : 0;
      } catch (error) {
        platform.log.error({ err: error, matter: id }, "a return visit could not be opened");
      }
    }
  }
}
