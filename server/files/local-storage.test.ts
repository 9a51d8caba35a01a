import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileError } from "./file-error.ts";
import { createLocalStorage } from "./local-storage.ts";
import { sweepStorage } from "./sweep.ts";
import { temporaryStorage } from "./test-samples.ts";

let place: Awaited<ReturnType<typeof temporaryStorage>>;
beforeEach(async () => {
  place = await temporaryStorage();
});
afterEach(() => place.dispose());

async function content(key: string): Promise<Buffer> {
  return Buffer.concat(await (await place.storage.open(key)).toArray());
}

/** Number of files that this process has open. */
const openFiles = async () => (await readdir("/dev/fd")).length;

const pathOf = (key: string) => path.join(place.folder, key.slice(0, 2), key);

describe("local storage", () => {
  it("gives back what was put, and says its size and digest", async () => {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 300_000]) {
      const bytes = randomBytes(size);
      const stored = await place.storage.put(Readable.from([bytes]));
      expect(stored.size).toBe(size);
      expect(stored.sha256).toEqual(place.crypto.digest(bytes));
      expect((await content(stored.key)).equals(bytes)).toBe(true);
    }
  });

  it("keeps nothing readable on disk and nothing readable by others", async () => {
    const { key } = await place.storage.put([Buffer.from("有事能联系、无事不打扰".repeat(100))]);
    const onDisk = await readFile(pathOf(key));
    expect(onDisk.includes("有事能联系")).toBe(false);
    expect((await stat(pathOf(key))).mode & 0o777).toBe(0o600);
    await chmod(place.folder, 0o755);
    await createLocalStorage({ folder: place.folder, crypto: place.crypto });
    for (const folder of [place.folder, path.dirname(pathOf(key)), path.join(place.folder, "unfinished")]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
  });

  it("takes many at once", async () => {
    const contents = Array.from({ length: 60 }, (_, index) => randomBytes(index * 4001));
    const stored = await Promise.all(contents.map((bytes) => place.storage.put([bytes])));
    expect(new Set(stored.map(({ key }) => key)).size).toBe(60);
    const back = await Promise.all(stored.map(({ key }) => content(key)));
    back.forEach((bytes, index) => expect(bytes.equals(contents[index] ?? Buffer.alloc(0))).toBe(true));
    expect(await place.lying()).toHaveLength(60);
  });

  it("removes for good, and twice is no error", async () => {
    const { key } = await place.storage.put([Buffer.from("x")]);
    await place.storage.remove(key);
    await place.storage.remove(key);
    await expect(place.storage.open(key)).rejects.toMatchObject({ code: "stored-file-missing" });
    expect(await place.lying()).toEqual([]);
  });

  it("never leaves its folder by a key", async () => {
    await writeFile(path.join(place.folder, "other"), "x");
    for (const key of ["../other", "other", "", "..", "a".repeat(32).toUpperCase(), `${"a".repeat(31)}/`]) {
      await expect(place.storage.open(key)).rejects.toMatchObject({ code: "stored-file-missing" });
      await place.storage.remove(key);
    }
    expect(await readFile(path.join(place.folder, "other"), "utf8")).toBe("x");
  });
});

describe("damage on disk", () => {
  it("at the beginning is an error of open, later one of the stream", async () => {
    const { key } = await place.storage.put([randomBytes(200_000)]);
    const whole = await readFile(pathOf(key));
    const flip = (at: number) => {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 1;
      return writeFile(pathOf(key), altered);
    };
    await flip(100);
    await expect(place.storage.open(key)).rejects.toMatchObject({ code: "stored-file-damaged" });
    await flip(whole.length - 1);
    await expect(content(key)).rejects.toMatchObject({ code: "stored-file-damaged" });
    await writeFile(pathOf(key), whole);
    expect(await content(key)).toHaveLength(200_000);
    await truncate(pathOf(key), 64 + 2 * (65_536 + 16));
    await expect(content(key)).rejects.toMatchObject({ code: "stored-file-damaged" });
    await truncate(pathOf(key), 0);
    await expect(place.storage.open(key)).rejects.toMatchObject({ code: "stored-file-damaged" });
  });

  it("by exchanging two files is found", async () => {
    const one = await place.storage.put([Buffer.from("one")]);
    const two = await place.storage.put([Buffer.from("two")]);
    await rename(pathOf(one.key), pathOf(two.key));
    await expect(place.storage.open(two.key)).rejects.toMatchObject({ code: "stored-file-damaged" });
  });
});

describe("a put that fails", () => {
  it("because its source breaks off leaves nothing and passes the reason on", async () => {
    for (const reason of [new Error("the line went dead"), undefined]) {
      const source = new Readable({ read() {} });
      source.push(randomBytes(150_000));
      const put = place.storage.put(source);
      source.destroy(reason);
      await expect(put).rejects.toThrow(reason?.message ?? "Premature close");
    }
    expect(await place.lying()).toEqual([]);
  });

  it("because there is no room is storage-full and leaves nothing", async () => {
    // A process whose files may not grow beyond 64 blocks: the kernel refuses the write, as on a full disk.
    const program = `
      import { createLocalStorage } from "#server/files/local-storage.ts";
      import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
      const keys = new Map([["k1", { created: "", secret: Buffer.alloc(32, 1) }]]);
      const crypto = createAesProvider({ active: "k1", keys });
      const storage = await createLocalStorage({ folder: process.argv[1], crypto });
      await storage.put([Buffer.alloc(1000)]);
      await storage.put([Buffer.alloc(500_000)]).catch((error) => process.stdout.write(error.code));`;
    const run = promisify(execFile);
    const { stdout } = await run(
      "sh",
      [
        "-c",
        'ulimit -f 64; exec "$0" --input-type=module-typescript -e "$1" "$2"',
        process.execPath,
        program,
        place.folder,
      ],
      { cwd: path.resolve(import.meta.dirname, "../..") },
    );
    expect(stdout).toBe("storage-full");
    expect(await place.lying()).toHaveLength(1);
  });

  it("because its folder is gone is storage-failed", async () => {
    await rm(place.folder, { recursive: true });
    const error: unknown = await place.storage.put([Buffer.from("x")]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: "storage-failed" });
  });
});

describe("readers that go away", () => {
  it("leave no file open, not even unread", async () => {
    const { key } = await place.storage.put([randomBytes(500_000)]);
    const before = await openFiles();
    let most = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      const stream = await place.storage.open(key);
      if (turn % 10 === 0) await once(stream, "readable");
      stream.destroy();
      most = Math.max(most, await openFiles());
    }
    // Closing takes a moment, and other tests of this process open files meanwhile.
    expect(most).toBeLessThan(before + 100);
  });
});

describe("sweeping", () => {
  it("removes what no row refers to and what a killed process left, but nothing young", async () => {
    const old = new Date("2026-01-01T00:00:00Z");
    const age = (file: string) => utimes(file, old, old);
    const kept = await place.storage.put([Buffer.from("kept")]);
    const orphan = await place.storage.put([Buffer.from("orphan")]);
    const young = await place.storage.put([Buffer.from("young")]);
    const left = path.join(place.folder, "unfinished", "0".repeat(32));
    await writeFile(left, "half");
    await age(left);
    await age(pathOf(kept.key));
    await age(pathOf(orphan.key));

    const again = await createLocalStorage({ folder: place.folder, crypto: place.crypto });
    const asked: string[] = [];
    const result = await sweepStorage(
      again,
      async (keys) => {
        asked.push(...keys);
        return new Set([kept.key]);
      },
      new Date("2026-01-02T00:00:00Z"),
    );
    expect(result).toEqual({ orphans: 1, unfinished: 1 });
    expect(asked.toSorted()).toEqual([kept.key, orphan.key].toSorted());
    expect((await place.lying()).toSorted()).toEqual([pathOf(kept.key), pathOf(young.key)].toSorted());
  });
});
