import type { z } from "zod";
import type { Actor, Context } from "#directory/context.ts";
import type { me } from "./contract.ts";
import { deskOf } from "./roles.ts";
import { noticeVersion } from "./privacy-notice.ts";
import { firmsOf } from "./sign-in.queries.ts";

/** The actor as the browser needs to know him. */
export async function presentMe(ctx: Context, actor: Actor): Promise<z.output<typeof me>> {
  const unit =
    actor.unitId === null
      ? undefined
      : await ctx.db
          .selectFrom("unit")
          .select(["id", "short_name as name"])
          .where("id", "=", actor.unitId)
          .executeTakeFirst();
  const enterprise =
    actor.enterpriseId === null
      ? undefined
      : await ctx.db
          .selectFrom("enterprise")
          .select(["id", "name"])
          .where("id", "=", actor.enterpriseId)
          .executeTakeFirst();
  const shown = await ctx.db
    .selectFrom("privacy_notice_shown")
    .select("version")
    .where("account_id", "=", actor.accountId)
    .where("version", ">=", noticeVersion)
    .limit(1)
    .executeTakeFirst();
  return {
    accountId: actor.accountId,
    // Another system has no such page.
    kind: actor.kind === "member" ? "member" : "staff",
    dutyName: actor.dutyName,
    desk: deskOf(actor),
    unit: unit ?? null,
    enterprise: enterprise ?? null,
    firms: actor.kind === "member" ? await firmsOf(ctx, actor.accountId) : [],
    locale: actor.locale === "en" ? "en" : "zh-CN",
    demo: ctx.demo,
    privacyNoticeDue: shown === undefined,
    readsByGlass: (actor.glass ?? []).length > 0,
    limit: actor.limit ?? null,
    serverTime: ctx.now.toISOString(),
  };
}
