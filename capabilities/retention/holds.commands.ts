import { sql } from "kysely";
import { mayHold, type retentionRules } from "#access/rules/retention.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { readRegisterNumber } from "#kernel/register-number.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";

/** Legal holds: who keeps what from being erased, why and until when. */
export const retentionHandlers: Handlers<typeof contract, typeof retentionRules> = {
  "hold.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const holds = await ctx.db
        .selectFrom("legal_hold as h")
        .leftJoin("account as p", "p.id", "h.placed_by")
        .leftJoin("account as c", "c.id", "h.confirmed_by")
        .leftJoin("account as l", "l.id", "h.lift_asked_by")
        .select([
          "h.id",
          "h.reason",
          "h.placed_at",
          "h.lifted_at",
          "h.confirmed_at",
          "h.placed_by as placer",
          "h.lift_asked_by",
          "h.lift_reason",
          "p.duty_name as placed_by",
          "c.duty_name as confirmed_by",
          "l.duty_name as lift_asker",
        ])
        .select([sql<string>`h.until_day::text`.as("until"), sql<string>`app.number_held(h.id)`.as("number")])
        .select(sql<boolean>`app.is_active(h.id, ${ctx.now})`.as("active"))
        .orderBy("h.id", "desc")
        .limit(200)
        .execute();
      const rules = await ctx.db.selectFrom("retention_rule").selectAll().orderBy("kind").execute();
      const runs = await ctx.db.selectFrom("erasure_run").selectAll().orderBy("id", "desc").limit(50).execute();
      const due = await sql<{ kind: string; past: number; soon: number; held: number }>`
        select * from app.due_for_erasure(${ctx.now})`.execute(ctx.db);
      const stones = await ctx.db
        .selectFrom("tombstone")
        .selectAll()
        .orderBy("erased_at", "desc")
        .orderBy("ref_id", "desc")
        .limit(50)
        .execute();
      ctx.counted(holds.length);
      return {
        due: due.rows,
        tombstones: stones.map(({ kind, ref_id, erased_at }) => ({ kind, id: ref_id, at: erased_at.toISOString() })),
        mayPlace: mayHold(ctx.actor, { placedBy: 0, liftAskedBy: null }).place,
        holds: holds.map((hold) => ({
          id: hold.id,
          number: hold.number,
          reason: hold.reason,
          until: hold.until,
          placedBy: hold.placed_by ?? "",
          placedAt: hold.placed_at.toISOString(),
          confirmedBy: hold.confirmed_by,
          liftAskedBy: hold.lift_asker,
          liftReason: hold.lift_reason,
          lifted: hold.lifted_at !== null,
          active: hold.active,
          ...abilitiesOf(ctx, hold),
        })),
        rules: rules.map(({ kind, months, law }) => ({ kind, months, law })),
        runs: runs.map(({ at, kind, count }) => ({ at: at.toISOString(), kind, count })),
      };
    },
  }),

  "hold.place": async (ctx, input) => ({
    subject: {},
    run: async () => {
      if (input.until < shanghaiDay(ctx.now))
        throw new AppError("invalid", { issues: [{ path: "until", code: "dayIsOver" }] });
      const held = await findHeld(ctx, input.number);
      if (!held) throw new AppError("invalid", { issues: [{ path: "number", code: "unknownMatter" }] });
      const { id } = await ctx.db
        .insertInto("legal_hold")
        .values({
          ...held,
          reason: input.reason,
          placed_by: ctx.actor.accountId,
          placed_at: ctx.now,
          until_day: input.until,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      ctx.about(`hold:${id}`);
      return { id };
    },
  }),

  "hold.confirm": async (ctx, input) => {
    const hold = await findHold(ctx, input.id);
    if (!hold) return undefined;
    return {
      subject: { placedBy: hold.placed_by },
      run: async () => {
        if (hold.lifted_at !== null || hold.confirmed_at !== null) throw new AppError("illegal-step");
        ctx.about(`hold:${input.id}`);
        await ctx.db
          .updateTable("legal_hold")
          .set({ confirmed_by: ctx.actor.accountId, confirmed_at: ctx.now })
          .where("id", "=", input.id)
          .execute();
        return {};
      },
    };
  },

  "hold.lift": async (ctx, input) => {
    const hold = await findHold(ctx, input.id);
    if (!hold) return undefined;
    return {
      subject: { askedBy: hold.lift_asked_by },
      run: async () => {
        if (hold.lifted_at !== null) throw new AppError("illegal-step");
        ctx.about(`hold:${input.id}`);
        ctx.because(input.reason);
        const asked = hold.lift_asked_by !== null;
        const { accountId } = ctx.actor;
        await ctx.db
          .updateTable("legal_hold")
          .set(
            asked
              ? { lifted_by: accountId, lifted_at: ctx.now }
              : { lift_asked_by: accountId, lift_asked_at: ctx.now, lift_reason: input.reason },
          )
          .where("id", "=", input.id)
          .execute();
        return { lifted: asked };
      },
    };
  },
};

function abilitiesOf(
  ctx: Context,
  hold: { placer: number; lift_asked_by: number | null; confirmed_at: Date | null; lifted_at: Date | null },
) {
  const may = mayHold(ctx.actor, { placedBy: hold.placer, liftAskedBy: hold.lift_asked_by });
  const over = hold.lifted_at !== null;
  return { mayConfirm: !over && hold.confirmed_at === null && may.confirm, mayLift: !over && may.lift };
}

/** What a number names, as the hold refers to it; locked against being erased until the hold is there. */
async function findHeld(ctx: Context, number: string) {
  const record = readRegisterNumber(number);
  if (record === undefined) {
    const found = await sql<{ id: number | null }>`select app.matter_to_hold(${number}) as id`.execute(ctx.db);
    const id = found.rows[0]?.id ?? null;
    return id === null ? undefined : { matter_id: id };
  }
  const { kind, id } = record;
  const found = await sql<{ there: boolean }>`select app.record_to_hold(${kind}, ${id}) as there`.execute(ctx.db);
  if (found.rows[0]?.there !== true) return undefined;
  return kind === "assessment" ? { assessment_id: id } : { disclosure_id: id };
}

function findHold(ctx: Context, id: number) {
  return ctx.db
    .selectFrom("legal_hold")
    .select(["placed_by", "confirmed_at", "lifted_at", "lift_asked_by"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}
