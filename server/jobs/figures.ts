import { metrics } from "#capabilities/metrics.ts";
import { findUntaken, takeMonth } from "#metrics/snapshots.commands.ts";
import type { Tx } from "../database.ts";
import type { Platform } from "../platform.ts";

/** The nightly job: what became due before the end of the month is settled first, so that it counts there. */
export async function settleAndTake(platform: Platform): Promise<void> {
  await platform.settleDue();
  await takeFigures(platform);
}

/**
 * Takes the figures of every month that is over and was not taken, each in a transaction of its own. Gives the number
 * of months.
 */
export async function takeFigures(platform: Platform): Promise<number> {
  const counting = (tx: Tx) => ({ db: tx, now: platform.clock.now(), calendar: platform.calendar() });
  const untaken = await platform.asSystem((tx) => findUntaken(counting(tx), metrics));
  for (const [month, missing] of untaken) {
    await platform.asSystem((tx) => takeMonth(counting(tx), missing, month));
  }
  return untaken.size;
}
