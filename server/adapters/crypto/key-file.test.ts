import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAesProvider } from "./aes-provider.ts";
import { KeyFileError, loadKeys, rotateKeys } from "./key-file.ts";

let folder: string;
let keyFile: string;
const now = () => new Date("2026-10-09T08:00:00Z");

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "huhang-keys-"));
  keyFile = path.join(folder, "keys.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<KeyFileError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KeyFileError)) throw new Error("no KeyFileError", { cause: error });
  return error;
}

describe("the key file", () => {
  it("is made once, for its owner only, and read again as it is", async () => {
    keyFile = path.join(folder, "data", "keys.json");
    const made = await loadKeys({ keyFile, create: true, now });
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(keyFile))).mode & 0o777).toBe(0o700);
    expect(made.keys.get(made.active)?.created).toBe("2026-10-09T08:00:00.000Z");
    expect(made.keys.get(made.active)?.secret).toHaveLength(32);
    expect(await loadKeys({ keyFile, create: true })).toEqual(made);
    expect(await loadKeys({ keyFile, create: false })).toEqual(made);
    expect(await readdir(path.dirname(keyFile))).toEqual(["keys.json"]);
  });

  it("is the same one for all processes that start at once", async () => {
    const rings = await Promise.all(Array.from({ length: 12 }, () => loadKeys({ keyFile, create: true })));
    expect(new Set(rings.map((ring) => ring.active)).size).toBe(1);
    expect(await readdir(folder)).toEqual(["keys.json"]);
  });

  it("is not made where the operator must provide it", async () => {
    const error = await failure(loadKeys({ keyFile, create: false }));
    expect(error.code).toBe("key-file-missing");
    expect(error.message).toContain(keyFile);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is refused when anybody else could read it", async () => {
    await loadKeys({ keyFile, create: true });
    for (const mode of [0o640, 0o604, 0o660, 0o644, 0o620, 0o601]) {
      await chmod(keyFile, mode);
      const error = await failure(loadKeys({ keyFile, create: true }));
      expect(error.code).toBe("key-file-readable-by-others");
      expect(error.message).toContain("chmod 600");
    }
    await chmod(keyFile, 0o400);
    expect((await loadKeys({ keyFile, create: false })).keys.size).toBe(1);
  });

  it("is refused when malformed, without a word of its content", async () => {
    const good = Buffer.alloc(32, 7).toString("base64");
    const created = "2026-01-05T00:00:00.000Z";
    const bad = [
      "",
      "not json TOP-SECRET",
      "[]",
      JSON.stringify({ active: "a", keys: {} }),
      JSON.stringify({ active: "b", keys: { a: { created, secret: good } } }),
      JSON.stringify({ active: "toString", keys: { a: { created, secret: good } } }),
      JSON.stringify({ active: "a", keys: { a: { created, secret: Buffer.alloc(16, 7).toString("base64") } } }),
      JSON.stringify({ active: "a", keys: { a: { created, secret: "TOP-SECRET" } } }),
      JSON.stringify({ active: "A b", keys: { "A b": { created, secret: good } } }),
      JSON.stringify({ active: "a", keys: { a: { created: "yesterday", secret: good } } }),
    ];
    for (const content of bad) {
      await writeFile(keyFile, content, { mode: 0o600 });
      const error = await failure(loadKeys({ keyFile, create: true }));
      expect(error.code).toBe("key-file-malformed");
      expect(error.message).not.toContain("SECRET");
      expect(error.cause).toBeUndefined();
      expect(await readFile(keyFile, "utf8")).toBe(content);
    }
  });

  it("is refused when it cannot be read at all", async () => {
    await mkdir(keyFile, { mode: 0o700 });
    expect((await failure(loadKeys({ keyFile, create: true }))).code).toBe("key-file-unreadable");
  });
});

describe("rotation", () => {
  it("adds an active key and keeps the old ones", async () => {
    const before = await loadKeys({ keyFile, create: true });
    const sealed = createAesProvider(before).seal("kept", "c");
    const after = await rotateKeys({ keyFile, now });
    expect(after.active).not.toBe(before.active);
    expect([...after.keys.keys()]).toContain(before.active);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const crypto = createAesProvider(await loadKeys({ keyFile, create: false }));
    expect(crypto.open(sealed, "c").toString()).toBe("kept");
    expect(crypto.activeKeyId).toBe(after.active);
    expect(await readdir(folder)).toEqual(["keys.json"]);
  });

  it("loses no key when two run at once", async () => {
    await loadKeys({ keyFile, create: true });
    const results = await Promise.allSettled([
      rotateKeys({ keyFile }),
      rotateKeys({ keyFile }),
      rotateKeys({ keyFile }),
    ]);
    const done = results.filter((result) => result.status === "fulfilled");
    const ring = await loadKeys({ keyFile, create: false });
    expect(done.length).toBeGreaterThan(0);
    expect(ring.keys.size).toBe(1 + done.length);
    for (const { value } of done) expect(ring.keys.has(value.active)).toBe(true);
  });

  it("leaves the file alone when it cannot go on", async () => {
    expect((await failure(rotateKeys({ keyFile }))).code).toBe("key-file-missing");
    expect(await readdir(folder)).toEqual([]);
    await loadKeys({ keyFile, create: true });
    await writeFile(`${keyFile}.next`, "", { mode: 0o600 });
    expect((await failure(rotateKeys({ keyFile }))).code).toBe("key-file-busy");
  });
});
