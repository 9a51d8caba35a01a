import type { auditRules } from "#access/rules/audit.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";

const pageSize = 50;

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
      if (input.object !== undefined) query = query.where("a.object", "=", input.object);
      if (input.accountId !== undefined) query = query.where("a.account_id", "=", input.accountId);
      if (input.status !== undefined) query = query.where("a.status", "=", Number(input.status));
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
          reason: reasonIn(row.detail),
          intact: ctx.isIntact(row),
        })),
        nextCursor: rows.length > pageSize && last ? Buffer.from(String(last.id)).toString("base64url") : null,
      };
    },
  }),
};

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,16}$/.test(text)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(text);
}

function reasonIn(detail: unknown): string | null {
  const { why } = (detail ?? {}) as { why?: unknown };
  return typeof why === "string" ? why : null;
}
