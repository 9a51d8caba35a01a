import { sql } from "kysely";
import { drawWeek, findUndrawn } from "#capabilities/look-samples/draw.commands.ts";
import { drawer } from "#capabilities/look-samples/draw.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { keptYears } from "../audit/seal.ts";
import { drawerOf } from "../draw.ts";
import { emitter } from "../outbox.ts";
import type { Platform } from "../platform.ts";

/**
 * Draws of each week that is over, each in a transaction of its own, and gives up what the audit no longer keeps.
 * @returns how many looks were drawn
 */
export async function drawLooks(platform: Platform): Promise<number> {
  const now = platform.clock.now();
  let drawn = 0;
  for (const week of await platform.asSystem((tx) => findUndrawn({ db: tx, now })))
    drawn += await platform.asSystem((tx) =>
      drawWeek({ db: tx, now, emit: emitter(tx, now), ...drawerOf(platform, drawer) }, week),
    );
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - keptYears);
  await platform.asSystem((tx) => sql`select app.retire_looks(${shanghaiDay(before)}::date)`.execute(tx));
  return drawn;
}
