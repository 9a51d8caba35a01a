import { sql } from "kysely";
import { recordLooks, unmaskings } from "#access/looks.ts";
import type { Context } from "#directory/context.ts";
import type { UnusualKind } from "./unusual-kinds.ts";

/**
 * What of the staff's looks is unusual enough to be looked at by the auditor. Each kind lists events of a day; nothing
 * adds them up, and nobody is compared with anybody (domain.md §6). Another figure here is another version.
 */
export const unusualRules = {
  version: 1,
  /** `manyLooks`: so many records in a day at least, and so many times what one's unit is used to in a day. */
  leastLooks: 30,
  timesHabit: 3,
  /** Weeks before, from which a unit's habit is taken. */
  habitWeeks: 4,
  /** `refusedLooks`: so many records in a day that are not there for him, or not his to read. */
  leastRefused: 5,
  /** `nightLooks`: so many records between 22:00 and 06:00. */
  leastNight: 3,
  nightFrom: 22,
  nightTo: 6,
} as const;

export interface UnusualRow {
  readonly kind: UnusualKind;
  readonly day: string;
  readonly account_id: number;
  readonly who: string;
  readonly unit: string | null;
  readonly count: number;
  readonly habit: number | null;
}

/** The events of seven days from a Monday on, by day and time, never by count. Read with the auditor's own eyes. */
export async function unusualLooks(ctx: Context, monday: string): Promise<readonly UnusualRow[]> {
  const rule = unusualRules;
  const { rows } = await sql<UnusualRow>`
    with seen as (
      select a.id, a.account_id, a.unit_id, c.duty_name, (a.at at time zone 'Asia/Shanghai')::date as day,
             extract(hour from a.at at time zone 'Asia/Shanghai')::int as hour, a.operation, a.status, a.purpose
        from audit a join account c on c.id = a.account_id and c.kind = 'staff'
       where a.at >= (${monday}::date - ${rule.habitWeeks * 7}::int)::timestamp at time zone 'Asia/Shanghai'
         and a.at < (${monday}::date + 7)::timestamp at time zone 'Asia/Shanghai'
    ), habit as (
      select unit_id, count(*)::float / count(distinct (account_id, day)) as a_day from seen
       where day < ${monday}::date and operation = any (${[...recordLooks]}) and status = 200 group by unit_id
    ), week as (select * from seen where day >= ${monday}::date),
    found as (
      select 'manyLooks' as kind, w.day, w.account_id, w.duty_name, w.unit_id, count(*)::int as count,
             round(coalesce(h.a_day, 0)::numeric, 1)::float as habit, min(w.id) as first
        from week w left join habit h on h.unit_id = w.unit_id
       where w.operation = any (${[...recordLooks]}) and w.status = 200
       group by w.day, w.account_id, w.duty_name, w.unit_id, h.a_day
      having count(*) >= ${rule.leastLooks} and count(*) > ${rule.timesHabit} * coalesce(h.a_day, 0)
      union all
      select k.kind, w.day, w.account_id, w.duty_name, w.unit_id, count(*)::int, null, min(w.id)
        from week w cross join lateral (
          select 'refusedLooks' as kind, ${rule.leastRefused}::int as least
           where w.operation = any (${[...recordLooks]}) and w.status in (403, 404)
          union all select 'nightLooks', ${rule.leastNight}
           where w.operation = any (${[...recordLooks]}) and w.status = 200
             and (w.hour >= ${rule.nightFrom} or w.hour < ${rule.nightTo})
          union all select 'glassLooks', 1 where w.purpose = 'glass' and w.status = 200
          union all select 'unmaskings', 1 where w.operation = any (${[...unmaskings]})
          union all select 'exports', 1 where w.operation like '%.export' and w.status = 200) k
       group by k.kind, k.least, w.day, w.account_id, w.duty_name, w.unit_id
      having count(*) >= k.least
    )
    select f.kind, f.day::text as day, f.account_id, f.duty_name as who, u.short_name as unit, f.count, f.habit
      from found f left join unit u on u.id = f.unit_id
     order by f.day, f.first, f.kind limit 500`.execute(ctx.db);
  return rows;
}
