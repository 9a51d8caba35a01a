import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAesProvider, sealedUnder } from "./aes-provider.ts";
import { CryptoError } from "./crypto-provider.ts";
import type { KeyRing } from "./key-file.ts";
import { equalBytes, randomToken } from "./tokens.ts";

const first = { created: "2026-01-05T00:00:00.000Z", secret: randomBytes(32) };
const second = { created: "2026-06-01T00:00:00.000Z", secret: randomBytes(32) };
const ring: KeyRing = { active: "k1", keys: new Map([["k1", first]]) };
const rotated: KeyRing = {
  active: "k2",
  keys: new Map([
    ["k1", first],
    ["k2", second],
  ]),
};
const crypto = createAesProvider(ring);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
  return "opened";
}

describe("sealed values", () => {
  it("open to what was sealed, under the same context only", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), fc.string(), (plain, context, other) => {
        const sealed = crypto.seal(plain, context);
        expect(crypto.open(sealed, context)).toEqual(Buffer.from(plain));
        if (Buffer.from(other).equals(Buffer.from(context))) return;
        expect(codeOf(() => crypto.open(sealed, other))).toBe("sealed-data-damaged");
      }),
    );
    expect(crypto.open(crypto.seal("东营市 13800000000", "account.phone:17"), "account.phone:17").toString()).toBe(
      "东营市 13800000000",
    );
  });

  it("differ each time, so equal values cannot be recognised", () => {
    expect(crypto.seal("same", "c")).not.toEqual(crypto.seal("same", "c"));
  });

  it("refuse every flipped bit and every cut", () => {
    const sealed = crypto.seal("110105194912310", "person.idNo:9");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(codeOf(() => crypto.open(altered, "person.idNo:9"))).not.toBe("opened");
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(codeOf(() => crypto.open(sealed.subarray(0, length), "person.idNo:9"))).toBe("sealed-data-damaged");
    }
    expect(codeOf(() => crypto.open(Buffer.concat([sealed, Buffer.of(0)]), "person.idNo:9"))).toBe(
      "sealed-data-damaged",
    );
  });

  it("open after a rotation, while new ones are sealed under the new key", () => {
    const later = createAesProvider(rotated);
    const old = crypto.seal("old", "c");
    expect(later.open(old, "c").toString()).toBe("old");
    expect(sealedUnder(old)).toBe("k1");
    expect(sealedUnder(later.seal("new", "c"))).toBe("k2");
    expect(codeOf(() => crypto.open(later.seal("new", "c"), "c"))).toBe("unknown-key");
    expect(later.keyIds).toEqual(["k2", "k1"]);
  });

  it("name a format of another provider as unknown", () => {
    const foreign = crypto.seal("x", "c");
    foreign[0] = 0x11;
    expect(codeOf(() => crypto.open(foreign, "c"))).toBe("unknown-format");
  });
});

describe("digests", () => {
  it("are SHA-256, in one go or piece by piece", () => {
    const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(crypto.digest("abc").toString("hex")).toBe(expected);
    const running = crypto.createDigest();
    running.update(Buffer.from("a"));
    running.update(Buffer.from("bc"));
    expect(running.finish().toString("hex")).toBe(expected);
  });

  it("with a key depend on purpose, module, key and data, and on nothing else", () => {
    const later = createAesProvider(rotated);
    const macs = [
      crypto.mac("audit", "row"),
      crypto.mac("audit", "row2"),
      crypto.mac("session", "row"),
      crypto.mac("idempotency", "row"),
      crypto.mac("file", "row"),
      crypto.mac("blind-index:dispute", "row"),
      crypto.mac("blind-index:appeal", "row"),
      later.mac("audit", "row"),
    ].map((mac) => mac.toString("hex"));
    expect(new Set(macs).size).toBe(macs.length);
    expect(later.mac("audit", "row", "k1").toString("hex")).toBe(macs[0]);
    expect(crypto.mac("audit", "row")).toHaveLength(32);
    expect(codeOf(() => crypto.mac("audit", "row", "k9"))).toBe("unknown-key");
  });
});

describe("tokens", () => {
  it("are random, URL-safe and compared as a whole", () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken()).not.toBe(randomToken());
    expect(equalBytes(Buffer.from("abc"), Buffer.from("abc"))).toBe(true);
    expect(equalBytes(Buffer.from("abc"), Buffer.from("abd"))).toBe(false);
    expect(equalBytes(Buffer.from("abc"), Buffer.from("abcd"))).toBe(false);
  });
});
