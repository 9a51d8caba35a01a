import { sql } from "kysely";
import { recordLooks, unmaskings } from "#access/looks.ts";
import type { Context } from "#directory/context.ts";
import { addMonths, firstDay, type Month, monthOf, monthsBetween, periodOf } from "#metrics/month.ts";
import { isPublic } from "#metrics/shown.ts";
import { monthsShown, type OpenFigure, openFigures } from "./figures.ts";

type TakeContext = Pick<Context, "db" | "now">;

/** Months that are over and of which a figure, or its present definition, is not published yet; the oldest first. */
export async function findUnpublished({ db, now }: TakeContext): Promise<Map<Month, OpenFigure[]>> {
  const since = await sql<{ since: Date | null }>`select app.openness_since() as since`.execute(db);
  const first = since.rows[0]?.since;
  if (!first) return new Map();
  const last = addMonths(monthOf(now), -1);
  const months = monthsBetween([monthOf(first), addMonths(last, 1 - monthsShown)].toSorted().at(-1) ?? last, last);
  const { rows } = await sql<{ key: string }>`
    select to_char(month, 'YYYY-MM') || ' ' || figure || ' ' || version as key from open_figure`.execute(db);
  const known = new Set(rows.map(({ key }) => key));
  return new Map(
    months
      .map(
        (month) => [month, openFigures.filter(({ id, version }) => !known.has(`${month} ${id} ${version}`))] as const,
      )
      .filter(([, missing]) => missing.length > 0),
  );
}

/** Counts a month that is over and publishes it. Small counts are not even kept; of two at the same time one stays. */
export async function publishMonth(
  { db, now }: TakeContext,
  month: Month,
  missing: readonly OpenFigure[],
): Promise<void> {
  const period = periodOf(month, now);
  if (!period?.complete) throw new Error(`${month} is not over`);
  const { rows } = await sql<{ figure: string; counted: number; of_all: number | null }>`
    select * from app.count_openness(${period.from}, ${period.to}, ${[...recordLooks]}::text[], ${[...unmaskings]}::text[])`.execute(
    db,
  );
  const counts = new Map(rows.map((row) => [row.figure, row]));
  await db
    .insertInto("open_figure")
    .values(
      missing.map(({ id, version, measure }) => {
        const row = counts.get(id);
        if (!row) throw new Error(`nothing counts ${id}`);
        const shown = isPublic(measure, { counted: row.counted, ofAll: row.of_all, value: null });
        return {
          month: firstDay(month),
          figure: id,
          version,
          counted: shown ? row.counted : null,
          of_all: shown ? row.of_all : null,
          taken_at: now,
        };
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
