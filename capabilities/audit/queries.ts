import { sql } from "kysely";
import type { auditRules } from "#access/rules/audit.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { mondayOf, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";
import { unusualLooks, unusualRules } from "./unusual.ts";

const pageSize = 50;

/** A file as the page names it: the beginning of its identifier, which is different for each. */
const shortFile = /^file:[0-9a-f]{8}$/;

const dayMs = 86_400_000;

export const auditHandlers: Handlers<typeof contract, typeof auditRules> = {
  "audit.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      let query = ctx.db
        .selectFrom("audit as a")
        .leftJoin("account as c", "c.id", "a.account_id")
        .leftJoin("unit as u", "u.id", "a.unit_id")
        .leftJoin("enterprise as e", "e.id", "a.enterprise_id")
        .selectAll("a")
        .select(["c.duty_name", "u.short_name as unit_name", "e.name as enterprise_name"])
        .orderBy("a.id", "desc")
        .limit(pageSize + 1);
      if (input.operation !== undefined) query = query.where("a.operation", "=", input.operation);
      if (input.object !== undefined)
        query = shortFile.test(input.object)
          ? query.where("a.object", "like", `${input.object}-%`)
          : query.where("a.object", "=", input.object);
      if (input.accountId !== undefined) query = query.where("a.account_id", "=", input.accountId);
      if (input.status !== undefined) query = query.where("a.status", "=", Number(input.status));
      if (input.day !== undefined)
        query = query
          .where("a.at", ">=", sql<Date>`${input.day}::date::timestamp at time zone 'Asia/Shanghai'`)
          .where("a.at", "<", sql<Date>`(${input.day}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
      if (input.cursor !== undefined) query = query.where("a.id", "<", readCursor(input.cursor));
      const rows = await query.execute();
      const page = rows.slice(0, pageSize);
      ctx.counted(page.length);
      const last = page.at(-1);
      return {
        items: page.map((row) => ({
          id: row.id,
          at: row.at.toISOString(),
          who: row.duty_name ?? "",
          unitName: row.unit_name,
          enterpriseName: row.enterprise_name,
          operation: row.operation,
          purpose: row.purpose,
          object: row.object,
          count: row.count,
          status: row.status,
          reason: textIn(row.detail, "why"),
          network: textIn(row.detail, "from"),
          intact: ctx.isIntact(row),
        })),
        nextCursor: rows.length > pageSize && last ? Buffer.from(String(last.id)).toString("base64url") : null,
      };
    },
  }),

  "audit.unusual": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const from = mondayOf(input.week ?? shanghaiDay(ctx.now));
      const rows = await unusualLooks(ctx, from);
      ctx.counted(rows.length);
      return {
        from,
        to: new Date(Date.parse(from) + 6 * dayMs).toISOString().slice(0, 10),
        version: unusualRules.version,
        events: rows.map((row) => ({
          kind: row.kind,
          day: row.day,
          accountId: row.account_id,
          who: row.who,
          unitName: row.unit,
          count: row.count,
          habit: row.habit,
        })),
      };
    },
  }),
};

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,16}$/.test(text)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(text);
}

function textIn(detail: unknown, key: "why" | "from"): string | null {
  const value = ((detail ?? {}) as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" ? value : null;
}
