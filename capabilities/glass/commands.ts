import { sql } from "kysely";
import { type glassRules, mayOpenGlass } from "#access/rules/glass.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";

const dayMs = 86_400_000;

/** Break-glass (S1.5): what the functions of `db/policies/60-glass.sql` let happen, and to whom it is told. */
export const glassHandlers: Handlers<typeof contract, typeof glassRules> = {
  "glass.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await ctx.db
        .selectFrom("glass as g")
        .innerJoin("account as r", "r.id", "g.account_id")
        .leftJoin("unit as u", "u.id", "r.unit_id")
        .leftJoin("account as a", "a.id", "g.asked_by")
        .leftJoin("account as o", "o.id", "g.opened_by")
        .selectAll("g")
        .select(["r.duty_name as reader", "u.short_name as unit_name", "a.duty_name as asker", "o.duty_name as opener"])
        .select(sql<string>`app.number_in_glass(g.id)`.as("number"))
        .orderBy("g.id", "desc")
        .limit(100)
        .execute();
      ctx.counted(rows.length);
      const open = new Set(ctx.actor.glass?.map(({ matterId }) => matterId));
      return {
        items: rows.map((row) => {
          const state = stateOf(row, ctx.now);
          return {
            id: row.id,
            state,
            number: row.number,
            matterId: row.account_id === ctx.actor.accountId && open.has(row.matter_id) ? row.matter_id : null,
            reader: row.reader,
            unitName: row.unit_name ?? "",
            hours: row.hours,
            reason: row.reason,
            askedBy: row.asker ?? "",
            askedAt: row.asked_at.toISOString(),
            openedBy: row.opener,
            openedAt: row.opened_at?.toISOString() ?? null,
            endsAt: row.ends_at?.toISOString() ?? null,
            mayOpen:
              state === "ASKED" && mayOpenGlass(ctx.actor, { askedBy: row.asked_by, askedOffice: row.asked_office }),
            mayEnd: state !== "ENDED",
          };
        }),
      };
    },
  }),

  "glass.ask": async (ctx, input) => ({
    subject: {},
    run: async () => {
      ctx.because(input.reason);
      const reader = await findReader(ctx, input.policeNumber);
      const { rows } = await sql<{ id: number | null }>`
        select app.ask_glass(${input.number}, ${reader}, ${input.hours}, ${input.reason}, ${ctx.now}) as id`.execute(
        ctx.db,
      );
      const id = rows[0]?.id ?? null;
      if (id === null) throw new AppError("invalid", { issues: [{ path: "number", code: "unknownMatter" }] });
      ctx.about(`glass:${id}`);
      return { id };
    },
  }),

  "glass.open": async (ctx, { id }) => {
    const glass = await findGlass(ctx, id);
    if (!glass) return undefined;
    ctx.about(`glass:${id}`);
    return {
      subject: { askedBy: glass.asked_by, askedOffice: glass.asked_office },
      run: async () => {
        if (glass.account_id === ctx.actor.accountId) throw new AppError("forbidden");
        const { rows } = await sql<{ matter_id: number; readers: number[]; barred: number[] }>`
          select * from app.open_glass(${id}, ${ctx.now})`.execute(ctx.db);
        const [opened] = rows;
        if (!opened) throw new AppError("illegal-step");
        ctx.because(glass.reason);
        await ctx.emit(
          { name: "glassOpened", glass: id, matter: opened.matter_id, account: glass.account_id },
          opened.readers,
          opened.barred,
        );
        return {};
      },
    };
  },

  "glass.end": async (ctx, { id }) => {
    const glass = await findGlass(ctx, id);
    if (!glass) return undefined;
    ctx.about(`glass:${id}`);
    return {
      subject: { own: glass.account_id === ctx.actor.accountId },
      run: async () => {
        const { rows } = await sql<{ ended: boolean }>`select app.end_glass(${id}, ${ctx.now}) as ended`.execute(
          ctx.db,
        );
        if (rows[0]?.ended !== true) throw new AppError("illegal-step");
        return {};
      },
    };
  },
};

function findGlass(ctx: Context, id: number) {
  return ctx.db
    .selectFrom("glass")
    .select(["account_id", "asked_by", "asked_office", "reason"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Somebody of the staff whose work is with matters: an administrator sees no business, whoever opens what. */
async function findReader(ctx: Context, policeNumber: string): Promise<number> {
  const found = await ctx.db
    .selectFrom("account")
    .select("id")
    .where("kind", "=", "staff")
    .where(sql<string>`app.plain_number(police_number)`, "=", policeNumber)
    .where((eb) => eb.or([eb("closed_at", "is", null), eb("closed_at", ">", ctx.now)]))
    .executeTakeFirst();
  const { rows } = await sql<{ is: boolean }>`
    select app.reads_by_glass(${found?.id ?? null}, ${ctx.now}) as is`.execute(ctx.db);
  if (!found || rows[0]?.is !== true || found.id === ctx.actor.accountId)
    throw new AppError("invalid", { issues: [{ path: "policeNumber", code: "unknownReader" }] });
  return found.id;
}

function stateOf(row: { asked_at: Date; opened_at: Date | null; ends_at: Date | null }, now: Date) {
  if (row.ends_at !== null && row.ends_at <= now) return "ENDED" as const;
  if (row.opened_at !== null) return "OPEN" as const;
  return row.asked_at.getTime() + dayMs <= now.getTime() ? ("ENDED" as const) : ("ASKED" as const);
}
