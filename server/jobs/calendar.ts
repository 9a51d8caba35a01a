import { recountHandovers } from "#capabilities/staffing/clock.jobs.ts";
import { missingYear } from "#directory/calendar.queries.ts";
import { recountLimits } from "#matters/recount.commands.ts";
import { emitter } from "../outbox.ts";
import type { Platform } from "../platform.ts";

const mattersAtOnce = 500;

/**
 * After a year's calendar was set: computes every limit that runs anew, each matter in a transaction of its own. Broken
 * off, it begins anew: what is right already stays as it is. A matter that fails is tried once more at the end, then
 * logged; it holds up no other. So are the times by which hand-overs are to be accepted.
 * @returns how many due times of matters moved, which is what the preview tells
 */
export async function recountCalendar(platform: Platform): Promise<number> {
  const changes = await platform.asSystem((tx) =>
    tx.selectFrom("calendar_change").select("id").where("through", "is", null).orderBy("id").execute(),
  );
  if (changes.length === 0) return 0;
  await platform.reloadCalendar();
  let moved = 0;
  const recount = async (id: number) => {
    const now = platform.clock.now();
    moved += await platform.asSystem((tx) =>
      recountLimits(
        { db: tx, now, calendar: platform.calendar(), emit: emitter(tx, now), vault: platform.vault },
        platform.procedures,
        id,
      ),
    );
  };
  const failed: number[] = [];
  let last = 0;
  for (;;) {
    const found = await platform.asSystem((tx) =>
      tx
        .selectFrom("due")
        .select("matter_id")
        .distinct()
        .where("fired_at", "is", null)
        .where("matter_id", ">", last)
        .orderBy("matter_id")
        .limit(mattersAtOnce)
        .execute(),
    );
    for (const { matter_id: id } of found) {
      try {
        await recount(id);
      } catch {
        failed.push(id);
      }
    }
    last = found.at(-1)?.matter_id ?? last;
    if (found.length < mattersAtOnce) break;
  }
  for (const id of failed) {
    try {
      await recount(id);
    } catch (error) {
      platform.log.error({ err: error, matter: id }, "the limits of a matter could not be computed anew");
    }
  }
  await platform.asSystem((tx) =>
    recountHandovers({ db: tx, now: platform.clock.now(), calendar: platform.calendar() }),
  );
  await platform.asSystem((tx) =>
    tx
      .updateTable("calendar_change")
      .set({ through: platform.clock.now(), moved })
      .where(
        "id",
        "in",
        changes.map(({ id }) => id),
      )
      .execute(),
  );
  return moved;
}

/** Says that the next year has no calendar though December has begun. Gives the year; undefined: none is missing. */
export async function warnOfCalendar(platform: Platform): Promise<number | undefined> {
  const now = platform.clock.now();
  return platform.asSystem(async (tx) => {
    const year = await missingYear({ db: tx, now });
    if (year !== undefined) await emitter(tx, now)({ name: "calendarMissed", year }, []);
    return year;
  });
}
