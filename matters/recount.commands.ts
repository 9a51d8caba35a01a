import type { Procedure } from "#kernel/procedure.ts";
import { type LimitClock, recomputeClock } from "#kernel/working-time.ts";
import { loadMatter, lockMatter, openDoor, procedureOf } from "./store.queries.ts";
import { type Author, type EngineContext, writeEntry } from "./write.commands.ts";

const clock: Author = { accountId: null, label: "", capacity: "system" };

/**
 * Computes the limits that run in one matter anew, after the calendar has changed (decision 16). One entry holds the new
 * clocks, so that replay gives the same rows; where nothing moves nothing is written. Gives how many due times moved.
 */
export async function recountLimits(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  matterId: number,
): Promise<number> {
  await openDoor(ctx.db, matterId);
  try {
    // Most matters stay as they are: they are locked only when something is to be written.
    if (moved(ctx, await loadMatter(ctx.db, matterId)).length === 0) return 0;
    const matter = await lockMatter(ctx.db, matterId);
    const clocks = moved(ctx, matter);
    const first = matter.snapshot.tasks.find((task) => task.no === clocks[0]?.[0]);
    if (!first) return 0;
    await writeEntry(ctx, procedureOf(procedures, matter.procedure), matter, clock, {
      kind: "calendar",
      name: first.kind,
      audience: first.audience,
      at: ctx.now,
      form: {},
      resolved: { clocks: Object.fromEntries(clocks) },
    });
    await ctx.emit({ name: "matterMoved", matter: matterId }, matter.readers, matter.barred);
    return clocks.length;
  } finally {
    await openDoor(ctx.db, null);
  }
}

/** The open tasks whose due time, or its being provisional, is another one by this calendar. */
function moved(
  { calendar, now }: Pick<EngineContext, "calendar" | "now">,
  { snapshot }: Awaited<ReturnType<typeof loadMatter>>,
): [number, LimitClock][] {
  return snapshot.tasks.flatMap((task): [number, LimitClock][] => {
    // What is over stays over: nobody who was late becomes in time by a notice, nor the other way round.
    if (task.state !== "open" || task.clock.dueAt === null || new Date(task.clock.dueAt) <= now) return [];
    const fresh = recomputeClock(calendar, task.clock);
    const same = fresh.dueAt === task.clock.dueAt && fresh.provisional === task.clock.provisional;
    return same ? [] : [[task.no, fresh]];
  });
}
