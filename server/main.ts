import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { MigrationError } from "#db/migrate.ts";
import { KeyFileError } from "./adapters/crypto/key-file.ts";
import { StartError } from "./adapters/postgres/start-error.ts";
import { isUnreachable, PowerfulRole, sqlState } from "./database.ts";
import { UnknownProcedure } from "./platform.ts";
import { readSettings, SettingsError } from "./settings.ts";
import { type RunningServer, startServer } from "./start.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
// Warnings and worse; the operator's own lines are printed apart.
const log = pino({ level: process.env["HUHANG_LOG"] ?? "warn", base: null });

const say = (line: string) => process.stdout.write(`${line}\n`);

/** A start that cannot go on is told in one sentence; only what nobody foresaw shows where it happened. */
function sentenceOf(error: unknown): string {
  const told = [StartError, MigrationError, SettingsError, PowerfulRole, KeyFileError, UnknownProcedure];
  if (error instanceof Error && told.some((kind) => error instanceof kind)) return error.message;
  switch (sqlState(error)) {
    case "EADDRINUSE":
      return `端口已被占用，请设置 PORT 使用其他端口 / the port is in use; set PORT to another one`;
    case "EACCES":
      return `没有权限监听该端口，请使用 1024 以上的端口 / no right to listen on that port; use one above 1024`;
    case "EADDRNOTAVAIL":
      return `本机没有 HOST 所指的地址 / HOST is not an address of this machine`;
    case "28P01":
    case "28000":
      return `数据库拒绝登录，请检查 DATABASE_URL / the database refuses the sign-in; check DATABASE_URL`;
    case "3D000":
      return `DATABASE_URL 所指的数据库不存在 / the database of DATABASE_URL does not exist`;
    case "42P01":
      return `数据库尚未初始化，请先设置 DATABASE_OWNER_URL 并运行 npm run migrate / the database has no schema yet; set DATABASE_OWNER_URL and run npm run migrate`;
    case "ENOSPC":
      return `磁盘空间不足 / no space is left on the disk`;
    default:
      if (isUnreachable(error))
        return `无法连接数据库，请检查 DATABASE_URL / the database cannot be reached; check DATABASE_URL`;
      return `启动失败 / the start failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}

let running: RunningServer | undefined;
let ending = false;

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await running?.stop();
}

try {
  const settings = readSettings(process.env, root);
  running = await startServer({
    settings,
    log,
    say,
    onLost: (error) => {
      fail(error);
      void end();
    },
  });
  const total = process.env["HUHANG_STARTED_AT"]
    ? Date.now() - Number(process.env["HUHANG_STARTED_AT"])
    : Math.round(performance.now());
  say(`启动用时 / start: ${running.parts.map(({ name, ms }) => `${name} ${ms} ms`).join(", ")}; total ${total} ms`);
  say(`护航已启动，请打开 / Huhang is ready, open: ${running.address}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      say("正在停止 / stopping");
      end().then(
        () => say("已停止 / stopped"),
        (error: unknown) => fail(error),
      );
    });
  }
} catch (error) {
  fail(error);
  await end();
}
