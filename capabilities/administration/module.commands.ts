import { sql } from "kysely";
import type { moduleRules } from "#access/rules/administration.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint, late, refused } from "#directory/refusals.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { isSwitchable, switchedOffAt } from "#matters/switched-off.queries.ts";
import type { moduleContract } from "./module-contract.ts";
import { findPlace } from "./place.queries.ts";

/** Kinds of matters on and off by unit (GR-24): not offered and not to be opened; what runs goes on. */
export function moduleHandlers(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<typeof moduleContract, typeof moduleRules> {
  const modules = [...procedures.values()].filter(isSwitchable).map(({ id }) => id);
  return {
    "module.list": async (ctx) => ({
      subject: {},
      run: async () => ({ modules, off: await offNow(ctx), serverTime: ctx.now.toISOString() }),
    }),

    "module.offered": async (ctx, input) => ({
      subject: {},
      run: async () => {
        const unit = await unitFor(ctx, input.projectId);
        return { off: unit === undefined ? [] : await switchedOffAt(ctx.db, unit) };
      },
    }),

    "module.switchOff": async (ctx, input) => {
      ctx.about(`module:${input.procedure}`);
      const unit = await findPlace(ctx, input.unitId);
      if (!unit) return undefined;
      return {
        subject: unit,
        run: async () => {
          if (!modules.includes(input.procedure)) throw refused("procedure", "notSwitchable");
          if (unit.closed) throw late("unitClosed");
          await ctx.db
            .insertInto("module_off")
            .values({
              unit_id: unit.id,
              procedure: input.procedure,
              reason: input.reason,
              off_by: ctx.actor.accountId,
              off_at: ctx.now,
            })
            .execute()
            .catch((error: unknown) => {
              throw isConstraint(error, "module_off_now") ? late("moduleIsOff") : error;
            });
          return {};
        },
      };
    },

    "module.switchOn": async (ctx, input) => {
      ctx.about(`module:${input.procedure}`);
      const unit = await findPlace(ctx, input.unitId);
      if (!unit) return undefined;
      return {
        subject: unit,
        run: async () => {
          const changed = await ctx.db
            .updateTable("module_off")
            .set({ on_by: ctx.actor.accountId, on_at: ctx.now })
            .where("unit_id", "=", unit.id)
            .where("procedure", "=", input.procedure)
            .where("on_at", "is", null)
            .executeTakeFirst();
          if (changed.numUpdatedRows === 0n) throw late("moduleIsOn");
          return {};
        },
      };
    },
  };
}

async function offNow(ctx: Context) {
  const rows = await ctx.db
    .selectFrom("module_off as o")
    .innerJoin("unit as u", "u.id", "o.unit_id")
    .innerJoin("account as a", "a.id", "o.off_by")
    .select(["u.id", "u.short_name", "o.procedure", "o.reason", "a.duty_name", "o.off_at"])
    .select(sql<boolean>`app.keeps('system', u.id)`.as("may"))
    .where("o.on_at", "is", null)
    .orderBy("u.code")
    .orderBy("o.procedure")
    .execute();
  return rows.map((row) => ({
    unit: { id: row.id, name: row.short_name },
    procedure: row.procedure,
    reason: row.reason,
    by: row.duty_name,
    at: row.off_at.toISOString(),
    mayChange: row.may,
  }));
}

/** The station that a new matter of the caller's would belong to. */
async function unitFor({ db, actor }: Context, projectId: number | undefined): Promise<number | undefined> {
  if (projectId !== undefined) {
    const project = await db.selectFrom("project").select("station_id").where("id", "=", projectId).executeTakeFirst();
    return project?.station_id;
  }
  if (actor.enterpriseId === null) return actor.unitId ?? undefined;
  const firm = await db
    .selectFrom("enterprise")
    .select("station_id")
    .where("id", "=", actor.enterpriseId)
    .executeTakeFirst();
  return firm?.station_id;
}
