/**
 * A backup is a folder:
 *   backup.json       what it is, for people: when, of which version, under which keys
 *   manifest.sealed   tables with counts and digests, sequences, migrations, counts of files (Manifest)
 *   tables/<table>    rows as COPY writes them, compressed
 *   files/<xx>/<key>  contents of files, sealed as they lie in the storage
 *   files.sealed      their names, sizes and digests, a line of JSON each
 *   anchors.sealed    the anchors of the audit's batches in it
 * All but backup.json and the file contents is sealed with the key file's active key; the key file is not in it.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import type { ByteSource, CryptoProvider } from "#server/adapters/crypto/crypto-provider.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const tableEntry = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.int().nonnegative(),
  /** Sum of the SHA-256 of its rows: the same whatever their order. */
  digest: hex,
});
export type TableEntry = z.output<typeof tableEntry>;

export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  madeAt: z.iso.datetime(),
  version: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(tableEntry),
  sequences: z.array(z.object({ name: z.string(), last: z.string().nullable() })),
  files: z.object({ count: z.int(), bytes: z.int() }),
  /** All that something in it may be sealed or signed with. */
  keyIds: z.array(z.string()),
});
export type Manifest = z.output<typeof manifestSchema>;

export const fileEntry = z.object({
  key: z.string().regex(/^[0-9a-f]{32}$/),
  size: z.int(),
  /** Of the content as it lies in the storage. */
  sha256: hex,
});
export type FileEntry = z.output<typeof fileEntry>;

/** Each part opens only in its own backup and place. */
export const contextOf = (id: string, part: string) => `backup:${id}:${part}`;

/** Text of a table means the same in every session. */
export const plainSession =
  "set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set extra_float_digits = 1; set bytea_output = 'hex'; set intervalstyle = 'postgres'; set client_encoding = 'UTF8'";

const modulus = 2n ** 256n;

/** Counts rows of COPY's text and adds up their digests. */
export function countRows() {
  let rest: Buffer = Buffer.alloc(0);
  let rows = 0;
  let sum = 0n;
  const add = (row: Buffer) => {
    rows += 1;
    sum += BigInt(`0x${createHash("sha256").update(row).digest("hex")}`);
  };
  return {
    update(chunk: Buffer) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      // COPY writes line breaks within values as \n: each that stands here ends a row.
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        add(bytes.subarray(from, end));
        from = end + 1;
      }
      rest = bytes.subarray(from);
      sum %= modulus;
    },
    finish: () => ({ rows, digest: (sum % modulus).toString(16).padStart(64, "0") }),
  };
}

/** Passes bytes on and shows each to `look`. */
export function tap(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk);
      done(null, chunk);
    },
  });
}

/** An error of the first goes on to the second, whose reader meets it, however late he begins. */
function chain(first: Readable, second: Transform): void {
  first.on("error", (error) => second.destroy(error));
  second.on("error", () => undefined);
}

/** Lines of a text as they come; an error of the stream is thrown, which readline would not do. */
export async function* linesOf(stream: Readable): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk as Buffer)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** Compresses, seals and writes one part, and waits until it is on the disk. */
export async function writePart(
  crypto: CryptoProvider,
  path: string,
  context: string,
  source: Readable,
): Promise<void> {
  const packed = createGzip({ level: 2 });
  chain(source, packed);
  source.pipe(packed);
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(crypto.sealStream(packed, context));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opens one part; it fails when a single bit of it is another one. */
export function readPart(crypto: CryptoProvider, path: string, context: string): Readable {
  const sealed: ByteSource = createReadStream(path, { highWaterMark: 128 * 1024 });
  const opened = Readable.from(crypto.openStream(sealed, context), { objectMode: false });
  const unpacked = createGunzip();
  chain(opened, unpacked);
  return opened.pipe(unpacked);
}

export const partOf = {
  table: (name: string) => join("tables", name),
  file: (key: string) => join("files", key.slice(0, 2), key),
  files: "files.sealed",
  anchors: "anchors.sealed",
  manifest: "manifest.sealed",
  words: "backup.json",
} as const;
