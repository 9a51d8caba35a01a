/**
 * Content of any length, sealed in frames (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár 2015,
 * with the same counter-and-flag nonce as the age file format).
 *
 *   header  64 bytes: format (1) | length of key id (1) | key id, zero-padded (30) | random salt (32)
 *   frames  AES-256-GCM of 65 536 bytes of content + 16 bytes of tag; the last one holds 0 to 65 536 bytes
 *
 * Each file has a key of its own, HKDF-SHA-256 from the sub-key and the salt, so a counter can serve as nonce:
 * number of the frame (11 bytes, big-endian) | 1 for the last frame, else 0 (1 byte). A frame that is altered, moved,
 * repeated, left out, cut off or added no longer opens; header and context are authenticated with every frame.
 */
import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { type ByteSource, CryptoError } from "./crypto-provider.ts";

export const FRAME_BYTES = 65_536;
export const STREAM_FORMAT = 0x02;

const TAG_BYTES = 16;
const KEY_ID_BYTES = 30;
const SALT_BYTES = 32;
const SALT_AT = 2 + KEY_ID_BYTES;
const HEADER_BYTES = SALT_AT + SALT_BYTES;

/** Bytes that `bytes` of content take when sealed. */
export function sealedLength(bytes: number): number {
  return HEADER_BYTES + bytes + TAG_BYTES * Math.max(1, Math.ceil(bytes / FRAME_BYTES));
}

/** Seals `source` under the sub-key of `keyId`; yields the header, then one buffer per frame. */
export async function* sealFrames(
  source: ByteSource,
  context: string,
  keyId: string,
  subKey: KeyObject,
): AsyncGenerator<Buffer, void, undefined> {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = STREAM_FORMAT;
  header[1] = header.write(keyId, 2, KEY_ID_BYTES, "latin1");
  randomBytes(SALT_BYTES).copy(header, SALT_AT);
  yield header;

  const key = fileKey(subKey, header);
  const aad = Buffer.concat([header, Buffer.from(context)]);
  let index = 0;
  for await (const { bytes, last } of cut(source, FRAME_BYTES, FRAME_BYTES)) {
    const cipher = createCipheriv("aes-256-gcm", key, nonce(index, last), {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(aad);
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    index += 1;
  }
}

/**
 * Opens what `sealFrames` wrote. `subKeyOf` finds the sub-key of a key id.
 * @throws CryptoError `sealed-data-damaged`, `unknown-format`, or what `subKeyOf` throws
 */
export async function* openFrames(
  source: ByteSource,
  context: string,
  subKeyOf: (keyId: string) => KeyObject,
): AsyncGenerator<Buffer, void, undefined> {
  let opening: { key: Buffer; aad: Buffer } | undefined;
  let index = 0;
  for await (const { bytes, last } of cut(source, HEADER_BYTES, FRAME_BYTES + TAG_BYTES)) {
    if (opening === undefined) {
      if (last) throw new CryptoError("sealed-data-damaged");
      const header = Buffer.from(bytes);
      if (header[0] !== STREAM_FORMAT) throw new CryptoError("unknown-format");
      const keyId = header.toString("latin1", 2, 2 + Math.min(header[1] ?? 0, KEY_ID_BYTES));
      opening = {
        key: fileKey(subKeyOf(keyId), header),
        aad: Buffer.concat([header, Buffer.from(context)]),
      };
      continue;
    }
    if (bytes.length < TAG_BYTES) throw new CryptoError("sealed-data-damaged");
    yield openFrame(bytes, opening, nonce(index, last));
    index += 1;
  }
}

function openFrame(frame: Uint8Array, { key, aad }: { key: Buffer; aad: Buffer }, iv: Buffer): Buffer {
  const border = frame.length - TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(frame.subarray(border));
  const plain = decipher.update(frame.subarray(0, border));
  try {
    decipher.final();
  } catch {
    throw new CryptoError("sealed-data-damaged");
  }
  return plain;
}

function fileKey(subKey: KeyObject, header: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", subKey, header.subarray(SALT_AT), "sealed stream", 32));
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(index, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

/** Cuts a source into one piece of `first` bytes and then pieces of `size`; exactly the final one is `last`. */
async function* cut(
  source: ByteSource,
  first: number,
  size: number,
): AsyncGenerator<{ bytes: Uint8Array; last: boolean }, void, undefined> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let wanted = first;
  for await (const chunk of source) {
    pending.push(chunk);
    length += chunk.length;
    if (length <= wanted) continue;
    const whole = joined(pending, length);
    let offset = 0;
    // Strictly more than one piece: the last piece must still be in hand when the source ends.
    while (length - offset > wanted) {
      yield { bytes: whole.subarray(offset, offset + wanted), last: false };
      offset += wanted;
      wanted = size;
    }
    pending = [whole.subarray(offset)];
    length -= offset;
  }
  yield { bytes: joined(pending, length), last: true };
}

function joined(chunks: Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}
