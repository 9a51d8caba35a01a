import { sql } from "kysely";
import { noticeVersion } from "#access/privacy-notice.ts";
import type { rightsRules } from "#access/rules/rights.ts";
import type { Handlers } from "#directory/handler.ts";
import { sealPhone } from "#directory/phones.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";

type Writes = "myData.setPhone" | "myData.setConsent" | "myData.noteNotice";

export const rightsCommands: Handlers<Pick<typeof contract, Writes>, Pick<typeof rightsRules, Writes>> = {
  "myData.setPhone": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      ctx.about(`account:${accountId}`, "ownData");
      const sealed = input.phone === null ? null : sealPhone(ctx.vault, accountId, input.phone);
      await sql`select app.keep_phone(${accountId}, ${sealed}, ${ctx.now})`.execute(ctx.db);
      return {};
    },
  }),

  "myData.setConsent": async (ctx, { purpose, given }) => ({
    subject: {},
    run: async () => {
      const { accountId } = ctx.actor;
      ctx.about(`account:${accountId}`, "ownData");
      await ctx.db
        .insertInto("consent")
        .values({ account_id: accountId, purpose, notice_version: noticeVersion, given, at: ctx.now })
        .execute();
      return { purpose, given, at: ctx.now.toISOString() };
    },
  }),

  "myData.noteNotice": async (ctx, input) => ({
    subject: {},
    run: async () => {
      if (input.version !== noticeVersion) {
        throw new AppError("stale-version", { params: { version: noticeVersion } });
      }
      ctx.about(`account:${ctx.actor.accountId}`, "ownData");
      await ctx.db
        .insertInto("privacy_notice_shown")
        .values({ account_id: ctx.actor.accountId, version: input.version, at: ctx.now })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return {};
    },
  }),
};
