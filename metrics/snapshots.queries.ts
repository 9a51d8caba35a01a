import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Figure } from "./compute.queries.ts";
import { firstDay, type Month } from "./month.ts";

/** A figure as it was taken, in its last revision. */
export interface Taken extends Figure {
  readonly month: Month;
  readonly revision: number;
  readonly takenAt: Date;
  readonly note: string;
}

/** Figures that were taken of some units in some months; for each the last revision. Whose, the row policy says. */
export async function findTaken(
  db: Context["db"],
  wanted: { readonly unitIds: readonly number[]; readonly months: readonly Month[]; readonly whole?: boolean },
): Promise<Taken[]> {
  const { rows } = await sql<{
    month: string;
    metric: string;
    version: number;
    unit_id: number;
    part: string;
    revision: number;
    counted: number;
    of_all: number | null;
    value: number | null;
    taken_at: Date;
    note: string;
  }>`
    select distinct on (unit_id, month, metric, version, part)
           to_char(month, 'YYYY-MM') as month, metric, version, unit_id, part, revision, counted, of_all, value, taken_at, note
      from metric_snapshot
     where unit_id = any (${[...wanted.unitIds]}::int[]) and month = any (${wanted.months.map(firstDay)}::date[])
       ${wanted.whole === true ? sql`and part = ''` : sql``}
     order by unit_id, month, metric, version, part, revision desc`.execute(db);
  return rows.map((row) => ({
    month: row.month,
    metric: row.metric,
    version: row.version,
    unitId: row.unit_id,
    part: row.part,
    revision: row.revision,
    counted: row.counted,
    ofAll: row.of_all,
    value: row.value,
    takenAt: row.taken_at,
    note: row.note,
  }));
}
