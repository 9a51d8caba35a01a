import { expect, test } from "vitest";
import { fileError, serverError, StartError } from "./start-error.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something about a file`), { code });
}

test.each([
  ["EACCES", "no-permission"],
  ["EROFS", "no-permission"],
  ["ENOTDIR", "not-a-folder"],
  ["ENOSPC", "no-space"],
  ["EDQUOT", "no-space"],
])("a file operation that fails with %s is told as %s", (code, expected) => {
  expect(fileError(systemError(code), "/data")).toMatchObject({
    code: expected,
    message: expect.stringContaining("/data"),
  });
});

test("an error that is not about the disk or rights is not disguised", () => {
  const error = systemError("EMFILE");
  expect(fileError(error, "/data")).toBe(error);
});

test.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', "no-space"],
  [
    'PANIC:  could not write to file "pg_wal/xlogtemp.9": No space left on device\nLOG:  startup process was aborted',
    "no-space",
  ],
  ['FATAL:  data directory "/data/postgres" has wrong ownership', "no-permission"],
  ["initdb: error: could not change permissions of directory: Operation not permitted", "no-permission"],
  ["postgres: error while loading shared libraries: libicui18n.so.60: cannot open shared object file", "no-binary"],
  ["FATAL:  database files are incompatible with server", "other-version"],
  [
    "LOG:  starting\nFATAL:  could not create shared memory segment: Cannot allocate memory\nLOG:  shut down",
    "start-failed",
  ],
])("%j is told as a sentence of its own", (output, expected) => {
  const error = serverError(output, "/data");
  expect(error).toBeInstanceOf(StartError);
  expect(error.code).toBe(expected);
  expect(error.message).not.toContain("\n");
});

test("an unknown failure is told by the line that says most", () => {
  expect(serverError("LOG:  one\nFATAL:  the reason\nLOG:  shut down", "/data").message).toMatch(/the reason$/);
});
