import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Progress } from "#sheets/import.ts";

/** So many rows of the list are taken back in one statement. */
const stretch = 500;

/**
 * Takes back what a batch wrote, from its last row to its first; gives the rows of which somebody has touched something
 * since.
 */
export async function undoBatch(ctx: Context, batch: number, progress?: Progress): Promise<readonly number[]> {
  const { rows: written } = await sql<{ row: number }>`
    select distinct row from import_write where batch_id = ${batch} order by row desc`.execute(ctx.db);
  const touched: number[] = [];
  for (let from = 0; from < written.length; from += stretch) {
    await progress?.(from, written.length);
    const some = written.slice(from, from + stretch);
    const { rows } = await sql<{ touched: number[] }>`
      select app.undo_import(${batch}, ${ctx.now}, ${some.at(-1)?.row ?? 0}, ${some[0]?.row ?? 0}) as touched`.execute(
      ctx.db,
    );
    touched.push(...(rows[0]?.touched ?? []));
  }
  return touched.toSorted((one, other) => one - other);
}
