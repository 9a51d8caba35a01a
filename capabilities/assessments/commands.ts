import { sql } from "kysely";
import { keepsData } from "#access/roles.ts";
import type { assessmentRules } from "#access/rules/assessments.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { registerNumber } from "#kernel/register-number.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { contract } from "./contract.ts";

const soonMs = 60 * 86_400_000;

/** The data-protection desk's registers: assessments by module, and what was passed on. */
export function assessmentHandlers(modules: readonly string[]): Handlers<typeof contract, typeof assessmentRules> {
  return {
    "assessment.list": async (ctx) => ({
      subject: {},
      run: async () => {
        const rows = await ctx.db
          .selectFrom("assessment as s")
          .leftJoin("account as a", "a.id", "s.assessed_by")
          .selectAll("s")
          .select("a.duty_name")
          .orderBy("s.id", "desc")
          .execute();
        const today = shanghaiDay(ctx.now);
        const soon = shanghaiDay(new Date(ctx.now.getTime() + soonMs));
        return {
          items: modules.map((module) => {
            const [row, ...earlier] = rows.filter((one) => one.module === module);
            const { purpose = "", fields = "", law = "", dangers = "", measures = "" } = row ?? {};
            const until = row?.valid_until ?? null;
            return {
              module,
              number: row ? registerNumber("assessment", row.id) : null,
              earlier: earlier.map((one) => ({
                number: registerNumber("assessment", one.id),
                assessedOn: one.assessed_on,
                validUntil: one.valid_until,
              })),
              state: until === null ? "MISSING" : until < today ? "OVER" : until < soon ? "ENDS_SOON" : "VALID",
              purpose,
              fields,
              law,
              dangers,
              measures,
              assessedOn: row?.assessed_on ?? null,
              validUntil: until,
              assessedBy: row?.duty_name ?? null,
            } as const;
          }),
          mayRecord: keepsData(ctx.actor),
        };
      },
    }),

    "assessment.record": async (ctx, { validUntil, ...input }) => ({
      subject: {},
      run: async () => {
        if (!modules.includes(input.module))
          throw new AppError("invalid", { issues: [{ path: "module", code: "notAChoice" }] });
        const today = shanghaiDay(ctx.now);
        if (validUntil <= today) throw new AppError("invalid", { issues: [{ path: "validUntil", code: "dayIsOver" }] });
        const { id } = await ctx.db
          .insertInto("assessment")
          .values({ ...input, assessed_on: today, valid_until: validUntil, assessed_by: ctx.actor.accountId })
          .returning("id")
          .executeTakeFirstOrThrow();
        ctx.about(`assessment:${id}`);
        return { id };
      },
    }),

    "disclosure.list": async (ctx) => ({
      subject: {},
      run: async () => {
        const rows = await ctx.db
          .selectFrom("disclosure as d")
          .leftJoin("account as a", "a.id", "d.noted_by")
          .selectAll("d")
          .select("a.duty_name")
          .orderBy("d.id", "desc")
          .limit(200)
          .execute();
        ctx.counted(rows.length);
        return {
          items: rows.map((row) => ({
            id: row.id,
            record: registerNumber("disclosure", row.id),
            onDay: row.on_day,
            recipient: row.recipient,
            what: row.what,
            law: row.law,
            number: row.matter_number,
            notedBy: row.duty_name ?? "",
            notedAt: row.noted_at.toISOString(),
          })),
        };
      },
    }),

    "disclosure.record": async (ctx, { onDay, number, ...input }) => ({
      subject: {},
      run: async () => {
        if (onDay > shanghaiDay(ctx.now))
          throw new AppError("invalid", { issues: [{ path: "onDay", code: "dayToCome" }] });
        let matterId: number | null = null;
        if (number !== undefined) {
          const { rows } = await sql<{ id: number | null }>`select app.matter_to_hold(${number}) as id`.execute(ctx.db);
          matterId = rows[0]?.id ?? null;
          if (matterId === null) throw new AppError("invalid", { issues: [{ path: "number", code: "unknownMatter" }] });
        }
        const { id } = await ctx.db
          .insertInto("disclosure")
          .values({
            ...input,
            on_day: onDay,
            matter_number: number ?? null,
            matter_id: matterId,
            noted_by: ctx.actor.accountId,
            noted_at: ctx.now,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        ctx.about(`disclosure:${id}`);
        return { id };
      },
    }),
  };
}
