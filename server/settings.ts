import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { usualConnections } from "./database.ts";
import { type ProviderSettings, readProviders } from "./identity-settings.ts";
import { SettingsError } from "./settings-error.ts";
import { BadDestination, type Destinations, readDestinations } from "./webhooks/destinations.ts";

export { SettingsError } from "./settings-error.ts";

/** What an operator can set from outside, read once at the start. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Folder for the embedded database, files and keys. */
  readonly dataDir: string;
  /** A PostgreSQL server instead of the embedded one: address of the application's role. */
  readonly databaseUrl: string | null;
  /** Address of the owning role, for migrations at the start; without it they must have been applied. */
  readonly databaseOwnerUrl: string | null;
  readonly keyFile: string | null;
  /** How many connections to the database this process may keep for requests and effects. */
  readonly connections: number;
  /** Folder for what proves that the audit is whole; best on another disk than the database. */
  readonly anchorsDir: string;
  /** Demo only: the instant that the clock starts from. */
  readonly clockStart: Date | null;
  /** How large a demo city a new folder is given. */
  readonly demoSize: "none" | "small" | "full";
  /** What this process does; several processes may share it on one database server. */
  readonly parts: readonly Part[];
  /** Port of this machine at which Prometheus finds figures; null: there is none. */
  readonly metricsPort: number | null;
  /** Address under which people open the platform, as far as it is known. */
  readonly home: string;
  /** Proxies whose word on where a request comes from is believed; nobody else's is. */
  readonly trustProxy: readonly string[];
  /** How many requests a session and an address may make. */
  readonly rates: RateLimits;
  /** Where deliveries to other systems may go. */
  readonly destinations: Destinations;
  /** The operator allows demo sign-in from other machines (decision 31). */
  readonly demoPublic: boolean;
  /** Mail to people who ask for it; null: none is sent (decision 32). */
  readonly mail: MailSettings | null;
  /** By whose word people may sign in; none: by nobody's. */
  readonly identityProviders: readonly ProviderSettings[];
  /** Folder of the built browser part. */
  readonly webDir: string;
}

/** Requests a minute; half of it at once. 0: no limit. */
export interface RateLimits {
  /** By one session. */
  readonly session: number;
  /** From one address, where the address is the caller's own. */
  readonly address: number;
}

/** `web`: the doors; `jobs`: what comes by time; `effects`: what follows from events. */
export type Part = (typeof allParts)[number];
const allParts = ["web", "jobs", "effects"] as const;

/** Where mail goes out. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it is demanded after the greeting, unless the server is on this machine. */
  readonly secure: boolean;
  readonly loopback: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** The sender's address. */
  readonly from: string;
  /** Address under which people open the platform. */
  readonly home: string;
}

/** Reads the settings from the environment; throws SettingsError for what makes no sense. */
export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const port = env["PORT"] ? readPort("PORT", env["PORT"]) : 8080;
  const databaseUrl = env["DATABASE_URL"] || null;
  const keyFile = env["HUHANG_KEY_FILE"] || null;
  if (databaseUrl !== null && keyFile === null) {
    throw new SettingsError(
      "使用 DATABASE_URL 时必须设置 HUHANG_KEY_FILE（密钥文件）",
      "with DATABASE_URL, HUHANG_KEY_FILE must name the key file",
    );
  }
  const clock = env["HUHANG_CLOCK"];
  const clockStart = clock ? new Date(clock) : null;
  if (clockStart !== null && Number.isNaN(clockStart.getTime())) {
    throw new SettingsError(`HUHANG_CLOCK=${clock} 不是时间`, `HUHANG_CLOCK=${clock} is not an instant`);
  }
  const demoSize = env["HUHANG_DEMO"] || "full";
  if (demoSize !== "none" && demoSize !== "small" && demoSize !== "full") {
    throw new SettingsError(
      `HUHANG_DEMO=${demoSize} 应为 none、small 或 full`,
      `HUHANG_DEMO=${demoSize} is neither none, small nor full`,
    );
  }
  const host = env["HOST"] || "127.0.0.1";
  const home = URL.parse(env["HUHANG_HOME"] ?? "")?.origin ?? `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const trustProxy = readProxies(env["HUHANG_TRUST_PROXY"]);
  // Behind a proxy that is not named, everybody would come from one address.
  const addressIsKnown = trustProxy.length > 0 || !home.startsWith("https:");
  const perAddress = readRate("HUHANG_RATE_ADDRESS", env["HUHANG_RATE_ADDRESS"], 6_000);
  const dataDir = resolve(root, env["HUHANG_DATA"] || "data");
  return {
    host,
    port,
    dataDir,
    anchorsDir: env["HUHANG_ANCHORS"] ? resolve(root, env["HUHANG_ANCHORS"]) : join(dataDir, "audit-anchors"),
    databaseUrl,
    databaseOwnerUrl: env["DATABASE_OWNER_URL"] || null,
    keyFile,
    connections: readConnections(env["HUHANG_CONNECTIONS"]),
    clockStart,
    demoSize,
    metricsPort: env["HUHANG_METRICS_PORT"] ? readPort("HUHANG_METRICS_PORT", env["HUHANG_METRICS_PORT"]) : null,
    parts: readParts(env["HUHANG_PARTS"]),
    home,
    trustProxy,
    rates: {
      session: readRate("HUHANG_RATE_SESSION", env["HUHANG_RATE_SESSION"], 600),
      address: addressIsKnown ? perAddress : 0,
    },
    mail: readMail(env),
    destinations: readHosts(env["HUHANG_WEBHOOK_HOSTS"] ?? ""),
    identityProviders: readProviders(env),
    demoPublic: env["HUHANG_DEMO_PUBLIC"] === "1",
    webDir: join(root, "dist", "web"),
  };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SettingsError(`端口 ${name}=${text} 无效`, `${name}=${text} is not a port number`);
}

function readConnections(text: string | undefined): number {
  const many = text ? Number(text) : usualConnections;
  if (Number.isInteger(many) && many >= 4 && many <= 100) return many;
  throw new SettingsError(
    `HUHANG_CONNECTIONS=${text} 应为 4 至 100 的整数`,
    `HUHANG_CONNECTIONS=${text} should be a whole number from 4 to 100`,
  );
}

function readRate(name: string, text: string | undefined, usual: number): number {
  if (!text) return usual;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new SettingsError(
    `${name}=${text} 应为每分钟请求数，0 表示不限`,
    `${name}=${text} should be a number of requests a minute, 0 for no limit`,
  );
}

/** Addresses, or networks as address/bits, apart by commas. */
function readProxies(text: string | undefined): readonly string[] {
  const named = (text ?? "").split(",").flatMap((part) => part.trim() || []);
  const wrong = named.find((one) => {
    const [address = "", bits, ...more] = one.split("/");
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return (
      most < 0 || more.length > 0 || (bits !== undefined && !(/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most))
    );
  });
  if (wrong === undefined) return named;
  throw new SettingsError(
    `HUHANG_TRUST_PROXY 中的 ${wrong} 应为反向代理的 IP 地址，或“地址/位数”网段`,
    `${wrong} in HUHANG_TRUST_PROXY should be a proxy's IP address, or a network as address/bits`,
  );
}

function readHosts(text: string): Destinations {
  try {
    return readDestinations(text);
  } catch (error) {
    if (!(error instanceof BadDestination)) throw error;
    throw new SettingsError(
      `HUHANG_WEBHOOK_HOSTS 中的 ${error.message} 应形如 hooks.example.gov.cn、*.example.gov.cn 或 内网主机=10.20.0.0/16`,
      `${error.message} in HUHANG_WEBHOOK_HOSTS should look like hooks.example.gov.cn, *.example.gov.cn or inside.host=10.20.0.0/16`,
    );
  }
}

function readParts(text: string | undefined): readonly Part[] {
  if (!text) return allParts;
  const named = text.split(",").map((part) => part.trim());
  const parts = allParts.filter((part) => named.includes(part));
  if (parts.length !== new Set(named).size) {
    throw new SettingsError(
      `--parts ${text} 应为 web、jobs、effects 中的几个`,
      `--parts ${text} should be some of web, jobs, effects`,
    );
  }
  return parts;
}

/** Where the keys lie. */
export function keyFileOf({ keyFile, dataDir }: Settings): string {
  return keyFile ?? join(dataDir, "keys.json");
}

/** HUHANG_SMTP_URL=smtps://user:password@host:465 with HUHANG_MAIL_FROM and HUHANG_HOME; without the first no mail. */
function readMail(env: NodeJS.ProcessEnv): MailSettings | null {
  const address = env["HUHANG_SMTP_URL"];
  if (!address) return null;
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") {
    throw new SettingsError(
      "HUHANG_SMTP_URL 应形如 smtps://用户:密码@主机:465 或 smtp://主机:587",
      "HUHANG_SMTP_URL should look like smtps://user:password@host:465 or smtp://host:587",
    );
  }
  const from = env["HUHANG_MAIL_FROM"] ?? "";
  if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(from)) {
    throw new SettingsError("HUHANG_MAIL_FROM 应为发件邮箱地址", "HUHANG_MAIL_FROM should be the sender's address");
  }
  const home = URL.parse(env["HUHANG_HOME"] ?? "");
  if (home === null || (home.protocol !== "https:" && !isLoopback(home.hostname))) {
    throw new SettingsError(
      "HUHANG_HOME 应为用户打开平台的 https 网址，邮件中的链接以它开头",
      "HUHANG_HOME should be the https address under which people open the platform; links in mail begin with it",
    );
  }
  const secure = url.protocol === "smtps:";
  const hostname = url.hostname.replaceAll(/^\[|\]$/g, "");
  return {
    host: hostname,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    loopback: isLoopback(hostname),
    user: url.username === "" ? null : decodeURIComponent(url.username),
    password: url.password === "" ? null : decodeURIComponent(url.password),
    from,
    home: home.origin,
  };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
