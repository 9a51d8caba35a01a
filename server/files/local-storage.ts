/**
 * Files in a folder of this machine:
 *   <folder>/unfinished/<key>   being written
 *   <folder>/<first two characters of the key>/<key>
 * Sealed under the context `file:<key>`, so that files exchanged on disk do not open.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, opendir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { ByteSource, CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";
import { CryptoError } from "#server/adapters/crypto/crypto-provider.ts";
import { FileError } from "./file-error.ts";
import type { FileStorage, ListedFile } from "./storage.ts";

const KEY = /^[0-9a-f]{32}$/;
const FAN = /^[0-9a-f]{2}$/;
const UNFINISHED = "unfinished";
/** One sealed frame and a little: reading and opening go in step. */
const READ_BYTES = 128 * 1024;

/** Binds content to its key. */
const contextOf = (key: string) => `file:${key}`;

/** Opens the folder, making it (0700) if need be. */
export async function createLocalStorage(options: { folder: string; crypto: CryptoProvider }): Promise<FileStorage> {
  const { folder, crypto } = options;
  const unfinished = path.join(folder, UNFINISHED);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);

  const fanOf = (key: string) => path.join(folder, key.slice(0, 2));
  const fileOf = (key: string) => path.join(fanOf(key), key);

  async function settle(temporary: string, key: string): Promise<void> {
    try {
      await rename(temporary, fileOf(key));
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
      await mkdir(fanOf(key), { recursive: true, mode: 0o700 });
      await syncFolder(folder);
      await rename(temporary, fileOf(key));
    }
    await syncFolder(fanOf(key));
  }

  return {
    async put(source) {
      const key = randomBytes(16).toString("hex");
      const temporary = path.join(unfinished, key);
      const measured = measure(source, crypto);
      let settled = false;
      try {
        const handle = await open(temporary, "wx", 0o600);
        try {
          await handle.writeFile(crypto.sealStream(measured.bytes, contextOf(key)));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await settle(temporary, key);
        settled = true;
        return { key, size: measured.size(), sha256: measured.sha256() };
      } catch (error) {
        throw measured.failure() ?? failed(error);
      } finally {
        if (!settled) await rm(temporary, { force: true });
      }
    },

    async open(key) {
      if (!KEY.test(key)) throw new FileError("stored-file-missing");
      let handle: FileHandle;
      try {
        handle = await open(fileOf(key), "r");
      } catch (error) {
        throw hasCode(error, "ENOENT") ? new FileError("stored-file-missing") : failed(error);
      }
      const sealed = handle.createReadStream({ highWaterMark: READ_BYTES });
      return readAhead(crypto.openStream(sealed, contextOf(key)));
    },

    async remove(key) {
      if (!KEY.test(key)) return;
      await rm(fileOf(key), { force: true });
    },

    async *list() {
      for await (const fan of await opendir(folder)) {
        if (fan.isDirectory() && FAN.test(fan.name)) yield* filesIn(path.join(folder, fan.name));
      }
    },

    async dropUnfinished(before) {
      let dropped = 0;
      for await (const { key, storedAt } of filesIn(unfinished)) {
        if (storedAt >= before) continue;
        await rm(path.join(unfinished, key), { force: true });
        dropped += 1;
      }
      return dropped;
    },
  };
}

/** Counts and digests what passes; remembers an error of the source, to tell it from one of the disk. */
function measure(source: ByteSource, crypto: CryptoProvider) {
  const digest = crypto.createDigest();
  let size = 0;
  let failure: unknown;
  // A stream may fail before anybody reads it, which would end the process; the loop below meets the error again.
  if (source instanceof Readable) source.on("error", () => {});
  async function* pass(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of source) {
        size += chunk.length;
        digest.update(chunk);
        yield chunk;
      }
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { bytes: pass(), size: () => size, sha256: () => digest.finish(), failure: () => failure };
}

/** Opens the first frame at once, then yields the rest on demand. */
async function readAhead(frames: AsyncGenerator<Buffer, void, undefined>): Promise<Readable> {
  const next = async () => {
    try {
      return await frames.next();
    } catch (error) {
      throw error instanceof CryptoError ? new FileError("stored-file-damaged", { cause: error }) : failed(error);
    }
  };
  let first: IteratorResult<Buffer, void> | undefined = await next();
  // Not a generator: one that was never begun would skip its clean-up and leave the file open.
  const rest: AsyncIterableIterator<Buffer, void> = {
    [Symbol.asyncIterator]: () => rest,
    async next() {
      const result = first ?? (await next());
      first = undefined;
      return result;
    },
    return: () => frames.return(),
  };
  return Readable.from(rest, { objectMode: false });
}

async function* filesIn(folder: string): AsyncGenerator<ListedFile, void, undefined> {
  for await (const entry of await opendir(folder)) {
    if (!entry.isFile() || !KEY.test(entry.name)) continue;
    try {
      yield { key: entry.name, storedAt: (await stat(path.join(folder, entry.name))).mtime };
    } catch (error) {
      // Removed, or settled, while we were listing.
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
}

/** Makes a new name in a folder survive a power cut. Windows keeps no such promise and cannot open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Disk full, quota used up, or the process's own limit on file size. */
const FULL = ["ENOSPC", "EDQUOT", "EFBIG"];

function failed(error: unknown): FileError {
  const full = FULL.some((code) => hasCode(error, code));
  return new FileError(full ? "storage-full" : "storage-failed", { cause: error });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
