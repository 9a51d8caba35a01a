import { sql } from "kysely";
import type { duplicateRules } from "#access/rules/duplicates.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { OutputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { contract } from "./contract.ts";
import { comparable, findHandled, within } from "./pair.queries.ts";

type Other = OutputOf<(typeof contract)["duplicate.list"]>["suggested"][number];
type Row = Omit<Other, "openedAt"> & { readonly openedAt: Date; readonly same: boolean | null };

/** So many suggestions at once, the nearest in time first: enough to judge, too few to search through. */
const shown = 5;

export function duplicateQueries(
  procedures: ReadonlyMap<string, Procedure>,
): Pick<Handlers<typeof contract, typeof duplicateRules>, "duplicate.list"> {
  return {
    "duplicate.list": async (ctx, { id }) => {
      const found = await findHandled(ctx, procedures, id);
      if (!found) return undefined;
      ctx.about(`matter:${id}`);
      return {
        subject: found.subject,
        run: async () => {
          const rows = comparable.includes(found.matter.procedure) ? await findPairs(ctx, id) : [];
          return {
            within,
            suggested: rows
              .filter(({ same }) => same === null)
              .slice(0, shown)
              .map(otherOf),
            decided: rows.flatMap((row) => (row.same === null ? [] : [{ ...otherOf(row), same: row.same }])),
          };
        },
      };
    },
  };
}

const otherOf = ({ same: _same, openedAt, ...row }: Row): Other => ({ ...row, openedAt: openedAt.toISOString() });

/**
 * The same project, the same topic, about the same time, and nothing else: not who asked, not what he wrote (GR-3). All
 * rows come from under the row policies, so that what the actor cannot read is neither suggested nor counted.
 */
async function findPairs(ctx: Context, id: number): Promise<Row[]> {
  const rows = await sql<Row>`
    select o.id::int, o.number, o.procedure, o.title, o.state, o.phase, o.opened_at as "openedAt", e.name as enterprise,
           ((o.opened_at at time zone 'Asia/Shanghai')::date - (m.opened_at at time zone 'Asia/Shanghai')::date) as days, d.same
      from matter m
      join matter o on o.project_id = m.project_id and o.topic = m.topic and o.id <> m.id
       and o.procedure = any (${[...comparable]}::text[])
       and o.opened_at between m.opened_at - ${within} * interval '1 day' and m.opened_at + ${within} * interval '1 day'
      left join enterprise e on e.id = o.enterprise_id
      left join matter_duplicate d on d.first_id = least(m.id, o.id) and d.second_id = greatest(m.id, o.id)
     where m.id = ${id}
       -- What was split off, or went on, is no second demand.
       and (d.same or not exists (select from matter_link l
             where (l.parent_id, l.child_id) in ((m.id, o.id), (o.id, m.id))))
     order by abs(extract(epoch from o.opened_at - m.opened_at)), o.id limit 50`.execute(ctx.db);
  return rows.rows;
}
