import { sql } from "kysely";
import type { reviewRules } from "#access/rules/administration.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { late, refused } from "#directory/refusals.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { exportSheet } from "#sheets/export.ts";
import { sheetLocale } from "#sheets/words.ts";
import en from "./messages.en.json" with { type: "json" };
import zh from "./messages.zh-CN.json" with { type: "json" };
import type { reviewContract } from "./review-contract.ts";

const words = { zh, en } as const;

/** The quarterly list: who has which right by which grant, to be confirmed by whoever leads the unit (S1.4). */
export const reviewHandlers: Handlers<typeof reviewContract, typeof reviewRules> = {
  "grantReview.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const quarter = quarterOf(ctx.now);
      const rows = Map.groupBy(await rightsOf(ctx, null), (row) => row.unit_id);
      const reviews = await ctx.db
        .selectFrom("rights_review as r")
        .innerJoin("account as a", "a.id", "r.confirmed_by")
        .select(["r.unit_id", "r.grants", "r.confirmed_at", "a.duty_name"])
        .where("r.quarter", "=", quarter)
        .execute();
      const byUnit = new Map(reviews.map((review) => [review.unit_id, review]));
      ctx.counted(rows.size);
      const items = [...rows].map(([id, rights]) => {
        const review = byUnit.get(id);
        const [first] = rights;
        return {
          unit: { id, name: first?.unit_name ?? "" },
          rights: rights.length,
          state: !review
            ? ("waiting" as const)
            : isSame(review.grants, rights)
              ? ("confirmed" as const)
              : ("changed" as const),
          confirmedBy: review?.duty_name ?? null,
          confirmedAt: review?.confirmed_at.toISOString() ?? null,
          mayConfirm: first?.may ?? false,
        };
      });
      const order = { waiting: 0, changed: 1, confirmed: 2 };
      return {
        quarter,
        items: items.toSorted((left, right) => order[left.state] - order[right.state]),
        serverTime: ctx.now.toISOString(),
      };
    },
  }),

  "grantReview.get": async (ctx, input) => {
    ctx.about(`unit:${input.id}`);
    const rows = await rightsOf(ctx, input.id);
    const [first] = rows;
    if (!first) return undefined;
    ctx.shown(rows.map((row) => row.account_id));
    return {
      subject: {},
      run: async () => ({
        unit: { id: input.id, name: first.unit_name },
        quarter: quarterOf(ctx.now),
        items: rows.map((row) => ({
          id: row.id,
          dutyName: row.duty_name,
          policeNumber: row.police_number,
          role: row.role,
          from: row.valid_from.toISOString(),
          to: row.valid_to?.toISOString() ?? null,
          proposedBy: row.proposed_by,
          approvedBy: row.approved_by,
          reason: row.reason,
        })),
        mayConfirm: first.may,
        serverTime: ctx.now.toISOString(),
      }),
    };
  },

  "grantReview.confirm": async (ctx, input) => {
    ctx.about(`unit:${input.id}`);
    const rows = await rightsOf(ctx, input.id);
    const [first] = rows;
    if (!first) return undefined;
    return {
      subject: { may: first.may },
      run: async () => {
        if (input.quarter !== quarterOf(ctx.now)) throw refused("quarter", "otherQuarter");
        if (!isSame(input.rights, rows)) throw late("rightsChanged");
        const seen = {
          grants: rows.map(({ id }) => id),
          confirmed_by: ctx.actor.accountId,
          confirmed_at: ctx.now,
          note: input.note,
        };
        await ctx.db
          .insertInto("rights_review")
          .values({ unit_id: input.id, quarter: input.quarter, ...seen })
          .onConflict((conflict) => conflict.columns(["unit_id", "quarter"]).doUpdateSet(seen))
          .execute();
        return {};
      },
    };
  },

  "grantReview.export": async (ctx) => ({
    subject: {},
    run: async () => {
      const text = words[sheetLocale(ctx.actor.locale)];
      const rows = await rightsOf(ctx, null);
      ctx.shown(rows.map((row) => row.account_id));
      const day = (at: Date | null) => (at === null ? null : shanghaiDay(at));
      return exportSheet(ctx, {
        name: text.name,
        columns: (
          ["unit", "person", "number", "role", "from", "to", "proposedBy", "approvedBy", "reason"] as const
        ).map((key) => ({ heading: text[`col.${key}`] })),
        rows: rows.map((row) => [
          row.unit_name,
          row.duty_name,
          row.police_number,
          roleName(text, row.role),
          day(row.valid_from),
          day(row.valid_to),
          row.proposed_by,
          row.approved_by,
          row.reason,
        ]),
      });
    },
  }),
};

/** The quarter of a moment in Shanghai, `2026Q4`. */
export function quarterOf(at: Date): string {
  const [year = "", month = "1"] = shanghaiDay(at).split("-");
  return `${year}Q${Math.ceil(Number(month) / 3)}`;
}

function roleName(text: Readonly<Record<string, string>>, role: string): string {
  return text[`role.${role}`] ?? role;
}

interface Right {
  readonly id: number;
  readonly account_id: number;
  readonly unit_id: number;
  readonly unit_name: string;
  readonly duty_name: string;
  readonly police_number: string | null;
  readonly role: string;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly proposed_by: string | null;
  readonly approved_by: string | null;
  readonly reason: string | null;
  readonly may: boolean;
}

/** Rights in force at one unit, or at all whose rights the caller keeps or confirms. */
async function rightsOf(ctx: Context, unit: number | null): Promise<Right[]> {
  const found = await sql<Right>`select * from app.rights_of(${unit}::int, ${ctx.now})`.execute(ctx.db);
  return found.rows;
}

function isSame(grants: readonly number[], rows: readonly Right[]): boolean {
  const known = new Set(grants);
  return known.size === rows.length && rows.every(({ id }) => known.has(id));
}
