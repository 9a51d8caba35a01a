import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { Quiet } from "./quiet.ts";
import { usualQuiet } from "./quiet.ts";

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
