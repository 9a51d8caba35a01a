import type { noticeRules } from "#access/rules/notices.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";
import { countUnread } from "./queries.ts";
import { selfOf } from "./tell.commands.ts";

type Writes = "notice.read";

export const noticeCommands: Handlers<Pick<typeof contract, Writes>, Pick<typeof noticeRules, Writes>> = {
  "notice.read": async (ctx, { ids, matter, upTo }) => ({
    subject: {},
    run: async () => {
      if (ids === undefined && matter === undefined && upTo === undefined) {
        throw new AppError("invalid", { issues: [{ path: "ids", code: "required" }] });
      }
      let marking = ctx.db
        .updateTable("notice")
        .set({ read_at: ctx.now })
        .where("account_id", "=", ctx.actor.accountId)
        .where("read_at", "is", null);
      if (ids !== undefined) marking = marking.where("id", "in", ids);
      if (matter !== undefined) marking = marking.where("matter_id", "=", matter);
      if (upTo !== undefined) marking = marking.where("id", "<=", upTo);
      const marked = await marking.returning("id").execute();
      // The person's other screens count anew.
      if (marked.length > 0) {
        const { accountId } = ctx.actor;
        await ctx.emit({ name: "noticesChanged", account: accountId }, [await selfOf(ctx.db, accountId)]);
      }
      return { unread: await countUnread(ctx) };
    },
  }),
};
