import { findUnpublished, publishMonth } from "#capabilities/openness/take.commands.ts";
import type { Platform } from "../platform.ts";

/**
 * Publishes each month that is over and is not on the public page yet, each in a transaction of its own.
 * @returns how many months
 */
export async function publishFigures(platform: Platform): Promise<number> {
  const now = platform.clock.now();
  const missing = await platform.asSystem((tx) => findUnpublished({ db: tx, now }));
  for (const [month, figures] of missing)
    await platform.asSystem((tx) => publishMonth({ db: tx, now }, month, figures));
  return missing.size;
}
