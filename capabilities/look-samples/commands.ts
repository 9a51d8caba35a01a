import type { lookSampleRules } from "#access/rules/look-samples.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { late, refused } from "#directory/refusals.ts";
import type { contract } from "./contract.ts";

type Ids = "lookSample.judge" | "lookSample.close";

/** What the inspectorate says of a drawn view. It is in order, or a finding that ends with what was done about it. */
export const lookSampleCommands: Handlers<Pick<typeof contract, Ids>, Pick<typeof lookSampleRules, Ids>> = {
  "lookSample.judge": async (ctx, { id, result, finding }) => {
    const look = await findLook(ctx, id);
    if (!look) return undefined;
    ctx.about(`lookSample:${id}`);
    return {
      subject: { accountId: look.account_id },
      run: async () => {
        if (result === "FINDING" && finding === undefined) throw refused("finding", "required");
        if (result === "IN_ORDER" && finding !== undefined) throw refused("finding", "unknownField");
        if (look.state !== "OPEN") throw late("lookJudged");
        await ctx.db
          .updateTable("look_sample")
          .set({ state: result, finding: finding ?? null, judged_by: ctx.actor.accountId, judged_at: ctx.now })
          .where("id", "=", id)
          .execute();
        return {};
      },
    };
  },

  "lookSample.close": async (ctx, { id, action }) => {
    const look = await findLook(ctx, id);
    if (!look) return undefined;
    ctx.about(`lookSample:${id}`);
    return {
      subject: { accountId: look.account_id },
      run: async () => {
        if (look.state !== "FINDING") throw late("noOpenFinding");
        await ctx.db
          .updateTable("look_sample")
          .set({ state: "CLOSED", action, closed_by: ctx.actor.accountId, closed_at: ctx.now })
          .where("id", "=", id)
          .execute();
        return {};
      },
    };
  },
};

/** Under the row policy: undefined for whoever may not judge it. */
async function findLook(ctx: Context, id: number) {
  await ctx.db.selectFrom("look_sample").select("id").where("id", "=", id).forUpdate().executeTakeFirst();
  return ctx.db.selectFrom("look_sample").select(["account_id", "state"]).where("id", "=", id).executeTakeFirst();
}
