import { randomUUID } from "node:crypto";
import pg from "pg";
import { accessCode } from "#kernel/fields/credentials.ts";
import type { CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { randomCode } from "#server/adapters/crypto/tokens.ts";
import { witnessOnce } from "#server/audit/witness.ts";
import { type AuditMark, signatureOf } from "#server/audit.ts";
import { OpsError } from "./words.ts";

/** The three administrators, as the command line names them. */
export const adminRoles = { SYS: "SYS_ADMIN", SEC: "SEC_ADMIN", AUDIT: "AUDIT_ADMIN" } as const;
export type AdminRole = keyof typeof adminRoles;

export interface AdminLink {
  readonly role: AdminRole;
  readonly url: string;
  readonly expiresAt: Date;
}

export interface AdminLinkOptions {
  readonly ownerUrl: string;
  readonly anchorsDir: string;
  readonly crypto: CryptoProvider;
  /** Which; without it those that nobody fills. */
  readonly roles?: readonly AdminRole[];
  /** Name and administrative code of the city, for an installation without units. */
  readonly city?: { readonly name: string; readonly areaCode: string };
  readonly home: string;
  readonly hours: number;
  readonly now: Date;
}

/**
 * Gives a one-time link for each administrator, to be handed to three different people. Only a keyed digest is kept; an
 * older link for the same office is void.
 */
export async function makeAdminLinks(options: AdminLinkOptions): Promise<AdminLink[]> {
  const { now, crypto, home } = options;
  const session = new pg.Client({ connectionString: options.ownerUrl, application_name: "huhang-admin-link" });
  await session.connect();
  try {
    // A demo lets anybody in without a password: its administrators are played.
    const demo = await session.query("select from platform where key = 'demo' and value = 'true'");
    if (demo.rowCount !== 0) {
      throw new OpsError("这是示例数据，不签发管理员链接", "these are demo data: their administrators need no links");
    }
    await session.query("begin");
    await demandUnit(session, options);
    const wanted = options.roles ?? (await findVacant(session, now));
    const expiresAt = new Date(now.getTime() + options.hours * 3_600_000);
    const links: AdminLink[] = [];
    const marks: AuditMark[] = [];
    for (const role of wanted) {
      const code = randomCode();
      const hash = crypto.mac("access-code", accessCode.parse(code));
      await session.query(
        "update admin_link set ended_at = $2 where role = $1 and used_at is null and ended_at is null",
        [adminRoles[role], now],
      );
      await session.query("insert into admin_link (role, code_hash, created_at, expires_at) values ($1, $2, $3, $4)", [
        adminRoles[role],
        hash,
        now,
        expiresAt,
      ]);
      marks.push(await noteLink(session, crypto, role, now));
      links.push({ role, url: `${home}/admin-access#${code}`, expiresAt });
    }
    await session.query("commit");
    await witnessOnce(options.anchorsDir, marks);
    return links;
  } finally {
    await session.end();
  }
}

async function findVacant(session: pg.Client, now: Date): Promise<AdminRole[]> {
  const { rows } = await session.query<{ role: string }>(
    "select distinct role from access_grant where role = any ($1) and valid_from <= $2 and (valid_to is null or valid_to > $2)",
    [Object.values(adminRoles), now],
  );
  const filled = new Set(rows.map(({ role }) => role));
  return (Object.keys(adminRoles) as AdminRole[]).filter((role) => !filled.has(adminRoles[role]));
}

/** Administrators stand at the city's own unit; the other units are entered by them. */
async function demandUnit(session: pg.Client, { city, now }: AdminLinkOptions): Promise<void> {
  const found = await session.query("select from unit limit 1");
  if (found.rowCount !== 0) return;
  if (!city) {
    throw new OpsError(
      "还没有单位：请加上 --city 市公安局名称 --area 六位行政区划代码",
      "there is no unit yet: add --city <name of the city's bureau> --area <six-digit administrative code>",
    );
  }
  if (!/^\d{6}$/.test(city.areaCode)) {
    throw new OpsError(`行政区划代码“${city.areaCode}”应为六位数字`, `--area ${city.areaCode} is not six digits`);
  }
  await session.query(
    `insert into unit (code, name, short_name, tier, area_code, duty_phone, valid_from) values ($1, $2, $2, 'CITY', $3, '', $4)`,
    [`${city.areaCode}000000`, city.name, city.areaCode, now],
  );
}

async function noteLink(session: pg.Client, crypto: CryptoProvider, role: AdminRole, at: Date): Promise<AuditMark> {
  const row = {
    uid: randomUUID(),
    at,
    account_id: null,
    enterprise_id: null,
    unit_id: null,
    device: null,
    operation: "platform.adminLink",
    purpose: "duty",
    object: "",
    count: null,
    status: 200,
    detail: { role: adminRoles[role] },
    key_id: crypto.activeKeyId,
  };
  const hmac = signatureOf(crypto, row);
  await session.query(
    `insert into audit (uid, at, operation, purpose, object, status, detail, key_id, hmac)
     values ($1, $2, $3, $4, '', 200, $5, $6, $7)`,
    [row.uid, at, row.operation, row.purpose, JSON.stringify(row.detail), row.key_id, hmac],
  );
  return { uid: row.uid, hmac };
}
