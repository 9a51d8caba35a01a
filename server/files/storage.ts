import type { Readable } from "node:stream";
import type { ByteSource } from "#server/adapters/crypto/crypto-provider.ts";

/** What was kept; size in bytes and SHA-256 are those of the content, not of its encrypted form. */
export interface StoredFile {
  readonly key: string;
  readonly size: number;
  readonly sha256: Buffer;
}

export interface ListedFile {
  readonly key: string;
  /** By the clock of the machine that keeps the files, never a business time. */
  readonly storedAt: Date;
}

/**
 * Where the content of files lives, encrypted. Keys are random and say nothing; who may read which file is decided
 * before its key is used. All failures are FileErrors.
 */
export interface FileStorage {
  /** Keeps all of `source`, or nothing if it fails or the source breaks off (its own error is passed on). */
  put(source: ByteSource): Promise<StoredFile>;
  /**
   * The content. Resolves once the beginning has proved authentic, so that a missing or exchanged file can still be
   * answered with an error; later damage destroys the stream. It must be read to its end or destroyed.
   */
  open(key: string): Promise<Readable>;
  /** Removes for good; a key that is not there is no error. */
  remove(key: string): Promise<void>;
  /** All kept files, in no order. */
  list(): AsyncIterable<ListedFile>;
  /** Removes the remains of puts that a killed process began before `before`; returns their number. */
  dropUnfinished(before: Date): Promise<number>;
}
