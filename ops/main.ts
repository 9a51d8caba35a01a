import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { valueTypes } from "#db/value-types.ts";
import { exportAudit, verifyExport } from "#server/audit/export.ts";
import { sentenceOf } from "#server/start-sentence.ts";
import { keyFileOf, readSettings, type Settings } from "#server/settings.ts";
import { type AdminRole, adminRoles, makeAdminLinks } from "./admin-link.ts";
import { backUp } from "./backup/backup.ts";
import { linesOf } from "./backup/format.ts";
import { help } from "./help.ts";
import { openKeys, openPlace, type Place } from "./place.ts";
import { rotateKeys } from "#server/adapters/crypto/key-file.ts";
import { verify } from "./verify.ts";
import { exitCodes, OpsError } from "./words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Values of the options, as text. */
type Options = Readonly<Record<string, string | undefined>>;

/** The options of each command, each with a value. What needs the whole program loads it only then: help is at once. */
const commands: Readonly<
  Record<string, { readonly options: readonly string[]; run(settings: Settings, options: Options): Promise<number> }>
> = {
  install: {
    options: ["database", "name", "data", "home", "port", "city", "area"],
    run: async (settings, options) => (await import("./install.ts")).install(settings, options),
  },
  backup: {
    options: ["to", "keep"],
    run: (settings, options) =>
      atPlace(settings, async (place) => {
        const { crypto } = await openKeys(settings);
        const keep = options["keep"] === undefined ? undefined : wholeNumber("keep", options["keep"]);
        await backUp({
          ...place,
          crypto,
          target: demandPath(options, "to"),
          ...(keep !== undefined && { keep }),
          version: await readVersion(),
          now: new Date(),
          say,
        });
        return exitCodes.done;
      }),
  },
  restore: {
    options: ["from"],
    run: async (settings, options) => {
      const from = demandPath(options, "from");
      const { crypto } = await openKeys(settings);
      const { restore } = await import("./backup/restore.ts");
      return atPlace(settings, async (place) => {
        await restore({ ...place, crypto, from, now: new Date(), say });
        return exitCodes.done;
      });
    },
  },
  verify: {
    options: ["export"],
    run: async (settings, options) => {
      const { crypto } = await openKeys(settings);
      if (options["export"] !== undefined) {
        const report = await verifyExport(linesOf(createReadStream(demandPath(options, "export"))), crypto);
        say(
          `${report.whole ? "完整" : "已被改动或不完整"} / ${report.whole ? "whole" : "changed or cut"}: ${report.rows} rows`,
        );
        for (const row of report.altered) say(`✗ 审计记录被改动 / audit row ${row} altered`);
        return report.whole && report.altered.length === 0 ? exitCodes.done : exitCodes.faults;
      }
      return atPlace(settings, async (place) => {
        const faults = await verify({ place, crypto, now: new Date(), say });
        if (faults.length === 0) say("全部相符 / all is as it was written");
        return faults.length === 0 ? exitCodes.done : exitCodes.faults;
      });
    },
  },
  "audit-export": {
    options: ["to", "since"],
    run: (settings, options) =>
      atPlace(settings, async (place) => {
        const { crypto } = await openKeys(settings);
        const from = options["since"] === undefined ? new Date(0) : new Date(options["since"]);
        if (Number.isNaN(from.getTime())) throw new Usage("--since YYYY-MM-DD");
        await writeExport(place, demandPath(options, "to"), (session) =>
          exportAudit(session, crypto, { from, now: new Date() }),
        );
        return exitCodes.done;
      }),
  },
  doctor: {
    options: [],
    run: async (settings) => {
      const { examine } = await import("./doctor.ts");
      const findings = await examine(settings);
      const marks = { ok: "✓", warn: "!", fail: "✗" } as const;
      for (const { health, name, text } of findings) say(`${marks[health]} ${name}: ${text}`);
      return findings.some(({ health }) => health === "fail") ? exitCodes.faults : exitCodes.done;
    },
  },
  "new-key": {
    options: [],
    run: async (settings) => {
      const { active } = await rotateKeys({ keyFile: keyFileOf(settings) });
      say(
        `新密钥 ${active} 已启用；请另存一份密钥文件，并重启全部进程 / the new key is active: keep a copy of the file apart, and start every process again`,
      );
      return exitCodes.done;
    },
  },
  upgrade: {
    options: [],
    run: (settings) =>
      atPlace(settings, async (place) => {
        const { upgrade } = await import("./upgrade.ts");
        await upgrade({ ...place, now: new Date(), say });
        return exitCodes.done;
      }),
  },
  "admin-link": {
    options: ["role", "city", "area", "hours"],
    run: (settings, options) =>
      atPlace(settings, async (place) => {
        const { crypto } = await openKeys(settings);
        const role = options["role"];
        if (role !== undefined && !(role in adminRoles)) throw new Usage("--role SYS|SEC|AUDIT");
        const { city: name, area: areaCode } = options;
        const links = await makeAdminLinks({
          ...place,
          crypto,
          ...(role !== undefined && { roles: [role as AdminRole] }),
          ...(name !== undefined && areaCode !== undefined && { city: { name, areaCode } }),
          home: settings.home,
          hours: options["hours"] === undefined ? 72 : wholeNumber("hours", options["hours"]),
          now: new Date(),
        });
        if (links.length === 0)
          say("三个管理员都已开通；补发请用 --role / all three are there; use --role to replace one");
        for (const { role: of, url, expiresAt } of links) say(`${of}  ${url}  (${expiresAt.toISOString()})`);
        return exitCodes.done;
      }),
  },
};

class Usage extends Error {}

async function atPlace(settings: Settings, work: (place: Place) => Promise<number>): Promise<number> {
  const place = await openPlace(settings, say);
  try {
    return await work(place);
  } finally {
    await place.close();
  }
}

/** A path as the operator means it: from where he stands, not from the program's folder. */
function demandPath(options: Options, name: string): string {
  const path = options[name];
  if (path === undefined || path === "") throw new Usage(`--${name} <path>`);
  return isAbsolute(path) ? path : resolve(process.env["HUHANG_CWD"] ?? process.cwd(), path);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Usage(`--${name} N`);
  return value;
}

async function writeExport(
  place: Place,
  path: string,
  lines: (session: pg.Client) => AsyncGenerator<string>,
): Promise<void> {
  const session = new pg.Client({ connectionString: place.ownerUrl, types: valueTypes });
  await session.connect();
  const half = `${path}.part`;
  try {
    await pipeline(Readable.from(lines(session)), createWriteStream(half, { mode: 0o600 }));
    await rename(half, path);
    say(`已导出 / exported: ${path}`);
  } finally {
    await rm(half, { force: true });
    await session.end();
  }
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}

/** @param makes the command writes the file when there is none */
function readConfig(makes: boolean): void {
  const named = process.env["HUHANG_CONFIG"];
  const file = named ?? join(root, "huhang.env");
  if (existsSync(file)) process.loadEnvFile(file);
  else if (named !== undefined && !makes)
    throw new OpsError(`配置文件“${named}”不存在`, `the file ${named} does not exist`);
}

async function main(args: readonly string[]): Promise<number> {
  const [name = "help", ...rest] = args;
  if (["help", "--help", "-h"].includes(name) || rest.includes("--help")) {
    say(help);
    return exitCodes.done;
  }
  const command = commands[name];
  if (!command) throw new Usage(name);
  const known = Object.fromEntries(command.options.map((option) => [option, { type: "string" as const }]));
  let options: Options;
  try {
    options = parseArgs({ args: [...rest], options: known }).values;
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : name);
  }
  readConfig(name === "install");
  return command.run(readSettings(process.env, root), options);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Usage) {
    process.stderr.write(`用法不对，见 huhang help / wrong usage, see huhang help: ${error.message}\n`);
    process.exitCode = exitCodes.usage;
  } else {
    process.stderr.write(`${error instanceof OpsError ? error.message : sentenceOf(error)}\n`);
    process.exitCode = exitCodes.failed;
  }
}
