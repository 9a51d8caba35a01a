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

/**
 * The year that has no official calendar though it is time (decision 16): the present one, or from the first of December
 * on the next.
 */
export async function missingYear({ db, now }: Pick<Context, "db" | "now">): Promise<number | undefined> {
  const [year = "", month] = shanghaiDay(now).split("-");
  const wanted = month === "12" ? [Number(year), Number(year) + 1] : [Number(year)];
  const rows = await db.selectFrom("calendar_year").select("year").where("year", "in", wanted).execute();
  return wanted.find((one) => rows.every((row) => row.year !== one));
}
