import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { FILE_LIMITS } from "./limits.ts";
import { refusalFor, sanitizeImage, type ImageKind } from "./sanitize.ts";
import { phonePhoto, picture } from "./test-samples.ts";

const clean = (bytes: Buffer, kind: ImageKind, limits = FILE_LIMITS) => sanitizeImage(bytes, kind, limits);

describe("an image written anew", () => {
  it("loses place, camera, owner and everything else but its pixels, in picture and thumbnail", async () => {
    const photo = await phonePhoto();
    const before = await sharp(photo).metadata();
    expect(before.exif?.includes("SampleOwner")).toBe(true);
    expect(before.exif?.includes(Buffer.from([0x25, 0x88]))).toBe(true); // the pointer to the GPS block, either way round
    expect(before.xmp).toBeDefined();

    const image = await clean(photo, "jpeg");
    for (const bytes of [image.bytes, image.thumbnail]) {
      const { exif, xmp, iptc, icc, orientation, comments } = await sharp(bytes).metadata();
      expect({ exif, xmp, iptc, icc, orientation, comments }).toEqual({});
      for (const trace of ["SampleOwner", "SampleCam", "SampleXmp", "Exif", "GPS"])
        expect(bytes.includes(trace)).toBe(false);
    }
  });

  it("stands upright", async () => {
    const image = await clean(await phonePhoto(1200, 800), "jpeg");
    expect([image.width, image.height]).toEqual([800, 1200]);
  });

  it("loses what hides behind or between the picture", async () => {
    const script = "<script>alert(document.domain)</script>";
    const jpeg = await picture(300, 200).jpeg().toBuffer();
    const comment = Buffer.concat([Buffer.of(0xff, 0xfe, 0, script.length + 2), Buffer.from(script)]);
    const polyglot = Buffer.concat([
      jpeg.subarray(0, 2),
      comment,
      jpeg.subarray(2),
      Buffer.from(`PK\u0003\u0004${script}`),
    ]);
    const image = await clean(polyglot, "jpeg");
    expect(image.bytes.includes("script")).toBe(false);
    expect(image.bytes.includes("PK\u0003\u0004")).toBe(false);
  });

  it("fits the limits, and is never enlarged", async () => {
    const large = await clean(await picture(4000, 3000).jpeg().toBuffer(), "jpeg");
    expect([large.width, large.height]).toEqual([2560, 1920]);
    const { format, width, height } = await sharp(large.thumbnail).metadata();
    expect({ format, width, height }).toEqual({ format: "webp", width: 360, height: 270 });
    const small = await clean(await picture(50, 40).webp().toBuffer(), "webp");
    expect([small.kind, small.width, small.height]).toEqual(["webp", 50, 40]);
    expect((await sharp(small.thumbnail).metadata()).width).toBe(50);
  });

  it("stays readable as a long screenshot of a chat", async () => {
    const limits = { ...FILE_LIMITS, imageEdge: 256, stripWidth: 108, stripEdge: 1600, thumbEdge: 36 };
    const image = await clean(await picture(108, 900).jpeg().toBuffer(), "jpeg", limits);
    expect([image.width, image.height]).toEqual([108, 900]);
    const { width, height } = await sharp(image.thumbnail).metadata();
    expect([width, height]).toEqual([36, 36]);
    const longer = await clean(await picture(70, 2000).png().toBuffer(), "png", limits);
    expect([longer.width, longer.height]).toEqual([56, 1600]);
    const wide = await clean(await picture(600, 150).jpeg().toBuffer(), "jpeg", limits);
    expect([wide.width, wide.height]).toEqual([432, 108]);
  });

  it("keeps transparency; other PNG becomes JPEG with full colour resolution", async () => {
    const see = await clean(await picture(100, 80, 4).png().toBuffer(), "png");
    expect(see.kind).toBe("png");
    expect((await sharp(see.bytes).metadata()).hasAlpha).toBe(true);
    const opaque = await clean(await picture(100, 80).png().toBuffer(), "png");
    expect(opaque.kind).toBe("jpeg");
    expect((await sharp(opaque.bytes).metadata()).chromaSubsampling).toBe("4:4:4");
  });

  it("comes out of print colours, deep and moving images too", async () => {
    const cmyk = await clean(await picture(80, 60).toColourspace("cmyk").jpeg().toBuffer(), "jpeg");
    expect((await sharp(cmyk.bytes).metadata()).space).toBe("srgb");
    const deep = await clean(await picture(80, 60, 4).toColourspace("rgb16").png().toBuffer(), "png");
    expect((await sharp(deep.bytes).metadata()).depth).toBe("uchar");
    const frames = [await picture(60, 40).png().toBuffer(), await picture(60, 40).negate().png().toBuffer()];
    const moving = await sharp(frames, { join: { animated: true } })
      .webp({ delay: [100, 100] })
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const still = await clean(moving, "webp");
    expect((await sharp(still.bytes).metadata()).pages ?? 1).toBe(1);
    expect([still.width, still.height]).toEqual([60, 40]);
  });
});

describe("an image is refused", () => {
  it("when it is cut off, scrambled or not what it was taken for", async () => {
    const photo = await picture(1200, 900).jpeg().toBuffer();
    await expect(clean(photo.subarray(0, photo.length / 2), "jpeg")).rejects.toMatchObject({ code: "file-damaged" });
    await expect(clean(photo.subarray(0, 20), "jpeg")).rejects.toMatchObject({ code: "file-damaged" });
    await expect(clean(photo, "png")).rejects.toMatchObject({ code: "file-damaged" });
    const png = await picture(300, 200).png().toBuffer();
    png.fill(0xaa, 200, 260);
    await expect(clean(png, "png")).rejects.toMatchObject({ code: "file-damaged" });
  });

  it("when it would unfold to too many pixels, before it is unfolded", async () => {
    const bomb = await picture(8, 8).png().toBuffer();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    await expect(clean(bomb, "png")).rejects.toMatchObject({ code: "file-too-many-pixels" });
    const strict = { ...FILE_LIMITS, maxPixels: 100 * 100 };
    expect((await clean(await picture(100, 100).jpeg().toBuffer(), "jpeg", strict)).width).toBe(100);
    const larger = await picture(101, 100).jpeg().toBuffer();
    await expect(clean(larger, "jpeg", strict)).rejects.toMatchObject({ code: "file-too-many-pixels" });
  });

  it("when it takes too long", async () => {
    const endless = sharp({ create: { width: 4000, height: 4000, channels: 3, background: "grey" } })
      .blur(200)
      .timeout({ seconds: 1 })
      .toBuffer();
    const error: unknown = await endless.catch((reason: unknown) => reason);
    expect(refusalFor(error).code).toBe("file-processing-timeout");
    expect(refusalFor(new Error("bad seek")).code).toBe("file-damaged");
  });
});
