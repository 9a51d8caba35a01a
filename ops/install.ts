import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, open, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { addressOf, prepareRoles } from "#server/adapters/postgres/roles.ts";
import { keysOf } from "#server/keys.ts";
import { keyFileOf, readSettings, type Settings } from "#server/settings.ts";
import { makeAdminLinks } from "./admin-link.ts";
import { openPlace } from "./place.ts";
import { upgrade } from "./upgrade.ts";
import { exitCodes, OpsError } from "./words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Sets an installation up: roles and database on a PostgreSQL server (or the embedded one), key file, settings file, schema,
 * and the links for its administrators. Run again it goes on where it was and changes nothing that is there.
 */
export async function install(
  before: Settings,
  options: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const config = process.env["HUHANG_CONFIG"] ?? join(root, "huhang.env");
  if (!existsSync(config)) await writeConfig(config, before, options);
  process.loadEnvFile(config);
  const settings = readSettings(process.env, root);
  await mkdir(settings.dataDir, { recursive: true, mode: settings.databaseUrl === null ? 0o711 : 0o700 });
  const place = await openPlace(settings, say);
  try {
    const crypto = createAesProvider(await keysOf(keyFileOf(settings), place.ownerUrl));
    await upgrade({ ...place, now: new Date(), say });
    const { city: name, area: areaCode } = options;
    const links = await makeAdminLinks({
      ...place,
      crypto,
      ...(name !== undefined && areaCode !== undefined && { city: { name, areaCode } }),
      home: settings.home,
      hours: 72,
      now: new Date(),
    });
    say(`配置 / settings: ${config}`);
    say(`密钥（请另存一份） / keys, keep a copy apart: ${keyFileOf(settings)}`);
    if (links.length > 0) say("管理员一次性链接，交给三个不同的人 / one-time links, for three different people:");
    for (const { role, url, expiresAt } of links) say(`${role}  ${url}  (${expiresAt.toISOString()})`);
    // Without the settings every command would be about another installation, or a demo.
    say(`启动 / start: HUHANG_CONFIG=${resolve(config)} ${program()} start`);
    return exitCodes.done;
  } finally {
    await place.close();
  }
}

/** How the tool is called here: the launcher of a release, or the script of a checkout. */
function program(): string {
  const launcher = join(root, "huhang");
  return existsSync(launcher) ? launcher : "npm run huhang --";
}

async function writeConfig(
  config: string,
  before: Settings,
  options: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const dataDir = resolve(process.env["HUHANG_CWD"] ?? process.cwd(), options["data"] ?? before.dataDir);
  const lines = [
    line("HUHANG_DATA", dataDir),
    "HUHANG_DEMO=none",
    "HUHANG_LOG=info",
    `PORT=${options["port"] ?? before.port}`,
    ...(options["home"] === undefined ? [] : [line("HUHANG_HOME", options["home"])]),
    // By TLS people come through a proxy, which the examples put on this machine.
    ...(URL.parse(options["home"] ?? "")?.protocol === "https:" ? ["HUHANG_TRUST_PROXY=127.0.0.1,::1"] : []),
  ];
  // What stands on a command line is read by everybody on this machine who lists its processes.
  const superuser = options["database"] ?? process.env["HUHANG_SUPERUSER_URL"];
  if (superuser !== undefined) lines.push(...(await makeDatabase(superuser, options["name"] ?? "huhang", dataDir)));
  await mkdir(join(config, ".."), { recursive: true });
  await writeWhole(config, `${lines.join("\n")}\n`);
}

/** Under its name it is whole: half of it would be taken for an installation on the embedded database, at the next start. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Never over another one.
    await link(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Its two roles with passwords of their own, and the database; the superuser's address is kept nowhere. */
async function makeDatabase(superuser: string, name: string, dataDir: string): Promise<string[]> {
  const login = (role: string) => ({ name: `${name}_${role}`, password: randomBytes(24).toString("base64url") });
  const plan = { database: name, owner: login("owner"), app: login("app") };
  const [app, owner] = [addressOf(superuser, plan.app, name), addressOf(superuser, plan.owner, name)];
  if (app === null || owner === null || !/^[a-z][a-z0-9_]{0,40}$/.test(name)) {
    throw new OpsError(
      "--database 应形如 postgres://postgres:密码@主机:5432/postgres，--name 为小写字母",
      "--database should look like postgres://postgres:password@host:5432/postgres, --name be small letters",
    );
  }
  await prepareRoles(superuser, plan);
  return [
    line("DATABASE_URL", app),
    line("DATABASE_OWNER_URL", owner),
    line("HUHANG_KEY_FILE", join(dataDir, "keys.json")),
  ];
}

/** A line of the settings file, in quotes that the value does not have: without them a `#` begins a comment. */
function line(name: string, value: string): string {
  const quote = /[\s#'"`\\]/.test(value) ? ["'", "`", '"'].find((one) => !value.includes(one)) : "";
  if (quote === undefined || /[\r\n]/.test(value)) {
    throw new OpsError(`${name} 中的引号或换行无法写入配置`, `${name} has quotes or lines that no settings file holds`);
  }
  return `${name}=${quote}${value}${quote}`;
}
