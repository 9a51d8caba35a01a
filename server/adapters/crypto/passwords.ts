import { argon2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { PasswordCheck } from "./crypto-provider.ts";
import { equalBytes } from "./tokens.ts";

interface Cost {
  /** KiB */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's smallest recommended setting for argon2id; 30 to 50 ms of one core. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** A stored line may be old or foreign, but must not be able to ask for unbounded work. */
const MAX_COST: Cost = { memory: 1_048_576, passes: 16, parallelism: 16 };

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

const argon2Async = promisify(argon2);

/** argon2id as a PHC line: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Runs off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, HASH_BYTES, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** See `CryptoProvider.verifyPassword`. A line in another format does not match. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<PasswordCheck> {
  const parsed = stored === undefined ? undefined : parse(stored);
  if (parsed === undefined) {
    // The same work as for an existing account, so that timing does not tell which accounts exist.
    await derive(password, Buffer.alloc(SALT_BYTES), HASH_BYTES, COST);
    return { matches: false, outdated: false };
  }
  const hash = await derive(password, parsed.salt, parsed.hash.length, parsed.cost);
  const matches = equalBytes(hash, parsed.hash);
  const { memory, passes, parallelism } = parsed.cost;
  const current = memory === COST.memory && passes === COST.passes && parallelism === COST.parallelism;
  return { matches, outdated: matches && !current };
}

function derive(password: string, salt: Buffer, bytes: number, cost: Cost): Promise<Buffer> {
  // Two keyboards may spell the same character differently: compare by compatibility form.
  return argon2Async("argon2id", {
    message: password.normalize("NFKC"),
    nonce: salt,
    tagLength: bytes,
    memory: cost.memory,
    passes: cost.passes,
    parallelism: cost.parallelism,
  });
}

function parse(line: string): { cost: Cost; salt: Buffer; hash: Buffer } | undefined {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(line) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  };
  const bounded =
    cost.passes >= 1 &&
    cost.passes <= MAX_COST.passes &&
    cost.parallelism >= 1 &&
    cost.parallelism <= MAX_COST.parallelism &&
    cost.memory >= 8 * cost.parallelism &&
    cost.memory <= MAX_COST.memory;
  if (!bounded) return undefined;
  return { cost, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
