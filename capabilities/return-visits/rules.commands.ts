import type { returnVisitRules } from "#access/rules/return-visits.ts";
import { cityPath, keepsCity } from "#directory/city.queries.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint, refused } from "#directory/refusals.ts";
import { AppError } from "#kernel/errors.ts";
import { shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";

type Ids = "returnVisitRule.list" | "returnVisitRule.set";
type Row = Awaited<ReturnType<typeof versionsOf>>[number];

/** Share, cap and days of return visits: versions that never change, each with its reason and from a day on. */
export const visitRuleHandlers: Handlers<Pick<typeof contract, Ids>, Pick<typeof returnVisitRules, Ids>> = {
  "returnVisitRule.list": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await versionsOf(ctx);
      return {
        versions: rows.map((row) => ({
          version: row.version,
          sharePercent: row.share_percent,
          firmMonthCap: row.firm_month_cap,
          waitDays: row.wait_days,
          withinDays: row.within_days,
          from: row.valid_from.toISOString(),
          state: stateOf(row, rows, ctx.now),
          reason: row.reason,
          setBy: row.duty_name,
          setAt: row.set_at?.toISOString() ?? null,
        })),
        mayChange: await keepsCity(ctx),
        serverTime: ctx.now.toISOString(),
      };
    },
  }),

  "returnVisitRule.set": async (ctx, input) => {
    const version = input.version + 1;
    ctx.about(`returnVisitRule:${version}`);
    return {
      subject: { path: await cityPath(ctx) },
      run: async () => {
        const today = shanghaiDay(ctx.now);
        if (input.from < today) throw refused("from", "dayIsOver");
        if (input.withinDays <= input.waitDays) throw refused("withinDays", "notAfterWait");
        const newest = (await versionsOf(ctx))[0]?.version ?? 0;
        if (newest !== input.version) throw new AppError("stale-version", { params: { version: newest } });
        const from = input.from === today ? ctx.now : shanghaiMoment(input.from);
        await ctx.db
          .insertInto("return_visit_rule")
          .values({
            version,
            valid_from: from,
            share_percent: input.sharePercent,
            firm_month_cap: input.firmMonthCap,
            wait_days: input.waitDays,
            within_days: input.withinDays,
            reason: input.reason,
            set_by: ctx.actor.accountId,
            set_at: ctx.now,
          })
          .execute()
          .catch((error: unknown) => {
            // Somebody else was faster by a moment.
            throw isConstraint(error, "return_visit_rule_pkey")
              ? new AppError("stale-version", { params: { version } })
              : error;
          });
        return { version, from: from.toISOString() };
      },
    };
  },
};

/** The newest first. */
function versionsOf(ctx: Context) {
  return ctx.db
    .selectFrom("return_visit_rule as r")
    .leftJoin("account as a", "a.id", "r.set_by")
    .selectAll("r")
    .select("a.duty_name")
    .orderBy("r.version", "desc")
    .execute();
}

/** Of those that have begun the last one holds; one that a newer one takes the place of never begins. */
function stateOf(row: Row, rows: readonly Row[], now: Date): "coming" | "inForce" | "replaced" {
  const newer = rows.filter(({ version }) => version > row.version);
  if (row.valid_from > now)
    return newer.some((one) => one.valid_from.getTime() === row.valid_from.getTime()) ? "replaced" : "coming";
  const after = (one: Row) => one.valid_from <= now && one.valid_from >= row.valid_from;
  const later = rows.some((one) => one.valid_from <= now && one.valid_from > row.valid_from);
  return later || newer.some(after) ? "replaced" : "inForce";
}
