import { sql } from "kysely";
import type { Citation } from "#kernel/fields/citation.ts";
import type { Context } from "./context.ts";

/** Which of these citations name nothing that is published now, by their places in the list. */
export async function findUncitable(db: Context["db"], cited: readonly Citation[]): Promise<number[]> {
  if (cited.length === 0) return [];
  const { rows } = await sql<{ at: number }>`
    select c.at::int - 1 as at
      from unnest(${cited.map(({ item }) => item)}::int[], ${cited.map(({ version }) => version)}::int[])
           with ordinality as c(item, version, at)
     where not exists (select from policy_item_version v
                        where v.item_id = c.item and v.version = c.version and v.state = 'PUBLISHED')`.execute(db);
  return rows.map((row) => row.at);
}
