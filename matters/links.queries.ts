import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "#directory/context.ts";
import type { contract } from "./contract.ts";

export type MatterLink = z.output<(typeof contract)["matter.get"]["output"]>["links"][number];

/** Matters that this one came of, the ones that came of it; row policies leave out what the actor cannot see. */
export async function linksOf(ctx: Context, matterId: number): Promise<MatterLink[]> {
  const rows = await sql<MatterLink>`
    select m.id::int, m.number, m.procedure, m.title, m.state, m.phase, l.kind, l.child_id = ${matterId} as earlier
      from matter_link l
      join matter m on m.id = case when l.child_id = ${matterId} then l.parent_id else l.child_id end
     where l.parent_id = ${matterId} or l.child_id = ${matterId}
     order by earlier desc, m.id`.execute(ctx.db);
  return rows.rows;
}
