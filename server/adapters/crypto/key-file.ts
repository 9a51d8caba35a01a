/**
 * The key file (decision 30): JSON `{ active, keys: { <id>: { created, secret } } }`, readable by its owner only.
 * The embedded default makes it in the data folder; with a database of its own the operator provides it.
 * It must be backed up apart from the database: without it nothing sealed can be opened again.
 */
import { randomBytes } from "node:crypto";
import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const SECRET_BYTES = 32;
const KEY_ID = /^[a-z0-9][a-z0-9.-]{0,29}$/;

export interface Key {
  /** ISO date-time, for the operator's eyes only. */
  readonly created: string;
  readonly secret: Buffer;
}

export interface KeyRing {
  readonly active: string;
  readonly keys: ReadonlyMap<string, Key>;
}

export type KeyFileErrorCode =
  | "key-file-missing"
  | "key-file-readable-by-others"
  | "key-file-malformed"
  | "key-file-unreadable"
  | "key-file-busy";

/** Start-up cannot go on; `message` is one sentence for the operator and never quotes the file. */
export class KeyFileError extends Error {
  readonly code: KeyFileErrorCode;

  constructor(code: KeyFileErrorCode, message: string) {
    super(message);
    this.name = "KeyFileError";
    this.code = code;
  }
}

const secret = z
  .base64()
  .transform((text) => Buffer.from(text, "base64"))
  .refine((bytes) => bytes.length === SECRET_BYTES);

const keyFile = z
  .strictObject({
    active: z.string(),
    keys: z.record(z.string().regex(KEY_ID), z.strictObject({ created: z.iso.datetime(), secret })),
  })
  .refine((file) => Object.hasOwn(file.keys, file.active));

interface Options {
  readonly keyFile: string;
  /** For the `created` note of a new key. */
  readonly now?: () => Date;
}

/**
 * Reads the key file; with `create`, makes it first if there is none. Several processes may start at once: one makes it, all read it.
 * @throws KeyFileError
 */
export async function loadKeys(options: Options & { readonly create: boolean }): Promise<KeyRing> {
  const found = await read(options.keyFile);
  if (found !== undefined) return found;
  if (!options.create) throw missing(options.keyFile);

  const { id, entry } = newKey(options.now);
  await mkdir(path.dirname(options.keyFile), { recursive: true, mode: 0o700 });
  const temporary = `${options.keyFile}.${randomBytes(6).toString("hex")}`;
  try {
    await fill(await open(temporary, "wx", 0o600), { active: id, keys: { [id]: entry } });
    // Unlike a rename, a link never replaces the file that another process has just made.
    await link(temporary, options.keyFile).catch(ignore("EEXIST"));
  } finally {
    await rm(temporary, { force: true });
  }
  const made = await read(options.keyFile);
  if (made === undefined) throw missing(options.keyFile);
  return made;
}

/**
 * Adds a fresh key and makes it the active one; older keys stay to open what they sealed. Running processes
 * go on with the old key until they are started again.
 * @throws KeyFileError, also `key-file-busy` when a rotation is under way or was cut off
 */
export async function rotateKeys(options: Options): Promise<KeyRing> {
  const next = `${options.keyFile}.next`;
  const lock = await open(next, "wx", 0o600).catch(ignore("EEXIST"));
  if (lock === undefined) {
    throw new KeyFileError(
      "key-file-busy",
      `Another rotation is under way, or one was cut off: if none is running, delete ${next} and rotate again.`,
    );
  }
  try {
    const ring = await read(options.keyFile);
    if (ring === undefined) throw missing(options.keyFile);
    const { id, entry } = newKey(options.now);
    const kept = [...ring.keys].map(
      ([keyId, key]) => [keyId, { created: key.created, secret: key.secret.toString("base64") }] as const,
    );
    await fill(lock, { active: id, keys: { ...Object.fromEntries(kept), [id]: entry } });
    await rename(next, options.keyFile);
  } catch (error) {
    await lock.close();
    await rm(next, { force: true });
    throw error;
  }
  return loadKeys({ ...options, create: false });
}

async function read(file: string): Promise<KeyRing | undefined> {
  let text: string;
  try {
    const handle = await open(file, "r");
    try {
      // The rights of the very file that is then read. Windows has no such mode bits.
      const { mode } = await handle.stat();
      if (process.platform !== "win32" && (mode & 0o077) !== 0) {
        throw new KeyFileError(
          "key-file-readable-by-others",
          `The key file ${file} must be readable by its owner only: run chmod 600 on it.`,
        );
      }
      text = await handle.readFile("utf8");
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    if (error instanceof KeyFileError) throw error;
    throw new KeyFileError(
      "key-file-unreadable",
      `The key file ${file} cannot be read by this account: check HUHANG_KEY_FILE and the rights of the file.`,
    );
  }
  return parse(file, text);
}

function parse(file: string, text: string): KeyRing {
  // The parser's own message would quote the secret: it is dropped on purpose.
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const result = keyFile.safeParse(json);
  if (!result.success) {
    throw new KeyFileError(
      "key-file-malformed",
      `The key file ${file} is not of the form {active, keys: {id: {created, secret}}} with 32-byte secrets in base64: restore it from its backup.`,
    );
  }
  return { active: result.data.active, keys: new Map(Object.entries(result.data.keys)) };
}

async function fill(handle: FileHandle, content: object): Promise<void> {
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function newKey(now: () => Date = () => new Date()): {
  id: string;
  entry: { created: string; secret: string };
} {
  return {
    id: `k${randomBytes(4).toString("hex")}`,
    entry: {
      created: now().toISOString(),
      secret: randomBytes(SECRET_BYTES).toString("base64"),
    },
  };
}

function missing(file: string): KeyFileError {
  return new KeyFileError(
    "key-file-missing",
    `The key file ${file} does not exist: set HUHANG_KEY_FILE to the file that this database was used with.`,
  );
}

function ignore(code: string): (error: unknown) => undefined {
  return (error) => {
    if (!hasCode(error, code)) throw error;
  };
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
