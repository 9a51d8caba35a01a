import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { createCalendar, type WorkCalendar } from "#kernel/work-calendar.ts";
import type { Context } from "./context.ts";

/** The official work calendar as the city's tables have it, indexed for computing. */
export async function loadCalendar(db: Context["db"]): Promise<WorkCalendar> {
  const days = await db.selectFrom("work_calendar").select(["day", "kind"]).execute();
  const years = await db.selectFrom("calendar_year").select("year").execute();
  return createCalendar({
    days: days.map((row) => [row.day, row.kind] as const),
    years: years.map((row) => row.year),
  });
}

/** The next year, when it has no official calendar though December has begun (decision 16). */
export async function missingYear({ db, now }: Pick<Context, "db" | "now">): Promise<number | undefined> {
  const today = shanghaiDay(now);
  if (today.slice(5, 7) !== "12") return undefined;
  const next = Number(today.slice(0, 4)) + 1;
  const known = await db.selectFrom("calendar_year").select("year").where("year", "=", next).executeTakeFirst();
  return known ? undefined : next;
}
