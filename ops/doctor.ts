import { stat, statfs } from "node:fs/promises";
import { connect, createServer } from "node:net";
import pg from "pg";
import { findEmbeddedPostgres } from "#server/adapters/postgres/supervisor.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { keyFileOf, type Settings } from "#server/settings.ts";
import { compareMigrations } from "./upgrade.ts";

export type Health = "ok" | "warn" | "fail";

/** One line of the examination: what was looked at, how it is, and what to do. */
export interface Finding {
  readonly health: Health;
  readonly name: string;
  readonly text: string;
}

const finding = (health: Health, name: string, chinese: string, english: string): Finding => ({
  health,
  name,
  text: `${chinese} / ${english}`,
});

const hourMs = 3_600_000;
const oldBackupMs = 26 * hourMs;

/** Looks at everything that an operator has to keep in order; changes nothing. */
export async function examine(settings: Settings): Promise<Finding[]> {
  return [
    ...(await aboutKeys(settings)),
    ...(await aboutDisk(settings.dataDir)),
    await aboutPort(settings),
    await aboutMail(settings),
    ...(await aboutDatabase(settings)),
  ];
}

async function aboutKeys(settings: Settings): Promise<Finding[]> {
  const keyFile = keyFileOf(settings);
  try {
    const ring = await loadKeys({ keyFile, create: false });
    return [
      finding("ok", "keys", `密钥文件 ${keyFile}`, `${ring.keys.size} keys, active ${ring.active}; keep a copy apart`),
    ];
  } catch (error) {
    return [{ health: "fail", name: "keys", text: error instanceof Error ? error.message : String(error) }];
  }
}

async function aboutDisk(folder: string): Promise<Finding[]> {
  const there = await stat(folder).catch(() => undefined);
  if (!there) {
    return [
      finding(
        "fail",
        "disk",
        `数据文件夹“${folder}”不存在`,
        `the data folder ${folder} does not exist: set HUHANG_DATA`,
      ),
    ];
  }
  const { bavail, blocks, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const gigabytes = (free / 1024 ** 3).toFixed(1);
  const share = Math.round((bavail / blocks) * 100);
  const short = free < 1024 ** 3 ? "fail" : share < 10 ? "warn" : "ok";
  return [finding(short, "disk", `剩余 ${gigabytes} GB（${share}%）`, short === "ok" ? "free" : "free: make room")];
}

async function aboutPort({ host, port }: Settings): Promise<Finding> {
  if (port === 0) return finding("ok", "port", "由系统选择", "chosen by the system");
  const taken = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(true));
    probe.listen({ host, port }, () => probe.close(() => resolve(false)));
  });
  if (!taken) return finding("ok", "port", `${host}:${port} 空闲`, "free; the platform is not running");
  const ours = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(
    async (answer) => (await answer.text()).includes('"status":"ok"'),
    () => false,
  );
  return ours
    ? finding("ok", "port", `${host}:${port} 平台正在运行`, "the platform answers there")
    : finding("fail", "port", `${host}:${port} 被其他程序占用`, "another program has it: set PORT");
}

async function aboutMail({ mail }: Settings): Promise<Finding> {
  if (!mail) return finding("ok", "mail", "未设置邮件", "none is sent; set HUHANG_SMTP_URL if you want it");
  const { host, port } = mail;
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const end = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
  return answers
    ? finding("ok", "mail", `${host}:${port} 可达`, "answers")
    : finding("warn", "mail", `${host}:${port} 无法连接`, "does not answer: check HUHANG_SMTP_URL and the network");
}

async function aboutDatabase(settings: Settings): Promise<Finding[]> {
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
    const server = await aboutServer(session);
    const role = await aboutRole(urls.appUrl);
    if (urls.ownerUrl === null) {
      return [
        ...server,
        role,
        finding("warn", "schema", "未设置 DATABASE_OWNER_URL，未检查", "not looked at: set DATABASE_OWNER_URL"),
      ];
    }
    return [...server, role, ...(await aboutSchema(session))];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [finding("fail", "database", "无法连接数据库，请检查 DATABASE_URL", `cannot be reached: ${reason}`)];
  } finally {
    await session.end().catch(() => undefined);
  }
}

async function aboutServer(session: pg.Client): Promise<Finding[]> {
  const { rows } = await session.query<{ version: number; text: string; encoding: string; ctype: string; at: Date }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
            current_setting('server_encoding') as encoding, clock_timestamp() as at,
            (select datctype from pg_database where datname = current_database()) as ctype`,
  );
  const [row] = rows;
  if (!row) return [];
  const old = row.version < 150_000;
  const plain = row.encoding !== "UTF8" || row.ctype === "C";
  const apart = Math.abs(row.at.getTime() - Date.now()) / 1_000;
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

async function aboutSchema(session: pg.Client): Promise<Finding[]> {
  const { pending, unknown } = await compareMigrations(session);
  if (unknown.length > 0) {
    return [finding("fail", "schema", "数据库比本程序新，请安装新版本", `newer than this program (${unknown[0]})`)];
  }
  if (pending.length > 0) {
    return [finding("fail", "schema", `有 ${pending.length} 项升级待执行`, "migrations wait: run huhang upgrade")];
  }
  const { rows } = await session.query<{ backup: Date | null; open: Date | null; aside: number }>(
    `select (select max(ended_at) from operation_run where kind = 'BACKUP' and outcome = 'DONE') as backup,
            (select min(a.at) from audit_open o join audit a on a.id = o.audit_id) as open,
            (select count(*)::int from effect_pending where set_aside_at is not null) as aside`,
  );
  const { backup = null, open = null, aside = 0 } = rows[0] ?? {};
  const age = backup && Date.now() - backup.getTime();
  const unsealed = open !== null && Date.now() - open.getTime() > 600_000;
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
    aside > 0
      ? finding("warn", "effects", `${aside} 个后续处理被搁置`, "are set aside: see the log")
      : finding("ok", "effects", "无搁置", "none set aside"),
  ];
}
