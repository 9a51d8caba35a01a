/** Sample files for the tests of this folder, made on the spot: nothing binary lies in the repository. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { createLocalStorage } from "./local-storage.ts";

/** A storage in a folder of its own under the system's temporary folder. */
export async function temporaryStorage() {
  const folder = await mkdtemp(path.join(tmpdir(), "huhang-files-"));
  const key = { created: "2026-01-05T00:00:00.000Z", secret: randomBytes(32) };
  const crypto = createAesProvider({ active: "k1", keys: new Map([["k1", key]]) });
  return {
    folder,
    crypto,
    storage: await createLocalStorage({ folder, crypto }),
    /** Paths of everything that lies in it, unfinished files included. */
    async lying(): Promise<string[]> {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A picture with soft structure, so that it compresses like a photo. */
export function picture(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const small = 64;
  const pixels = Buffer.alloc(small * small * channels);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = (index * 37 + (index >> 7) * 11) & 0xff;
  return sharp(pixels, { raw: { width: small, height: small, channels } }).resize(width, height, { fit: "fill" });
}

/** A photo as a phone sends it: place, camera, owner, time, a comment, and turned on its side. */
export function phonePhoto(width = 1200, height = 800): Promise<Buffer> {
  return picture(width, height)
    .withExif({
      IFD0: { Make: "SampleCam", Model: "Model-X", Artist: "SampleOwner", Copyright: "SampleOwner" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "37/1 27/1 0/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "118/1 40/1 0/1",
      },
    })
    .withMetadata({ orientation: 6 })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><SampleXmp/></x:xmpmeta>')
    .jpeg()
    .toBuffer();
}

/** A ZIP of the given parts as Office programs can read it, uncompressed unless `pack`. */
export function zipOf(
  parts: Readonly<Record<string, string | Buffer>>,
  options: { declaredSize?: number; pack?: boolean } = {},
): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content);
    const body = options.pack === true ? deflateRawSync(plain) : plain;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(options.pack === true ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(body.length, 14);
    fields.writeUInt32LE(options.declaredSize ?? plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.of(20, 0), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\u0005\u0006"), end]);
}

const MAIN = {
  docx: { part: "/word/document.xml", type: "wordprocessingml.document.main" },
  xlsx: { part: "/xl/workbook.xml", type: "spreadsheetml.sheet.main" },
};

/** The parts of a small Office file; `moreTypes` goes into its list of types. */
export function officeParts(kind: "docx" | "xlsx", moreTypes = ""): Record<string, string> {
  const { part, type } = MAIN[kind];
  return {
    "[Content_Types].xml":
      `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>${moreTypes}</Types>`,
    "_rels/.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`,
    [part.slice(1)]: `<?xml version="1.0"?><root/>`,
  };
}

/** A small PDF; `filler` bytes make it as large as wanted. */
export function samplePdf(filler = 0): Buffer {
  return Buffer.concat([
    Buffer.from("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1"),
    Buffer.from("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"),
    randomBytes(filler),
    Buffer.from("\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"),
  ]);
}
