import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileError } from "./file-error.ts";
import { createIntake, type Intake, type IntakeRequest } from "./intake.ts";
import { FILE_LIMITS } from "./limits.ts";
import { officeParts, phonePhoto, picture, samplePdf, temporaryStorage, zipOf } from "./test-samples.ts";

let place: Awaited<ReturnType<typeof temporaryStorage>>;
let intake: Intake;
beforeEach(async () => {
  place = await temporaryStorage();
  intake = createIntake({ storage: place.storage });
});
afterEach(() => place.dispose());

async function content(key: string): Promise<Buffer> {
  return Buffer.concat(await (await place.storage.open(key)).toArray());
}

const takeIn = (bytes: Uint8Array | string, declaredName: string, more: Partial<IntakeRequest> = {}) =>
  intake.takeIn(Readable.from([Buffer.from(bytes)], { objectMode: false }), { declaredName, ...more });

describe("taking in", () => {
  it("a photo keeps the clean picture and its thumbnail, and nothing of the original", async () => {
    const file = await takeIn(await phonePhoto(), "C:\\DCIM\\现场.JPG", { declaredType: "image/jpeg" });
    expect(file).toMatchObject({ name: "现场.jpg", mediaType: "image/jpeg", width: 800, height: 1200 });
    const bytes = await content(file.key);
    expect(bytes.length).toBe(file.size);
    expect(place.crypto.digest(bytes)).toEqual(file.sha256);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect((await sharp(await content(file.thumbKey ?? "")).metadata()).height).toBe(360);
    expect(await place.lying()).toHaveLength(2);
  });

  it("corrects the name when the kind changes", async () => {
    expect(await takeIn(await picture(60, 40).png().toBuffer(), "截图.png")).toMatchObject({
      name: "截图.jpg",
      mediaType: "image/jpeg",
    });
  });

  it("documents keeps them as they are", async () => {
    const pdf = samplePdf(200_000);
    const file = await takeIn(pdf, "合同.pdf", { declaredType: "application/pdf" });
    expect(file).toMatchObject({ name: "合同.pdf", mediaType: "application/pdf", size: pdf.length });
    expect(file.thumbKey).toBeUndefined();
    expect((await content(file.key)).equals(pdf)).toBe(true);
    const sheet = zipOf(officeParts("xlsx"));
    expect((await content((await takeIn(sheet, "表.xlsx")).key)).equals(sheet)).toBe(true);
    expect(await place.lying()).toHaveLength(2);
  });

  it("text of Chinese Windows keeps it as UTF-8", async () => {
    const file = await takeIn(Buffer.from([0xb6, 0xab, 0xd3, 0xaa, 0xca, 0xd0]), "说明.txt");
    expect(file).toMatchObject({ mediaType: "text/plain", size: 9 });
    expect((await content(file.key)).toString()).toBe("东营市");
    expect(await place.lying()).toHaveLength(1);
  });

  it("many at once gives each its own", async () => {
    const widths = Array.from({ length: 12 }, (_, index) => 100 + index);
    const files = await Promise.all(
      widths.map(async (width) => takeIn(await picture(width, 80).jpeg().toBuffer(), `${width}.jpg`)),
    );
    expect(files.map((file) => file.width)).toEqual(widths);
    expect(await place.lying()).toHaveLength(24);
    for (const file of files) await intake.discard(file);
    expect(await place.lying()).toEqual([]);
  });
});

/** The code of the refusal, after which nothing may lie in the storage. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(await place.lying()).toEqual([]);
  return error instanceof FileError ? error.code : error;
}

describe("refusing leaves nothing:", () => {
  it("a photo of 25 MB, without reading on", async () => {
    const jpeg = await picture(400, 300).jpeg().toBuffer();
    let read = 0;
    async function* endless(): AsyncGenerator<Buffer, void, undefined> {
      yield jpeg;
      for (read = jpeg.length; read < 25 * 1024 * 1024; read += 65_536) yield Buffer.alloc(65_536);
    }
    const source = Readable.from(endless(), { objectMode: false });
    const work = intake.takeIn(source, { declaredName: "a.jpg", declaredType: "image/jpeg" });
    expect(await refusal(work)).toBe("file-too-large");
    expect(source.destroyed).toBe(true);
    expect(read).toBeLessThan(21 * 1024 * 1024);
  });

  it("more than the caller allows, and never more than the engine does", async () => {
    expect(await refusal(takeIn("0123456789", "a.txt", { maxBytes: 9 }))).toBe("file-too-large");
    const strict = createIntake({ storage: place.storage, limits: { ...FILE_LIMITS, maxFileBytes: 9 } });
    const work = strict.takeIn(Readable.from([Buffer.alloc(10)]), { declaredName: "a.txt", maxBytes: 1000 });
    expect(await refusal(work)).toBe("file-too-large");
    const exact = await takeIn("0123456789", "a.txt", { maxBytes: 10 });
    await intake.discard(exact);
  });

  it("a part that the multipart parser has cut at a limit of its own", async () => {
    const source = Object.assign(Readable.from([Buffer.from("whole?")]), { truncated: true });
    expect(await refusal(intake.takeIn(source, { declaredName: "a.txt" }))).toBe("file-too-large");
  });

  it.each([
    ["an empty file", "", "a.jpg", "file-empty"],
    ["text named .jpg", "hello", "a.jpg", "file-content-mismatch"],
    ["a script in SVG", `<svg onload="alert(1)"/>`, "a.svg", "file-type-not-allowed"],
    ["half a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), "a.jpg", "file-damaged"],
    ["macros", zipOf({ ...officeParts("docx"), "word/vbaProject.bin": "x" }), "a.docx", "file-has-macros"],
  ])("%s", async (_what, bytes, name, code) => {
    expect(await refusal(takeIn(bytes, name))).toBe(code);
  });

  it("a sender that breaks off, before or in the middle, with or without an error", async () => {
    for (const reason of [undefined, new Error("ECONNRESET")]) {
      for (const bytes of [0, 300_000]) {
        const source = new Readable({ read() {} });
        if (bytes > 0) source.push(randomBytes(bytes));
        const work = intake.takeIn(source, { declaredName: "a.jpg" });
        setImmediate(() => source.destroy(reason));
        expect(await refusal(work)).toBe("file-interrupted");
      }
    }
  });

  it("a request that ends while its sender says no more", async () => {
    const request = new AbortController();
    const source = new Readable({ read() {} });
    source.push(randomBytes(300_000));
    const work = intake.takeIn(source, { declaredName: "a.jpg", signal: request.signal });
    setImmediate(() => request.abort());
    expect(await refusal(work)).toBe("file-interrupted");
    expect(source.destroyed).toBe(true);
  });

  it("a request that ended before its file was examined", async () => {
    const request = new AbortController();
    const source = Readable.from([await phonePhoto()]);
    source.once("end", () => request.abort());
    const work = intake.takeIn(source, { declaredName: "a.jpg", signal: request.signal });
    expect(await refusal(work)).toBe("file-interrupted");
  });
});
