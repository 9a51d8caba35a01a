import { sql } from "kysely";
import type { absenceRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint } from "#directory/refusals.ts";
import type { absenceContract } from "./contract.ts";
import { findOfficer, late, lockOfficer, refused } from "./store.queries.ts";

type Ids = "absence.list" | "absence.record" | "absence.cancel";

const dayMs = 86_400_000;
/** Somebody who was away for longer without a word is not recorded afterwards. */
const longestBackMs = 31 * dayMs;
const longestMs = 366 * dayMs;

/** That somebody is away, and until when; why is nobody's business here. */
export const absenceHandlers: Pick<Handlers<typeof absenceContract, typeof absenceRules>, Ids> = {
  "absence.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      let query = ctx.db
        .selectFrom("absence as b")
        .innerJoin("account as a", "a.id", "b.account_id")
        .innerJoin("unit as u", "u.id", "a.unit_id")
        .select(["b.id", "b.account_id", "b.from_at", "b.to_at", "a.duty_name", "u.short_name"])
        .where("b.to_at", ">", ctx.now)
        .orderBy("b.from_at")
        .orderBy("b.id")
        .limit(500);
      if (input.whose === "mine") query = query.where("b.account_id", "=", ctx.actor.accountId);
      else {
        const units = [...ctx.actor.units, ...ctx.actor.offices];
        query = query.where((eb) => eb("a.unit_id", "=", eb.fn.any(eb.val(units))));
      }
      const rows = await query.execute();
      const acting = await actingFor(ctx, [...new Set(rows.map((row) => row.account_id))]);
      ctx.counted(rows.length);
      return {
        items: rows.map((row) => ({
          id: row.id,
          holder: { accountId: row.account_id, dutyName: row.duty_name, unitName: row.short_name },
          from: row.from_at.toISOString(),
          to: row.to_at.toISOString(),
          acting: acting.get(row.account_id) ?? [],
        })),
        officers: input.whose === "units" ? await officersOf(ctx) : [],
      };
    },
  }),

  "absence.record": async (ctx, input) => {
    const accountId = input.accountId ?? ctx.actor.accountId;
    ctx.about(`account:${accountId}`);
    const account = await findOfficer(ctx, accountId);
    // A firm's people are not looked up here at all: what is no officer does not exist.
    if (!account && input.accountId !== undefined) return undefined;
    return {
      subject: { accountId, unitId: account?.unitId ?? 0 },
      run: async () => {
        const [from, to] = [new Date(input.from), new Date(input.to)];
        if (to <= from) throw refused("to", "endBeforeStart");
        if (to <= ctx.now) throw refused("to", "alreadyOver");
        if (ctx.now.getTime() - from.getTime() > longestBackMs) throw refused("from", "tooLongAgo", { days: 31 });
        if (to.getTime() - from.getTime() > longestMs) throw refused("to", "spanTooLong", { days: 366 });
        await lockOfficer(ctx, accountId);
        await demandNoOverlap(ctx, accountId, from, to);
        try {
          const row = await ctx.db
            .insertInto("absence")
            .values({
              account_id: accountId,
              from_at: from,
              to_at: to,
              recorded_at: ctx.now,
              recorded_by: ctx.actor.accountId,
            })
            .returning("id")
            .executeTakeFirstOrThrow();
          return { id: row.id };
        } catch (error) {
          if (isConstraint(error, "absence_account_id_tstzrange_excl")) throw refused("from", "absenceOverlaps");
          throw error;
        }
      },
    };
  },

  "absence.cancel": async (ctx, input) => {
    ctx.about(`absence:${input.id}`);
    const row = await ctx.db
      .selectFrom("absence as b")
      .innerJoin("account as a", "a.id", "b.account_id")
      .select(["b.id", "b.account_id", "a.unit_id"])
      .where("b.id", "=", input.id)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      subject: { accountId: row.account_id, unitId: row.unit_id ?? 0 },
      run: async () => {
        // What has begun ends now and stays known; what has not begun never was.
        const cut = await ctx.db
          .updateTable("absence")
          .set({ to_at: ctx.now })
          .where("id", "=", row.id)
          .where("from_at", "<", ctx.now)
          .where("to_at", ">", ctx.now)
          .executeTakeFirst();
        if (cut.numUpdatedRows > 0n) return {};
        const gone = await ctx.db
          .deleteFrom("absence")
          .where("id", "=", row.id)
          .where("from_at", ">=", ctx.now)
          .executeTakeFirst();
        if (gone.numDeletedRows === 0n) throw late("absenceOver");
        return {};
      },
    };
  },
};

/** Those whom the actor looks after as their chief or office; by unit and name. */
async function officersOf(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("account as a")
    .innerJoin("unit as u", "u.id", "a.unit_id")
    .select(["a.id", "a.duty_name", "u.short_name"])
    .where("a.kind", "=", "staff")
    .where("a.id", "<>", ctx.actor.accountId)
    .where((eb) => eb("a.unit_id", "=", eb.fn.any(eb.val([...ctx.actor.units, ...ctx.actor.offices]))))
    .where((eb) => eb.or([eb("a.closed_at", "is", null), eb("a.closed_at", ">", ctx.now)]))
    .orderBy("u.short_name")
    .orderBy("a.duty_name")
    .orderBy("a.id")
    .limit(1000)
    .execute();
  return rows.map((row) => ({ accountId: row.id, dutyName: row.duty_name, unitName: row.short_name }));
}

async function demandNoOverlap(ctx: Context, accountId: number, from: Date, to: Date): Promise<void> {
  const other = await ctx.db
    .selectFrom("absence")
    .select("id")
    .where("account_id", "=", accountId)
    .where("from_at", "<", to)
    .where("to_at", ">", from)
    .limit(1)
    .executeTakeFirst();
  if (other) throw refused("from", "absenceOverlaps");
}

/** Projects of these people as A, with who stands in: B unless he is away too, then nobody named (the station's chief). */
async function actingFor(ctx: Context, accounts: readonly number[]) {
  const found = await sql<{ account_id: number; project_id: number; name: string; duty_name: string | null }>`
    select s.account_id, p.id as project_id, p.name, case when not app.is_absent(b.id, ${ctx.now}) then b.duty_name end as duty_name
      from assignment s join project p on p.id = s.project_id
      left join assignment o on o.project_id = s.project_id and o.kind = 'B'
        and o.valid_from <= ${ctx.now} and (o.valid_to is null or o.valid_to > ${ctx.now})
      left join account b on b.id = o.account_id
     where s.account_id = any (${[...accounts]}::int[]) and s.kind = 'A' and s.valid_from <= ${ctx.now}
       and (s.valid_to is null or s.valid_to > ${ctx.now}) and p.stage not in ('ARCHIVED', 'TERMINATED')
     order by p.id`.execute(ctx.db);
  const rows = Map.groupBy(found.rows, (row) => row.account_id);
  return new Map(
    [...rows].map(([account, own]) => [
      account,
      own.map((row) => ({ projectId: row.project_id, projectName: row.name, dutyName: row.duty_name })),
    ]),
  );
}
