import { sql } from "kysely";
import type { Context } from "./context.ts";

/** A principal in words: which duty, at which unit or firm, and by whom it is filled now where one person is named. */
export interface PrincipalLabel {
  readonly duty: string;
  readonly unitName: string | null;
  readonly dutyName: string | null;
}

/**
 * Words for principals of rows that the actor has seen, at the instant of the operation. The place of officer A is
 * named after whoever fills it now: B while A is away.
 */
export async function labelsOf(
  ctx: Pick<Context, "db" | "now">,
  principals: readonly number[],
): Promise<Map<number, PrincipalLabel>> {
  if (principals.length === 0) return new Map();
  const rows = await sql<{ id: number; duty: string; unit_name: string | null; duty_name: string | null }>`
    select * from app.labels_of(${[...principals]}::int[], ${ctx.now})`.execute(ctx.db);
  return new Map(
    rows.rows.map((row) => [row.id, { duty: row.duty, unitName: row.unit_name, dutyName: row.duty_name }]),
  );
}
