import { sql } from "kysely";
import type { Context } from "./context.ts";

/** The unit that everything belongs to: whoever keeps it keeps what holds for the whole city. */
export async function cityPath(ctx: Pick<Context, "db">): Promise<number[]> {
  const rows = await ctx.db.selectFrom("unit").select("id").where("parent_id", "is", null).execute();
  return rows.map(({ id }) => id);
}

/** Whether the caller is the whole city's system administrator. */
export async function keepsCity(ctx: Pick<Context, "db">): Promise<boolean> {
  const found = await sql<{ may: boolean }>`select app.keeps_city() as may`.execute(ctx.db);
  return found.rows[0]?.may === true;
}
