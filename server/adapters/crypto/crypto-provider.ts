/**
 * The one door to cryptography (decision 30, domain S2).
 * Everything that protects data at rest goes through this interface, so that a provider on SM2/SM3/SM4 or a
 * hardware module can take the place of the default one without a change elsewhere. Every sealed value begins
 * with a format byte and the id of its key: values of an older key or provider stay recognisable.
 */
export interface CryptoProvider {
  /** The key that seals and signs from now on; kept beside a MAC so that it can be checked after a rotation. */
  readonly activeKeyId: string;
  /** All usable keys, the active one first (a blind index is looked up under each of them). */
  readonly keyIds: readonly string[];

  /**
   * Encrypts and authenticates a short value. `context` says where it belongs, for example `account.phone:17`;
   * it is not stored, and the value opens only under the same context, so it cannot be moved to another row.
   * `module` gives each module a key of its own, so that what one holds is of no use in another (GR-7).
   */
  seal(plain: Uint8Array | string, context: string, module?: string): Buffer;
  /** @throws CryptoError `sealed-data-damaged` (altered, or another context), `unknown-key`, `unknown-format` */
  open(sealed: Uint8Array, context: string, module?: string): Buffer;

  /** Like `seal` for content of any length; memory stays at a few frames. */
  sealStream(source: ByteSource, context: string): AsyncGenerator<Buffer, void, undefined>;
  /**
   * Like `open`. Each piece that comes out is authentic and in its place, but only the normal end says that
   * nothing is missing: whoever passes pieces on early must break off when this throws.
   */
  openStream(source: ByteSource, context: string): AsyncGenerator<Buffer, void, undefined>;

  /** Keyed digest (32 bytes) under a sub-key of its own for each purpose; `keyId` defaults to the active key. */
  mac(purpose: MacPurpose, data: Uint8Array | string, keyId?: string): Buffer;

  /** Unkeyed digest, 32 bytes. */
  digest(data: Uint8Array | string): Buffer;
  createDigest(): RunningDigest;

  /** Slow, salted hash of a password as one line of text that names its own parameters. */
  hashPassword(password: string): Promise<string>;
  /**
   * Compares in the same time whether or not there is such an account: pass `undefined` when there is none.
   * `outdated` asks the caller to hash the password anew (the parameters have since been raised).
   */
  verifyPassword(password: string, stored: string | undefined): Promise<PasswordCheck>;
}

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Blind indexes are keyed per module, so that the rows of two modules cannot be joined by person (GR-7). */
export type MacPurpose =
  | "audit"
  | "audit-chain"
  | "audit-export"
  | "idempotency"
  | "session"
  | "known-device"
  | "file"
  | "access-code"
  | "recovery-code"
  | "account-recovery"
  | "identity"
  | `blind-index:${string}`
  | `effect:${string}`;

export interface RunningDigest {
  update(data: Uint8Array): void;
  finish(): Buffer;
}

export interface PasswordCheck {
  readonly matches: boolean;
  readonly outdated: boolean;
}

export type CryptoErrorCode = "sealed-data-damaged" | "unknown-key" | "unknown-format";

/** Something sealed cannot be opened. The message never holds content or key material. */
export class CryptoError extends Error {
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode) {
    super(code);
    this.name = "CryptoError";
    this.code = code;
  }
}
