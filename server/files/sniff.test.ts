import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FILE_LIMITS } from "./limits.ts";
import { sniff } from "./sniff.ts";
import { officeParts, picture, samplePdf, zipOf } from "./test-samples.ts";

/** The kind, or the code of the refusal. */
async function judge(content: Buffer | string, name: string, type?: string): Promise<string> {
  const finding = await sniff(Buffer.from(content), { name, type }, FILE_LIMITS);
  return finding.ok ? finding.kind : finding.code;
}

const jpeg = await picture(40, 30).jpeg().toBuffer();
const png = await picture(40, 30).png().toBuffer();
const webp = await picture(40, 30).webp().toBuffer();
const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
const docx = officeParts("docx");
const xlsx = officeParts("xlsx");
const gb18030 = Buffer.from([0xb6, 0xab, 0xd3, 0xaa, 0xca, 0xd0, 0x0d, 0x0a]); // 东营市

describe("accepted kinds", () => {
  it("are known by their content", async () => {
    expect(await judge(jpeg, "a.jpg", "image/jpeg")).toBe("jpeg");
    expect(await judge(png, "a.png", "image/png")).toBe("png");
    expect(await judge(webp, "a.webp", "image/webp")).toBe("webp");
    expect(await judge(samplePdf(), "a.pdf", "application/pdf")).toBe("pdf");
    expect(await judge(zipOf(docx), "a.docx")).toBe("docx");
    expect(await judge(zipOf(xlsx), "a.xlsx")).toBe("xlsx");
    expect(await judge("东营市\t第 1 行\r\n", "a.txt", "text/plain")).toBe("text");
    expect(await judge("\ufeff有标记", "a.txt")).toBe("text");
  });

  it("need no ending, and no type or one that an office program has made up", async () => {
    expect(await judge(jpeg, "照片")).toBe("jpeg");
    expect(await judge("说明", "说明")).toBe("text");
    expect(await judge(zipOf(docx), "a.docx", "application/wps-office.docx")).toBe("docx");
    expect(await judge(samplePdf(), "a.pdf", "application/octet-stream")).toBe("pdf");
  });

  it("include text of Chinese Windows, and text that begins like a signature", async () => {
    const finding = await sniff(gb18030, { name: "a.txt", type: undefined }, FILE_LIMITS);
    expect(finding).toEqual({ ok: true, kind: "text", textEncoding: "gb18030" });
    for (const text of ["BM 路 12 号", "MZ", "II*", "PK 赛", "GIF89a", "<通知>"]) {
      expect(await judge(text, "a.txt")).toBe("text");
    }
  });

  it("let one image kind pass under the name of another, since all are written anew", async () => {
    expect(await judge(png, "a.jpg", "image/jpeg")).toBe("png");
    expect(await judge(jpeg, "a.png")).toBe("jpeg");
  });
});

describe("lies", () => {
  it("by the name are refused", async () => {
    expect(await judge("just text", "photo.jpg", "image/jpeg")).toBe("file-content-mismatch");
    expect(await judge(jpeg, "a.pdf")).toBe("file-content-mismatch");
    expect(await judge(samplePdf(), "a.docx")).toBe("file-content-mismatch");
    expect(await judge(zipOf(xlsx), "a.docx")).toBe("file-content-mismatch");
    expect(await judge(jpeg, "a.exe")).toBe("file-content-mismatch");
    expect(await judge("just text", "a.html")).toBe("file-type-not-allowed");
    expect(await judge("a,b", "a.csv")).toBe("file-type-not-allowed");
  });

  it("by the declared type are refused for images", async () => {
    expect(await judge("just text", "photo", "image/jpeg")).toBe("file-content-mismatch");
    expect(await judge(samplePdf(), "scan", " IMAGE/png")).toBe("file-content-mismatch");
  });
});

describe("other kinds are refused, whatever they are called:", () => {
  it.each([
    ["nothing", "", "file-empty"],
    ["SVG", svg, "file-type-not-allowed"],
    ["SVG after a mark and spaces", `\ufeff \n\t${svg}`, "file-type-not-allowed"],
    ["SVG after words", `hello ${svg}`, "file-type-not-allowed"],
    ["HTML", "<!DOCTYPE html><p>x", "file-type-not-allowed"],
    ["HTML after a comment", "<!-- x --><html>", "file-type-not-allowed"],
    ["XML", `<?xml version="1.0"?><x/>`, "file-type-not-allowed"],
    ["a script", "#!/bin/sh\nid\n", "file-type-not-allowed"],
    ["RTF", "{\\rtf1 x}", "file-type-not-allowed"],
    ["PostScript", "%!PS-Adobe-3.0\n", "file-type-not-allowed"],
    ["UTF-16", Buffer.from("\ufeff你好", "utf16le"), "file-type-not-allowed"],
    [
      "an ELF program",
      Buffer.concat([Buffer.from("\u007fELF\u0002\u0001\u0001"), Buffer.alloc(60)]),
      "file-type-not-allowed",
    ],
    [
      "a Windows program",
      Buffer.concat([Buffer.from("MZ\u0090\u0000\u0003"), Buffer.alloc(300)]),
      "file-type-not-allowed",
    ],
    ["a ZIP", zipOf({ "a.txt": "x" }), "file-type-not-allowed"],
    ["a ZIP that names itself docx inside", zipOf({ "word/document.xml": "<x/>" }), "file-type-not-allowed"],
    ["gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), "file-type-not-allowed"],
    ["GIF", Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(20)]), "file-type-not-allowed"],
    [
      "HEIC",
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(40)]),
      "file-heic-unsupported",
    ],
    ["noise", Buffer.concat([Buffer.of(0, 1, 2, 3), randomBytes(500)]), "file-type-not-allowed"],
  ])("%s", async (_what, content, code) => {
    for (const name of ["a.jpg", "a.txt", "a.docx", "a"]) expect(await judge(content, name)).toBe(code);
  });

  it("old Office files, and those with a password, each by a word of its own", async () => {
    const cfb = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(2000)]);
    expect(await judge(cfb, "a.doc")).toBe("file-legacy-office");
    cfb.write("EncryptedPackage", 1024, "utf16le");
    expect(await judge(cfb, "a.docx")).toBe("file-password-protected");
  });
});

describe("Office files", () => {
  it("with macros are refused, by name and however the part is named", async () => {
    const vba = `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>`;
    expect(await judge(zipOf({ ...docx, "word/vbaProject.bin": "x" }), "a.docx")).toBe("file-has-macros");
    expect(await judge(zipOf({ ...xlsx, "xl/VBAPROJECT.BIN": "x" }), "a.xlsx")).toBe("file-has-macros");
    expect(await judge(zipOf({ ...xlsx, "xl/macrosheets/sheet1.xml": "x" }), "a.xlsx")).toBe("file-has-macros");
    expect(await judge(zipOf({ ...docx, "word/activeX/activeX1.xml": "x" }), "a.docx")).toBe("file-has-macros");
    expect(await judge(zipOf({ ...officeParts("docx", vba), "word/harmless.bin": "x" }), "a.docx")).toBe(
      "file-has-macros",
    );
    const hidden = vba.replace("vba", "&#118;ba");
    expect(await judge(zipOf({ ...officeParts("docx", hidden), "word/x.bin": "x" }), "a.docx")).toBe(
      "file-type-not-allowed",
    );
    const docm = docx["[Content_Types].xml"]?.replace(
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
      "application/vnd.ms-word.document.macroEnabled.main+xml",
    );
    for (const name of ["a.docm", "a.docx"]) {
      expect(await judge(zipOf({ ...docx, "[Content_Types].xml": docm ?? "" }), name)).toBe("file-has-macros");
    }
  });

  it("with two lists of types, both kinds at once or none are refused", async () => {
    expect(await judge(zipOf({ ...docx, "[CONTENT_TYPES].XML": "<Types/>" }), "a.docx")).toBe("file-type-not-allowed");
    const both = officeParts("docx", officeParts("xlsx")["[Content_Types].xml"]);
    expect(await judge(zipOf(both), "a.docx")).toBe("file-type-not-allowed");
    expect(await judge(zipOf({ "[Content_Types].xml": "<Types/>" }), "a.docx")).toBe("file-type-not-allowed");
  });

  it("that are cut off, lie about their sizes or climb out of their folder are damaged", async () => {
    const whole = zipOf(docx);
    expect(await judge(whole.subarray(0, whole.length - 30), "a.docx")).toBe("file-damaged");
    expect(await judge(zipOf(docx, { declaredSize: 5 }), "a.docx")).toBe("file-damaged");
    expect(await judge(zipOf({ ...docx, "../../evil.xml": "x" }), "a.docx")).toBe("file-damaged");
  });

  it("that would unfold to more than the limit are refused unopened", async () => {
    const limits = { ...FILE_LIMITS, maxUnpackedBytes: 400 };
    const finding = await sniff(zipOf(docx), { name: "a.docx", type: undefined }, limits);
    expect(finding).toEqual({ ok: false, code: "file-unpacks-too-large" });
  });
});

describe("any bytes at all", () => {
  it("get an answer, never an exception", async () => {
    const starts = [
      jpeg,
      png,
      webp,
      samplePdf(),
      zipOf(docx),
      Buffer.from("PK\u0003\u0004"),
      Buffer.from("RIFF"),
      Buffer.alloc(0),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.nat(400),
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom("a.jpg", "a.pdf", "a.docx", "a.txt", "a"),
        async (start, keep, rest, name) => {
          expect(await judge(Buffer.concat([start.subarray(0, keep), rest]), name)).toMatch(/^[a-z-]+$/);
        },
      ),
      { numRuns: 400 },
    );
  });
});
