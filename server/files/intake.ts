/**
 * Takes in one file: received straight into encrypted storage (memory stays small however many arrive at once), then
 * examined, images written anew, and either all of it kept or nothing.
 */
import { addAbortSignal, type Readable } from "node:stream";
import { FileError } from "./file-error.ts";
import { FILE_KINDS } from "./kinds.ts";
import { FILE_LIMITS, type FileLimits } from "./limits.ts";
import { cleanName, nameFor } from "./names.ts";
import { sanitizeImage } from "./sanitize.ts";
import { sniff, type TextEncodingName } from "./sniff.ts";
import type { FileStorage, StoredFile } from "./storage.ts";

export interface IntakeRequest {
  readonly declaredName: string;
  readonly declaredType?: string | undefined;
  /** Bytes; the limit of the engine unless a caller wants less. */
  readonly maxBytes?: number;
  /** Ends the intake when the request ends. */
  readonly signal?: AbortSignal;
}

/** A file as kept: size and digest are those of the kept content, not of the one received. */
export interface TakenFile {
  /** For display and saving; its ending fits the content. */
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: Buffer;
  readonly key: string;
  /** Images only, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Images only; WebP. */
  readonly thumbKey?: string;
}

export interface Intake {
  /**
   * Destroys `source` when it refuses early, and leaves nothing behind when it throws: the request that the source is
   * part of is then to be let go by `releaseRequest`.
   * @throws FileError
   */
  takeIn(source: Readable, request: IntakeRequest): Promise<TakenFile>;
  /** Takes back a file whose transaction failed. */
  discard(file: Pick<TakenFile, "key" | "thumbKey">): Promise<void>;
}

export function createIntake(options: { storage: FileStorage; limits?: FileLimits }): Intake {
  const { storage, limits = FILE_LIMITS } = options;
  const inTurn = limitParallel(limits.parallel);

  async function takeIn(source: Readable, request: IntakeRequest): Promise<TakenFile> {
    const { signal, maxBytes = limits.maxFileBytes } = request;
    // The sender may break off before the first read; an error that nobody listens to would end the process.
    source.on("error", () => {});
    const kept: string[] = [];
    const keep = async (content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredFile> => {
      const stored = await storage.put(content);
      kept.push(stored.key);
      return stored;
    };
    try {
      const received = await keep(receive(source, Math.min(maxBytes, limits.maxFileBytes), signal));
      const file = await inTurn(() => examine(received, request, keep));
      if (signal?.aborted === true) throw new FileError("file-interrupted");
      const stays = [file.key, file.thumbKey];
      await removeAll(kept.filter((key) => !stays.includes(key)));
      return file;
    } catch (error) {
      await removeAll(kept);
      throw error;
    }
  }

  async function examine(
    received: StoredFile,
    request: IntakeRequest,
    keep: (content: Iterable<Uint8Array>) => Promise<StoredFile>,
  ): Promise<TakenFile> {
    if (request.signal?.aborted === true) throw new FileError("file-interrupted");
    const bytes = await readAll(await storage.open(received.key), received.size);
    const cleaned = cleanName(request.declaredName);
    const finding = await sniff(bytes, { name: cleaned, type: request.declaredType }, limits);
    if (!finding.ok) throw new FileError(finding.code);

    const { kind } = finding;
    if (kind === "jpeg" || kind === "png" || kind === "webp") {
      const image = await sanitizeImage(bytes, kind, limits);
      const picture = await keep([image.bytes]);
      const thumbnail = await keep([image.thumbnail]);
      return {
        name: nameFor(cleaned, image.kind, limits.maxNameLength),
        mediaType: FILE_KINDS[image.kind].mediaType,
        ...picture,
        width: image.width,
        height: image.height,
        thumbKey: thumbnail.key,
      };
    }
    const stored = kind === "text" ? await keepText(received, bytes, finding.textEncoding, keep) : received;
    return { name: nameFor(cleaned, kind, limits.maxNameLength), mediaType: FILE_KINDS[kind].mediaType, ...stored };
  }

  async function removeAll(keys: readonly string[]): Promise<void> {
    for (const key of keys) await storage.remove(key);
  }

  return {
    takeIn,
    discard: ({ key, thumbKey }) => removeAll(thumbKey === undefined ? [key] : [key, thumbKey]),
  };
}

/** Text is served as UTF-8, so that is how it is kept. */
function keepText(
  received: StoredFile,
  bytes: Buffer,
  encoding: TextEncodingName | undefined,
  keep: (content: Iterable<Uint8Array>) => Promise<StoredFile>,
): Promise<StoredFile> | StoredFile {
  return encoding === "gb18030" ? keep([Buffer.from(new TextDecoder("gb18030").decode(bytes))]) : received;
}

/** Passes a source on and breaks off at the limit. An early end of any sort is `file-interrupted`. */
async function* receive(
  source: Readable & { readonly truncated?: boolean },
  maxBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (signal !== undefined) addAbortSignal(signal, source);
  let size = 0;
  try {
    for await (const chunk of source) {
      const bytes: Uint8Array = chunk;
      size += bytes.length;
      if (size > maxBytes) throw new FileError("file-too-large");
      yield bytes;
    }
  } catch (error) {
    throw error instanceof FileError ? error : new FileError("file-interrupted", { cause: error });
  }
  // A multipart parser with a limit of its own ends the stream there as if it were whole.
  if (source.truncated === true) throw new FileError("file-too-large");
}

async function readAll(stream: Readable, size: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks, size);
}

/** Runs at most `limit` of the given works at once, the others in the order they came. */
function limitParallel(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given up: nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
