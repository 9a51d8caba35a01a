import { MigrationError } from "#db/migrate.ts";
import { KeyFileError } from "./adapters/crypto/key-file.ts";
import { StartError } from "./adapters/postgres/start-error.ts";
import { isUnreachable, PowerfulRole, sqlState } from "./database.ts";
import { SettingsError } from "./settings.ts";
import { UnknownProcedure } from "./unknown-procedure.ts";

/** A start that cannot go on is told in one sentence; only what nobody foresaw shows where it happened. */
export function sentenceOf(error: unknown): string {
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
