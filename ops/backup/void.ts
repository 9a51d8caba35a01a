import type pg from "pg";
import type { Say } from "../words.ts";

/** How much of each was in force in the backup and is no more. */
export interface Voided {
  readonly sessions: number;
  /** First-access, recovery and firms' codes, links of administrators. */
  readonly codes: number;
  /** Second factors on paper. */
  readonly paperCodes: number;
  readonly machineKeys: number;
  /** Matters that two administrators had opened to somebody. */
  readonly openings: number;
}

/** What opens an account once, and what says that it did. */
const oneTimeCodes = {
  account_recovery: "used_at",
  admin_link: "used_at",
  staff_code: "redeemed_at",
  access_code: "redeemed_at",
};
/** As `server/adapters/crypto/totp.ts` counts. */
const stepSeconds = 30;

/**
 * Whatever opens something and was in force when the backup was made may have been used or taken away since, and nothing in
 * the backup says so: whoever still holds the paper, the key or the token would be in again. All of it ends; people prove who
 * they are by password and second factor, and are given the rest anew. An older backup may lack a table.
 */
export async function voidWaysIn(session: pg.Client, now: Date): Promise<Voided> {
  const change = async (table: string, statement: string): Promise<number> => {
    const { rows } = await session.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
      `public.${table}`,
    ]);
    if (rows[0]?.there !== true) return 0;
    return (await session.query(statement, statement.includes("$1") ? [now] : [])).rowCount ?? 0;
  };
  const sessions = await change("session", "update session set ended_at = $1 where ended_at is null");
  let codes = 0;
  for (const [table, used] of Object.entries(oneTimeCodes)) {
    codes += await change(
      table,
      `update ${table} set ended_at = $1 where ${used} is null and ended_at is null and code_hash is not null`,
    );
  }
  const paperCodes = await change("recovery_code", "delete from recovery_code where used_at is null");
  // Of the app, every code that it can have shown until now.
  await change(
    "totp",
    `update totp set last_step = greatest(last_step, floor(extract(epoch from $1::timestamptz) / ${stepSeconds})::bigint + 1)`,
  );
  // It runs out rather than being ended by somebody, for nobody has.
  const machineKeys = await change(
    "service_key",
    `update service_key set expires_at = greatest($1::timestamptz, issued_at + interval '1 second')
      where ended_at is null and expires_at > $1`,
  );
  const openings = await change("glass", "update glass set ends_at = greatest($1, opened_at) where ends_at > $1");
  await change(
    "matter_party",
    "update matter_party set valid_to = greatest($1, valid_from) where capacity = 'glass' and valid_to > $1",
  );
  // What waits for an answer within minutes.
  await change("sign_in_challenge", "delete from sign_in_challenge");
  return { sessions, codes, paperCodes, machineKeys, openings };
}

/** What it means for whom, and what is to be done about it. */
export function tellVoided({ sessions, codes, paperCodes, machineKeys, openings }: Voided, say: Say): void {
  say(
    `会话已全部结束（${sessions} 个），所有人请重新登录 / all ${sessions} sessions are ended: everybody signs in again`,
  );
  say(
    `备份时未用的恢复码、首次登录码、邀请码和管理员链接均已作废（${codes} 个），需要的请重新签发 / ` +
      `${codes} codes and links that were open in the backup are void, for they may have been used since: give out new ones`,
  );
  say(
    `纸质备用码均已作废（${paperCodes} 个），本人登录后请在“登录与安全”里重新打印 / ` +
      `${paperCodes} paper codes of second factors are void: their owners draw new ones once they are in`,
  );
  say(
    `其他系统的密钥均已失效（${machineKeys} 把），请安全管理员在“服务账号”里重新签发 / ` +
      `${machineKeys} machine keys are void: a security administrator issues new ones under Service accounts`,
  );
  say(`破窗查看均已结束（${openings} 个） / ${openings} break-glass openings are ended`);
  say(
    "管理员用密码和第二重验证登录；进不去的，请运行 huhang admin-link --role SYS|SEC|AUDIT / " +
      "administrators sign in by password and second factor; whoever cannot gets a link by huhang admin-link --role SYS|SEC|AUDIT",
  );
  say(
    "备份之后改过的密码、撤销的通行密钥、停用的账号和收回的权限又回到备份时的样子，请对照审计导出逐项重做 / " +
      "passwords changed, passkeys removed, accounts closed and rights ended since the backup are as they were then: do them again, by the last audit export",
  );
}
