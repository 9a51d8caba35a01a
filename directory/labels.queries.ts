import { sql } from "kysely";
import type { Context } from "./context.ts";

/** A principal in words: which duty, at which unit or firm, and by whom it is filled now where one person is named. */
export interface PrincipalLabel {
  readonly duty: string;
  readonly unitName: string | null;
  readonly dutyName: string | null;
}

/**
 * Words for principals, at the instant of the operation and within the actor's view. The place of officer A is
 * named after whoever fills it now: B while A is away.
 */
export async function labelsOf(
  ctx: Pick<Context, "db" | "now">,
  principals: readonly number[],
): Promise<Map<number, PrincipalLabel>> {
  if (principals.length === 0) return new Map();
  const rows = await sql<{ id: number; duty: string; unit_name: string | null; duty_name: string | null }>`
    select p.id, p.duty,
           coalesce(u.short_name, e.name, s.short_name) as unit_name,
           coalesce(own.duty_name, person.duty_name) as duty_name
      from principal p
      left join unit u on p.kind = 'unit' and u.id = p.ref_id
      left join enterprise e on p.kind = 'enterprise' and e.id = p.ref_id
      left join account own on p.kind = 'account' and own.id = p.ref_id
      left join project j on p.kind = 'project' and j.id = p.ref_id
      left join unit s on s.id = j.station_id
      left join lateral (
        select a.duty_name
          from assignment g join account a on a.id = g.account_id
         where p.kind = 'project' and g.project_id = p.ref_id
           and g.valid_from <= ${ctx.now} and (g.valid_to is null or g.valid_to > ${ctx.now})
           and g.kind = any (case p.duty when 'a' then array['A', 'B'] when 'b' then array['B']
             when 'sponsor' then array['SPONSOR'] when 'specialist' then array['SPECIALIST'] else array[]::text[] end)
         order by app.is_absent(a.id, ${ctx.now}), g.kind limit 1
      ) person on true
     where p.id = any (${[...principals]}::int[])`.execute(ctx.db);
  return new Map(
    rows.rows.map((row) => [row.id, { duty: row.duty, unitName: row.unit_name, dutyName: row.duty_name }]),
  );
}
