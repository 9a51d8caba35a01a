import { sql } from "kysely";
import type { viewRules } from "#access/rules/views.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { isConstraint } from "#directory/refusals.ts";
import { AppError } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { boardSettings, type contract, matterSettings, type ViewList } from "./contract.ts";

type Writes = "view.save" | "view.change" | "view.remove";

/** So many views of one list somebody keeps, or a unit. */
const mostViews = 30;

export const viewCommands: Handlers<Pick<typeof contract, Writes>, Pick<typeof viewRules, Writes>> = {
  "view.save": async (ctx, input) => {
    const unitId = input.shared ? (ctx.actor.unitId ?? 0) : null;
    return {
      subject: { unitId },
      run: async () => {
        checkSettings(input.list, input.settings);
        await demandRoom(ctx, input.list, unitId);
        const made = await named(() =>
          ctx.db
            .insertInto("saved_view")
            .values({
              list: input.list,
              name: input.name,
              account_id: unitId === null ? ctx.actor.accountId : null,
              unit_id: unitId,
              settings: JSON.stringify(input.settings),
              created_by: ctx.actor.accountId,
              created_at: ctx.now,
            })
            .returning("id")
            .executeTakeFirstOrThrow(),
        );
        ctx.about(`view:${made.id}`);
        return made;
      },
    };
  },

  "view.change": async (ctx, input) => {
    const view = await findView(ctx, input.id);
    if (!view) return undefined;
    return {
      subject: { unitId: view.unit_id },
      run: async () => {
        if (input.settings !== undefined) checkSettings(view.list, input.settings);
        if (input.isDefault === true && view.account_id === null) {
          throw new AppError("invalid", { issues: [{ path: "isDefault", code: "notAllowed" }] });
        }
        // The one that was the default before is not any more.
        if (input.isDefault === true) {
          await ctx.db
            .updateTable("saved_view")
            .set({ is_default: false })
            .where("account_id", "=", ctx.actor.accountId)
            .where("list", "=", view.list)
            .where("is_default", "=", true)
            .execute();
        }
        const changed = await named(() =>
          ctx.db
            .updateTable("saved_view")
            .set({
              version: sql<number>`version + 1`,
              ...(input.name !== undefined && { name: input.name }),
              ...(input.settings !== undefined && { settings: JSON.stringify(input.settings) }),
              ...(input.isDefault !== undefined && { is_default: input.isDefault }),
            })
            .where("id", "=", view.id)
            .where("version", "=", input.version)
            .returning("version")
            .executeTakeFirst(),
        );
        if (!changed) throw new AppError("stale-version");
        return changed;
      },
    };
  },

  "view.remove": async (ctx, input) => {
    const view = await findView(ctx, input.id);
    if (!view) return undefined;
    return {
      subject: { unitId: view.unit_id },
      run: async () => {
        await ctx.db.deleteFrom("saved_view").where("id", "=", view.id).execute();
        return {};
      },
    };
  },
};

async function findView(ctx: Context, id: number) {
  ctx.about(`view:${id}`);
  return ctx.db
    .selectFrom("saved_view")
    .select(["id", "list", "account_id", "unit_id"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Settings of another list would mean nothing in this one. */
function checkSettings(list: ViewList, settings: unknown): void {
  const parsed = (list === "board" ? boardSettings : matterSettings).safeParse(settings);
  if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error, "settings") });
}

async function demandRoom(ctx: Context, list: ViewList, unitId: number | null): Promise<void> {
  let query = ctx.db
    .selectFrom("saved_view")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("list", "=", list);
  query = unitId === null ? query.where("account_id", "=", ctx.actor.accountId) : query.where("unit_id", "=", unitId);
  const { count } = await query.executeTakeFirstOrThrow();
  if (count >= mostViews)
    throw new AppError("invalid", { issues: [{ path: "", code: "viewsEnough", params: { max: mostViews } }] });
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isConstraint(error, "saved_view_own") || isConstraint(error, "saved_view_shared")) {
      throw new AppError("invalid", { issues: [{ path: "name", code: "taken" }] });
    }
    throw error;
  }
}
