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
