import { sql } from "kysely";
import type { handoverRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { handoverContract } from "./handover-contract.ts";
import { findOfficer, late, lockOfficer, refused } from "./store.queries.ts";

type Ids = "account.close" | "account.keep" | "account.leavers";

/**
 * A leaver. His account closes at the end of his last day whatever has been handed over; where nobody has accepted, B
 * acts as A from that minute (decision 20), because whoever has left counts as away.
 */
export const leaverHandlers: Pick<Handlers<typeof handoverContract, typeof handoverRules>, Ids> = {
  "account.close": async (ctx, input) => {
    ctx.about(`account:${input.id}`);
    const account = await findOfficer(ctx, input.id);
    if (!account) return undefined;
    return {
      subject: { accountId: account.id, unitId: account.unitId },
      run: async () => {
        if (input.lastDay < shanghaiDay(ctx.now)) throw refused("lastDay", "dayIsOver");
        if (input.lastDay > addDays(shanghaiDay(ctx.now), 366)) throw refused("lastDay", "tooFar");
        const closesAt = shanghaiMoment(addDays(input.lastDay, 1));
        await lockOfficer(ctx, account.id);
        await change(ctx, account.id, closesAt);
        const held = await sql<{ n: number }>`
          select count(*)::int as n from app.places_of(${account.id}, ${closesAt})`.execute(ctx.db);
        return { closesAt: closesAt.toISOString(), places: held.rows[0]?.n ?? 0 };
      },
    };
  },

  "account.keep": async (ctx, input) => {
    ctx.about(`account:${input.id}`);
    const account = await findOfficer(ctx, input.id);
    if (!account) return undefined;
    return {
      subject: { accountId: account.id, unitId: account.unitId },
      run: async () => {
        await lockOfficer(ctx, account.id);
        await change(ctx, account.id, null);
        return {};
      },
    };
  },

  "account.leavers": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await sql<{
        id: number;
        duty_name: string;
        unit_name: string;
        closed_at: Date | null;
        places: { project: { id: number; name: string }; kind: "A" | "B" }[];
      }>`
        select a.id, a.duty_name, u.short_name as unit_name, a.closed_at,
               (select coalesce(jsonb_agg(jsonb_build_object('project', jsonb_build_object('id', p.id, 'name', p.name),
                         'kind', s.kind) order by p.id), '[]')
                  from assignment s join project p on p.id = s.project_id and p.stage not in ('ARCHIVED', 'TERMINATED')
                 where s.account_id = a.id and s.kind in ('A', 'B') and s.valid_from <= ${ctx.now}
                   and (s.valid_to is null or s.valid_to > ${ctx.now})) as places
          from account a join unit u on u.id = a.unit_id
         where a.kind = 'staff' and a.unit_id = any (${[...ctx.actor.offices]}::int[]) and a.id <> ${ctx.actor.accountId}
           and (a.closed_at is null or a.closed_at > ${ctx.now}
             or exists (select from assignment s where s.account_id = a.id and s.kind in ('A', 'B')
                          and (s.valid_to is null or s.valid_to > ${ctx.now})))
         order by a.closed_at is null, a.closed_at, u.short_name, a.duty_name limit 1000`.execute(ctx.db);
      ctx.counted(rows.rows.length);
      return {
        items: rows.rows.map((row) => ({
          accountId: row.id,
          dutyName: row.duty_name,
          unitName: row.unit_name,
          closesAt: row.closed_at?.toISOString() ?? null,
          places: row.places,
        })),
      };
    },
  }),
};

/** A closed account stays closed: whoever comes back gets a new one, so that what was recorded keeps its meaning. */
async function change(ctx: Context, accountId: number, closesAt: Date | null): Promise<void> {
  const changed = await ctx.db
    .updateTable("account")
    .set({ closed_at: closesAt })
    .where("id", "=", accountId)
    .where((eb) => eb.or([eb("closed_at", "is", null), eb("closed_at", ">", ctx.now)]))
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw late("hasLeft");
}
