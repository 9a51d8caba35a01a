import { sql } from "kysely";
import type { absenceRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { absenceContract } from "./contract.ts";
import { late, refused } from "./store.queries.ts";

type Ids = "delegation.list" | "delegation.give" | "delegation.withdraw";

/** What lasts longer is an assignment or a grant, and somebody else's to give. */
const longestMs = 92 * 86_400_000;

/** A duty of one's own, lent to a colleague on the same side for a time. */
export const delegationHandlers: Pick<Handlers<typeof absenceContract, typeof absenceRules>, Ids> = {
  "delegation.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await sql<{
        id: number;
        given: boolean;
        other: string;
        duty: string;
        name: string;
        valid_from: Date;
        valid_to: Date;
        reason: string;
      }>`select d.id, d.from_account = ${ctx.actor.accountId} as given, a.duty_name as other, w.duty, w.name, d.valid_from,
                d.valid_to, d.reason
           from delegation d join app.loan_words(array(select principal_id from delegation)) w on w.id = d.principal_id
           join account a on a.id = case when d.from_account = ${ctx.actor.accountId} then d.to_account else d.from_account end
          where d.valid_to > ${ctx.now} order by d.valid_from, d.id limit 200`.execute(ctx.db);
      const lendable = await sql<{ id: number; duty: string; name: string }>`
        select * from app.loan_words(app.own()) where duty <> 'self' order by name, duty`.execute(ctx.db);
      const takers = await sql<{ account_id: number; duty_name: string; unit_name: string }>`
        select * from app.takers(${ctx.now})`.execute(ctx.db);
      ctx.counted(rows.rows.length);
      return {
        items: rows.rows.map((row) => ({
          id: row.id,
          given: row.given,
          other: row.other,
          what: { duty: row.duty, name: row.name },
          from: row.valid_from.toISOString(),
          to: row.valid_to.toISOString(),
          reason: row.reason,
        })),
        lendable: lendable.rows.map((row) => ({ principalId: row.id, duty: row.duty, name: row.name })),
        takers: takers.rows.map((row) => ({
          accountId: row.account_id,
          dutyName: row.duty_name,
          unitName: row.unit_name,
        })),
      };
    },
  }),

  "delegation.give": async (ctx, input) => {
    const lendable = await sql<{ id: number }>`
      select id from app.loan_words(app.own()) where duty <> 'self' and id = ${input.principalId}`.execute(ctx.db);
    return {
      subject: { own: lendable.rows.length > 0 },
      run: async () => {
        const [from, to] = [new Date(input.from), new Date(input.to)];
        if (to <= from) throw refused("to", "endBeforeStart");
        if (to <= ctx.now) throw refused("to", "alreadyOver");
        if (to.getTime() - from.getTime() > longestMs) throw refused("to", "spanTooLong", { days: 92 });
        await demandTaker(ctx, input.toAccountId);
        const row = await ctx.db
          .insertInto("delegation")
          .values({
            from_account: ctx.actor.accountId,
            to_account: input.toAccountId,
            principal_id: input.principalId,
            // Nothing is lent backwards.
            valid_from: from < ctx.now ? ctx.now : from,
            valid_to: to,
            reason: input.reason,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        ctx.about(`delegation:${row.id}`);
        return { id: row.id };
      },
    };
  },

  "delegation.withdraw": async (ctx, input) => {
    const row = await ctx.db.selectFrom("delegation").select("id").where("id", "=", input.id).executeTakeFirst();
    if (!row) return undefined;
    ctx.about(`delegation:${row.id}`);
    return {
      subject: {},
      run: async () => {
        const cut = await ctx.db
          .updateTable("delegation")
          .set({ valid_to: ctx.now })
          .where("id", "=", row.id)
          .where("valid_from", "<", ctx.now)
          .where("valid_to", ">", ctx.now)
          .executeTakeFirst();
        if (cut.numUpdatedRows > 0n) return {};
        const gone = await ctx.db
          .deleteFrom("delegation")
          .where("id", "=", row.id)
          .where("valid_from", ">=", ctx.now)
          .executeTakeFirst();
        if (gone.numDeletedRows === 0n) throw late("loanOver");
        return {};
      },
    };
  },
};

/** A colleague on the same side: of the staff, or of the same firm; never an administrator. */
async function demandTaker(ctx: Context, accountId: number): Promise<void> {
  if (accountId === ctx.actor.accountId) throw refused("toAccountId", "yourself");
  const found = await sql<{ n: number }>`
    select 1 as n from app.takers(${ctx.now}) where account_id = ${accountId}`.execute(ctx.db);
  if (found.rows.length === 0) throw refused("toAccountId", "notATaker");
}
