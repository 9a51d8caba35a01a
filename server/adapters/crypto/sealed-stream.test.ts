import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAesProvider } from "./aes-provider.ts";
import { CryptoError } from "./crypto-provider.ts";
import { FRAME_BYTES, sealedLength } from "./sealed-stream.ts";

const key = { created: "2026-01-05T00:00:00.000Z", secret: randomBytes(32) };
const crypto = createAesProvider({ active: "k1", keys: new Map([["k1", key]]) });
const HEADER = 64;
const SEALED_FRAME = FRAME_BYTES + 16;

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const seal = (plain: Uint8Array, context = "file:1") => gather(crypto.sealStream([plain], context));

async function outcome(sealed: Uint8Array, context = "file:1"): Promise<string> {
  try {
    await gather(crypto.openStream([sealed], context));
    return "opened";
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
}

/** Pieces of the given lengths, over and over, until the bytes are used up. */
function* pieces(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let offset = 0;
  for (let turn = 0; offset < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield bytes.subarray(offset, offset + length);
    offset += length;
  }
}

const nearBorder = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -20, max: 20 }))
  .map(([frames, by]) => Math.max(0, frames * FRAME_BYTES + by));
const sizes = fc.oneof(nearBorder, fc.integer({ min: 0, max: 4 * FRAME_BYTES }));
const cuts = fc.array(fc.integer({ min: 1, max: 2 * FRAME_BYTES }), { minLength: 1, maxLength: 4 });

describe("sealed streams", () => {
  it("open to what was sealed, however the bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, cuts, cuts, async (size, inward, outward) => {
        const plain = randomBytes(size);
        const sealed = await gather(crypto.sealStream(pieces(plain, inward), "file:1"));
        expect(sealed.length).toBe(sealedLength(size));
        const opened = await gather(crypto.openStream(pieces(sealed, outward), "file:1"));
        expect(opened.equals(plain)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("refuse any flipped bit", async () => {
    const sealed = await seal(randomBytes(2 * FRAME_BYTES + 100));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: sealed.length * 8 - 1 }), async (bit) => {
        const altered = Buffer.from(sealed);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await outcome(altered)).not.toBe("opened");
      }),
    );
    for (let byte = 0; byte < HEADER; byte += 1) {
      const altered = Buffer.from(sealed);
      altered[byte] = (altered[byte] ?? 0) ^ 1;
      expect(await outcome(altered)).not.toBe("opened");
    }
  });

  it("refuse any cut, also exactly between frames", async () => {
    const sealed = await seal(randomBytes(3 * FRAME_BYTES));
    const borders = [0, 1, HEADER - 1, HEADER, HEADER + 16, HEADER + SEALED_FRAME, HEADER + 2 * SEALED_FRAME];
    for (const length of borders) expect(await outcome(sealed.subarray(0, length))).toBe("sealed-data-damaged");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: sealed.length - 1 }), async (length) => {
        expect(await outcome(sealed.subarray(0, length))).toBe("sealed-data-damaged");
      }),
      { numRuns: 40 },
    );
  });

  it("refuse frames that are moved, repeated, left out, added or taken from another file", async () => {
    const plain = randomBytes(4 * FRAME_BYTES);
    const sealed = await seal(plain);
    const other = await seal(plain);
    const head = sealed.subarray(0, HEADER);
    const [a, b, c, d] = [0, 1, 2, 3].map((index) =>
      sealed.subarray(HEADER + index * SEALED_FRAME, HEADER + (index + 1) * SEALED_FRAME),
    ) as [Buffer, Buffer, Buffer, Buffer];
    expect(await outcome(Buffer.concat([head, a, b, c, d]))).toBe("opened");
    const forged = [
      [head, b, a, c, d],
      [head, a, b, b, d],
      [head, a, c, d],
      [head, a, b, c, d, d],
      [head, a, b, c, d, Buffer.alloc(16)],
      [head, d],
      [head, other.subarray(HEADER, HEADER + SEALED_FRAME), b, c, d],
      [other.subarray(0, HEADER), a, b, c, d],
    ];
    for (const frames of forged) expect(await outcome(Buffer.concat(frames))).toBe("sealed-data-damaged");
  });

  it("refuse another context, key and format", async () => {
    const sealed = await seal(Buffer.from("content"));
    expect(await outcome(sealed, "file:2")).toBe("sealed-data-damaged");
    const stranger = createAesProvider({ active: "k2", keys: new Map([["k2", { ...key, secret: randomBytes(32) }]]) });
    await expect(gather(stranger.openStream([sealed], "file:1"))).rejects.toMatchObject({ code: "unknown-key" });
    const impostor = createAesProvider({ active: "k1", keys: new Map([["k1", { ...key, secret: randomBytes(32) }]]) });
    await expect(gather(impostor.openStream([sealed], "file:1"))).rejects.toMatchObject({
      code: "sealed-data-damaged",
    });
    expect(await outcome(crypto.seal(randomBytes(200), "file:1"))).toBe("unknown-format");
  });

  it("open after a rotation", async () => {
    const sealed = await seal(Buffer.from("content"));
    const later = createAesProvider({
      active: "k2",
      keys: new Map([
        ["k1", key],
        ["k2", { ...key, secret: randomBytes(32) }],
      ]),
    });
    expect((await gather(later.openStream([sealed], "file:1"))).toString()).toBe("content");
  });

  it("let go of their source when the reader stops", async () => {
    let released = false;
    async function* source(): AsyncGenerator<Buffer, void, undefined> {
      try {
        while (true) yield randomBytes(FRAME_BYTES);
      } finally {
        released = true;
      }
    }
    for await (const piece of crypto.sealStream(source(), "file:1")) {
      if (piece.length > HEADER) break;
    }
    expect(released).toBe(true);
  });
});
