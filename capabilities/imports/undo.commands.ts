import { sql } from "kysely";
import type { Context } from "#directory/context.ts";

/** Takes back what a batch wrote; gives the rows of which somebody has touched something since. */
export async function undoBatch(ctx: Context, batch: number): Promise<readonly number[]> {
  const { rows } = await sql<{ touched: number[] }>`
    select app.undo_import(${batch}, ${ctx.now}) as touched`.execute(ctx.db);
  return rows[0]?.touched ?? [];
}
