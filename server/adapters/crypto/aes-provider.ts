/**
 * The default provider on node:crypto: AES-256-GCM, HMAC-SHA-256, SHA-256, argon2id.
 *
 * Envelope of `seal`: format (1) | length of key id (1) | key id | nonce (12) | ciphertext | tag (16).
 * Nonces are random, so one key may seal about 2^32 values (NIST SP 800-38D §8.3): rotate long before.
 * The master key itself is never used: every use has its own HKDF-SHA-256 sub-key.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { CryptoError, type CryptoProvider, type RunningDigest } from "./crypto-provider.ts";
import type { KeyRing } from "./key-file.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { openFrames, sealFrames } from "./sealed-stream.ts";

const VALUE_FORMAT = 0x01;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createAesProvider(ring: KeyRing): CryptoProvider {
  const others = [...ring.keys.keys()].filter((id) => id !== ring.active);
  // Key objects: from bytes Node would make one anew at every use, which takes longer than a short HMAC.
  const subKeys = new Map<string, KeyObject>();

  function subKey(keyId: string, use: string): KeyObject {
    const name = `${keyId}/${use}`;
    const known = subKeys.get(name);
    if (known !== undefined) return known;
    const secret = ring.keys.get(keyId)?.secret;
    if (secret === undefined) throw new CryptoError("unknown-key");
    const derived = createSecretKey(Buffer.from(hkdfSync("sha256", secret, "huhang", use, 32)));
    subKeys.set(name, derived);
    return derived;
  }

  return {
    activeKeyId: ring.active,
    keyIds: [ring.active, ...others],

    seal(plain, context, module) {
      const id = Buffer.from(ring.active, "latin1");
      const head = Buffer.concat([Buffer.of(VALUE_FORMAT, id.length), id]);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", subKey(ring.active, useOf(module)), nonce, {
        authTagLength: TAG_BYTES,
      });
      cipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
      const body = cipher.update(typeof plain === "string" ? Buffer.from(plain) : plain);
      return Buffer.concat([head, nonce, body, cipher.final(), cipher.getAuthTag()]);
    },

    open(sealed, context, module) {
      const { keyId, head, rest } = splitEnvelope(sealed);
      const border = rest.length - TAG_BYTES;
      const decipher = createDecipheriv("aes-256-gcm", subKey(keyId, useOf(module)), rest.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
      decipher.setAuthTag(rest.subarray(border));
      const plain = decipher.update(rest.subarray(NONCE_BYTES, border));
      try {
        decipher.final();
      } catch {
        throw new CryptoError("sealed-data-damaged");
      }
      return plain;
    },

    sealStream: (source, context) => sealFrames(source, context, ring.active, subKey(ring.active, "seal-stream")),
    openStream: (source, context) => openFrames(source, context, (keyId) => subKey(keyId, "seal-stream")),

    mac: (purpose, data, keyId = ring.active) =>
      createHmac("sha256", subKey(keyId, `mac:${purpose}`))
        .update(data)
        .digest(),

    digest: (data) => hash("sha256", data, "buffer"),
    createDigest,
    hashPassword,
    verifyPassword,
  };
}

const useOf = (module: string | undefined) => (module === undefined ? "seal" : `seal:${module}`);

/**
 * The key id under which a value was sealed, so that a job can find and re-seal what an older key protects.
 * @throws CryptoError `unknown-format`, `sealed-data-damaged`
 */
export function sealedUnder(sealed: Uint8Array): string {
  return splitEnvelope(sealed).keyId;
}

function splitEnvelope(sealed: Uint8Array): { keyId: string; head: Buffer; rest: Buffer } {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
  if (bytes.length > 0 && bytes[0] !== VALUE_FORMAT) throw new CryptoError("unknown-format");
  const headLength = 2 + (bytes[1] ?? 0);
  if (bytes.length < headLength + NONCE_BYTES + TAG_BYTES) {
    throw new CryptoError("sealed-data-damaged");
  }
  const head = bytes.subarray(0, headLength);
  return { keyId: head.toString("latin1", 2), head, rest: bytes.subarray(headLength) };
}

function createDigest(): RunningDigest {
  const running = createHash("sha256");
  return {
    update(data) {
      running.update(data);
    },
    finish: () => running.digest(),
  };
}
