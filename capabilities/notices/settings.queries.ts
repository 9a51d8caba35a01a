import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { OutputOf } from "#kernel/operation.ts";
import type { contract } from "./contract.ts";
import { type Quiet, usualQuiet } from "./quiet.ts";

export interface Setting {
  readonly mode: "off" | "immediate" | "digest";
  readonly digestAt: number;
  readonly quietFrom: number;
  readonly quietTo: number;
  readonly quietRestDays: boolean;
  readonly locale: "zh-CN" | "en";
}

/** Nobody is written to before he asks for it. */
export const usualSetting: Setting = {
  mode: "off",
  digestAt: 17 * 60,
  quietFrom: usualQuiet.from,
  quietTo: usualQuiet.to,
  quietRestDays: usualQuiet.restDays,
  locale: "zh-CN",
};

/** How somebody wants to be told; the usual way until he says otherwise. */
export async function settingOf(db: Context["db"], accountId: number): Promise<Setting> {
  const row = await db.selectFrom("notice_setting").selectAll().where("account_id", "=", accountId).executeTakeFirst();
  if (!row) return usualSetting;
  return {
    mode: row.mode,
    digestAt: row.digest_at,
    quietFrom: row.quiet_from,
    quietTo: row.quiet_to,
    quietRestDays: row.quiet_rest_days,
    locale: row.locale,
  };
}

/** A firm's quiet days as `YYYY-MM-DD`, the earliest first. */
export async function quietDaysOf(
  db: Context["db"],
  enterpriseId: number,
): Promise<(Quiet["days"][number] & { readonly id: number })[]> {
  return db
    .selectFrom("quiet_day")
    .select(["id", sql<string>`from_day::text`.as("from"), sql<string>`to_day::text`.as("to")])
    .where("enterprise_id", "=", enterpriseId)
    .orderBy("from_day")
    .orderBy("id")
    .execute();
}

type Settings = OutputOf<(typeof contract)["notice.settings"]>;

/** All that the actor has chosen, as his page shows it. */
export async function presentSettings(ctx: Context): Promise<Settings> {
  const { accountId, enterpriseId } = ctx.actor;
  const setting = await settingOf(ctx.db, accountId);
  const address = await ctx.db
    .selectFrom("notice_address")
    .select(["sealed", "verified_at", "refused_at", "code_until"])
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  // Empty: it was taken back, and only the count of codes is left.
  const written = address && ctx.post.openAddress(accountId, address.sealed);
  return {
    mode: setting.mode,
    digestAt: timeText(setting.digestAt),
    quietFrom: timeText(setting.quietFrom),
    quietTo: timeText(setting.quietTo),
    quietRestDays: setting.quietRestDays,
    locale: setting.locale,
    mailOffered: ctx.post.isOpen,
    address: written
      ? {
          masked: mask(written),
          state: address?.refused_at ? "refused" : address?.verified_at ? "confirmed" : "unconfirmed",
          codeUntil: address?.code_until && address.code_until > ctx.now ? address.code_until.toISOString() : null,
        }
      : null,
    quietDays: enterpriseId === null ? [] : await quietDaysOf(ctx.db, enterpriseId),
    keepsQuietDays: await keepsQuietDays(ctx),
  };
}

/** Whether the actor is the desk of the firm he acts for. */
export async function keepsQuietDays(ctx: Pick<Context, "db" | "actor">): Promise<boolean> {
  const { enterpriseId, principals } = ctx.actor;
  if (enterpriseId === null) return false;
  const desk = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("kind", "=", "enterprise")
    .where("ref_id", "=", enterpriseId)
    .where("duty", "=", "desk")
    .executeTakeFirst();
  return desk !== undefined && principals.includes(desk.id);
}

function timeText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** `z***@firm.example`: enough to know one's own again. */
function mask(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, 1)}***${address.slice(at)}`;
}
