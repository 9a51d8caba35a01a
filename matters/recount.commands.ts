import type { Procedure } from "#kernel/procedure.ts";
import { type LimitClock, recomputeClock } from "#kernel/working-time.ts";
import type { TaskSnapshot } from "./engine/snapshot.ts";
import { writeDues } from "./rows.commands.ts";
import { type LoadedMatter, loadMatter, lockMatter, openDoor, procedureOf } from "./store.queries.ts";
import { type Author, duesOf, type EngineContext, writeEntry } from "./write.commands.ts";

const clock: Author = { accountId: null, label: "", capacity: "system" };

/**
 * Computes the limits that run in one matter anew, after the calendar has changed (decision 16). One entry holds the new
 * clocks, so that replay gives the same rows; where no due time moves none is written. What else the clock will tell,
 * reminders on the way and the next levels of what is late, moves along. Gives how many due times moved.
 */
export async function recountLimits(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  matterId: number,
): Promise<number> {
  await openDoor(ctx.db, matterId);
  try {
    // Most matters stay as they are: they are locked only when something is to be written.
    const seen = await loadMatter(ctx.db, matterId);
    const procedure = procedureOf(procedures, seen.procedure);
    if (moved(ctx, seen).length === 0 && (await toldOtherwise(ctx, procedure, seen)).length === 0) return 0;
    let matter = await lockMatter(ctx.db, matterId);
    const clocks = moved(ctx, matter);
    const first = matter.snapshot.tasks.find((task) => task.no === clocks[0]?.[0]);
    if (first) {
      matter = await writeEntry(ctx, procedure, matter, clock, {
        kind: "calendar",
        name: first.kind,
        audience: first.audience,
        at: ctx.now,
        form: {},
        resolved: { clocks: Object.fromEntries(clocks) },
      });
      await ctx.emit({ name: "matterMoved", matter: matterId }, matter.readers, matter.barred);
    }
    await writeDues(ctx.db, matterId, await toldOtherwise(ctx, procedure, matter));
    return clocks.length;
  } finally {
    await openDoor(ctx.db, null);
  }
}

/** The open tasks whose due time, or its being provisional, is another one by this calendar. */
function moved(
  { calendar, now }: Pick<EngineContext, "calendar" | "now">,
  { snapshot }: LoadedMatter,
): [number, LimitClock][] {
  return running(snapshot.tasks).flatMap((task): [number, LimitClock][] => {
    const fresh = recomputeClock(calendar, task.clock, now);
    const same = fresh.dueAt === task.clock.dueAt && fresh.provisional === task.clock.provisional;
    return same ? [] : [[task.no, fresh]];
  });
}

/** What the clock has still to tell and what by this calendar happens at another minute; never before now. */
async function toldOtherwise(ctx: EngineContext, procedure: Procedure, matter: LoadedMatter) {
  const planned = await ctx.db
    .selectFrom("due")
    .select(["task_no", "name", "at"])
    .where("matter_id", "=", matter.id)
    .where("fired_at", "is", null)
    // What is due already happens as it was to happen.
    .where("at", ">", ctx.now)
    .execute();
  const byCalendar = new Map(
    running(matter.snapshot.tasks)
      .flatMap((task) => duesOf(ctx, procedure, task, ctx.now))
      .map((due) => [`${due.taskNo} ${due.name}`, due]),
  );
  return planned.flatMap(({ task_no, name, at }) => {
    const due = byCalendar.get(`${task_no} ${name}`);
    return due === undefined || due.at.getTime() === at.getTime() ? [] : [due];
  });
}

function running(tasks: readonly TaskSnapshot[]): TaskSnapshot[] {
  return tasks.filter((task) => task.state === "open" && task.clock.runningSince !== null);
}
