import pg from "pg";
import { modulesBeside } from "#capabilities/assessments/modules.ts";
import { procedures } from "#capabilities/index.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { findEmbeddedPostgres } from "#server/adapters/postgres/supervisor.ts";
import { isLoopback, type Settings } from "#server/settings.ts";
import { type Finding, finding } from "./finding.ts";
import { compareMigrations } from "./upgrade.ts";

const hourMs = 3_600_000;
const oldBackupMs = 26 * hourMs;

/** The database as the operator has to keep it: reached safely, new enough, in step with the program, backed up. */
export async function aboutDatabase(settings: Settings, clock: () => Date): Promise<Finding[]> {
  const urls =
    settings.databaseUrl === null
      ? await findEmbeddedPostgres(settings.dataDir).catch(() => undefined)
      : { appUrl: settings.databaseUrl, ownerUrl: settings.databaseOwnerUrl };
  if (!urls)
    return [
      finding("warn", "database", "内置数据库未运行", "the embedded database is not running: start the platform"),
    ];
  const session = new pg.Client({ connectionString: urls.ownerUrl ?? urls.appUrl, connectionTimeoutMillis: 5_000 });
  session.on("error", () => undefined);
  try {
    await session.connect();
    const server = [await aboutWay(urls.appUrl, session), ...(await aboutServer(session, clock))];
    const role = await aboutRole(urls.appUrl);
    if (urls.ownerUrl === null) {
      return [
        ...server,
        role,
        finding("warn", "schema", "未设置 DATABASE_OWNER_URL，未检查", "not looked at: set DATABASE_OWNER_URL"),
      ];
    }
    return [...server, role, ...(await aboutSchema(session, clock()))];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [finding("fail", "database", "无法连接数据库，请检查 DATABASE_URL", `cannot be reached: ${reason}`)];
  } finally {
    await session.end().catch(() => undefined);
  }
}

/** Whether what goes to the database can be read or changed on the way. */
async function aboutWay(appUrl: string, session: pg.Client): Promise<Finding> {
  const { rows } = await session.query<{ ssl: boolean; version: string | null }>(
    "select ssl, version from pg_stat_ssl where pid = pg_backend_pid()",
  );
  return judgeWay(appUrl, rows[0]?.ssl === true ? (rows[0].version ?? "TLS") : null);
}

/** @param tls version that is spoken; null: none */
export function judgeWay(appUrl: string, tls: string | null): Finding {
  const url = new URL(appUrl);
  const host = url.searchParams.get("host") ?? url.hostname;
  if (host === "" || host.startsWith("/") || host.startsWith("%2F") || isLoopback(host.replaceAll(/^\[|\]$/g, ""))) {
    return finding("ok", "way", "数据库在本机", "the database is on this machine");
  }
  if (tls === null) {
    return finding(
      "fail",
      "way",
      `到 ${host} 的连接未加密`,
      "in the clear: add ?sslmode=verify-full to both addresses",
    );
  }
  if (!/^TLSv1\.[23]$/.test(tls)) return finding("fail", "way", tls, "is too old: let the server speak TLS 1.2 or 1.3");
  return url.searchParams.get("sslmode") === "verify-full"
    ? finding("ok", "way", tls, "the server's certificate is checked")
    : finding("warn", "way", `${tls}，未要求核对证书`, "certificate not surely checked: say sslmode=verify-full");
}

interface Server {
  readonly version: number;
  readonly text: string;
  readonly encoding: string;
  readonly ctype: string;
  readonly at: Date;
}

async function aboutServer(session: pg.Client, clock: () => Date): Promise<Finding[]> {
  const { rows } = await session.query<Server>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
            current_setting('server_encoding') as encoding, clock_timestamp() as at,
            (select datctype from pg_database where datname = current_database()) as ctype`,
  );
  return rows.flatMap((row) => judgeServer(row, clock()));
}

export function judgeServer(row: Server, now: Date): Finding[] {
  const old = row.version < 150_000;
  const plain = row.encoding !== "UTF8" || row.ctype === "C";
  const apart = Math.abs(row.at.getTime() - now.getTime()) / 1_000;
  return [
    finding(old ? "fail" : "ok", "database", `PostgreSQL ${row.text}`, old ? "15 or later is needed" : "new enough"),
    finding(
      plain ? "warn" : "ok",
      "locale",
      `${row.encoding}, ${row.ctype}`,
      plain ? "make the database with UTF8 and C.UTF-8 or a Chinese locale" : "fit for Chinese",
    ),
    finding(
      apart > 5 ? "warn" : "ok",
      "clock",
      `与数据库相差 ${apart.toFixed(1)} 秒`,
      apart > 5 ? "seconds from the database's: synchronise both (NTP)" : "seconds from the database's",
    ),
  ];
}

async function aboutRole(appUrl: string): Promise<Finding> {
  const session = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 5_000 });
  await session.connect();
  try {
    const { rows } = await session.query<{ role: string; powerful: boolean }>(
      `select current_user as role, rolsuper or rolbypassrls
              or exists (select from pg_class c where c.relname = 'matter' and c.relowner = r.oid) as powerful
         from pg_roles r where rolname = current_user`,
    );
    const { role = "", powerful = true } = rows[0] ?? {};
    return finding(
      powerful ? "fail" : "ok",
      "role",
      `应用角色 ${role}`,
      powerful ? "is bound by no row-level security: give the application an ordinary role" : "ordinary",
    );
  } finally {
    await session.end();
  }
}

async function aboutSchema(session: pg.Client, now: Date): Promise<Finding[]> {
  const { pending, unknown } = await compareMigrations(session);
  if (unknown.length > 0) {
    return [finding("fail", "schema", "数据库比本程序新，请安装新版本", `newer than this program (${unknown[0]})`)];
  }
  if (pending.length > 0) {
    return [finding("fail", "schema", `有 ${pending.length} 项升级待执行`, "migrations wait: run huhang upgrade")];
  }
  const { rows } = await session.query<{
    backup: Date | null;
    open: Date | null;
    aside: number;
    parked: number;
    unsigned: number;
    over: string[];
  }>(
    `select (select max(ended_at) from operation_run where kind = 'BACKUP' and outcome = 'DONE') as backup,
            (select min(a.at) from audit_open o join audit a on a.id = o.audit_id) as open,
            (select count(*)::int from effect_pending where set_aside_at is not null) as aside,
            w.parked, w.unsigned,
            array(select app.assessments_over($1, $2::date)) as over
       from app.webhook_counts() w`,
    [[...procedures.map(({ id }) => id), ...modulesBeside], shanghaiDay(now)],
  );
  const { backup = null, open = null, aside = 0, parked = 0, unsigned = 0, over = [] } = rows[0] ?? {};
  const age = backup && now.getTime() - backup.getTime();
  const unsealed = open !== null && now.getTime() - open.getTime() > 600_000;
  return [
    finding("ok", "schema", "已是最新", "up to date"),
    age === null
      ? finding("warn", "backup", "还没有备份", "there is none: run huhang backup")
      : finding(
          age > oldBackupMs ? "warn" : "ok",
          "backup",
          `${Math.round(age / hourMs)} 小时前`,
          age > oldBackupMs ? "hours old: back up every day" : "hours old",
        ),
    unsealed
      ? finding("warn", "audit", "有超过十分钟未封存的记录", "rows wait to be sealed: is a process with jobs running?")
      : finding("ok", "audit", "及时封存", "sealed in time"),
    over.length > 0
      ? finding(
          "warn",
          "assessments",
          `个人信息影响评估到期或缺失：${over.join("、")}`,
          `are over or missing: ${over.join(", ")}`,
        )
      : finding("ok", "assessments", "个人信息影响评估都有效", "of personal data are valid"),
    aside > 0
      ? finding("warn", "effects", `${aside} 个后续处理被搁置`, "are set aside: see the log")
      : finding("ok", "effects", "无搁置", "none set aside"),
    parked > 0
      ? finding(
          "warn",
          "webhooks",
          `${parked} 条事件推送多次未送达，已停止`,
          "deliveries are given up: a security administrator finds the cause under Service accounts, and sends them again there",
        )
      : finding("ok", "webhooks", "无停止的推送", "none given up"),
    ...(unsigned > 0
      ? [
          finding(
            "warn",
            "webhook-secrets",
            `${unsigned} 条事件推送无法签名：密钥文件打不开签名密钥`,
            "deliveries cannot be signed: the key file does not open their secret. Bring the missing key back, or let a security administrator change the secret of the address",
          ),
        ]
      : []),
  ];
}
