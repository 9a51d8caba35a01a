/** Why the platform could not start; one code per sentence that an operator can act upon. */
export type StartErrorCode =
  | "already-running"
  | "not-answering"
  | "no-permission"
  | "not-a-folder"
  | "no-space"
  | "no-binary"
  | "other-version"
  | "start-failed";

/** A failed start, told in one line, Chinese and English; start-up prints `message` and nothing else. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, chinese: string, english: string) {
    super(`${chinese} / ${english}`);
    this.name = "StartError";
    this.code = code;
  }
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
}

/** The code of a system or PostgreSQL error, "" when it has none. */
export function codeOf(error: unknown): string {
  return hasCode(error) ? error.code : "";
}

/** The sentence for a failed file operation on `path`; what is not about the disk or rights goes through. */
export function fileError(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new StartError(
        "no-permission",
        `没有写入“${path}”的权限。`,
        `No right to write to "${path}": give this user the right, or set HUHANG_DATA to another folder.`,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new StartError("not-a-folder", `“${path}”不是文件夹。`, `"${path}" is not a folder.`);
    case "ENOSPC":
    case "EDQUOT":
      return noSpace(path);
    default:
      return error;
  }
}

function noSpace(path: string): StartError {
  return new StartError("no-space", `磁盘空间不足：${path}。`, `No space is left on the disk of "${path}".`);
}

/**
 * The sentence for what initdb or postgres said before they gave up.
 * @param output their messages, in English (they run with LC_MESSAGES=C)
 * @param path the folder they worked in
 */
export function serverError(output: string, path: string): StartError {
  if (/No space left on device|Disk quota exceeded|not enough space/i.test(output)) return noSpace(path);
  if (
    /error while loading shared libraries|Library not loaded|cannot execute binary|not found \(required by/.test(output)
  ) {
    return noBinary(lastLine(output));
  }
  if (/database files are incompatible with server/.test(output)) {
    return new StartError(
      "other-version",
      `数据文件夹“${path}”属于另一个 PostgreSQL 版本。`,
      `The data in "${path}" belong to another version of PostgreSQL: restore a backup into a new folder.`,
    );
  }
  if (/Permission denied|Operation not permitted|wrong ownership|Read-only file system/.test(output)) {
    return new StartError(
      "no-permission",
      `数据库无权读写“${path}”。`,
      `The database has no right to read and write "${path}": ${lastLine(output)}`,
    );
  }
  return new StartError("start-failed", "数据库未能启动。", `The database did not start: ${lastLine(output)}`);
}

/** The sentence for a machine on which the bundled PostgreSQL cannot run. */
export function noBinary(detail: string): StartError {
  return new StartError(
    "no-binary",
    `本机（${process.platform}-${process.arch}）没有可用的内置 PostgreSQL，请设置 DATABASE_URL。`,
    `The bundled PostgreSQL does not run on this machine (${process.platform}-${process.arch}): ${detail}; set DATABASE_URL to a server of your own`,
  );
}

/** The line that says most: the last FATAL or error line, else the last line. */
function lastLine(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? "no message";
  return telling.replace(/^.*?(FATAL|PANIC|error):\s*/, "").trim();
}
