import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanName, findExtension, nameFor } from "./names.ts";

describe("names of files", () => {
  it.each([
    ["合同.pdf", "合同.pdf"],
    ["C:\\Users\\someone\\合同.pdf", "合同.pdf"],
    ["../../etc/passwd", "passwd"],
    ["a\u0000b\r\nSet-Cookie: x.txt", "abSet-Cookie_ x.txt"],
    ["photo\u202egpj.exe", "photogpj.exe"],
    ["cafe\u0301.jpg", "caf\u00e9.jpg"],
    ["  .. hidden. ", "hidden"],
    ['a<b>:"|?*.txt', "a_b______.txt"],
    ["\ud800.jpg", "\ufffd.jpg"],
    ["dir/", ""],
    ["", ""],
  ])("%j is cleaned to %j", (declared, cleaned) => {
    expect(cleanName(declared)).toBe(cleaned);
  });

  it("have an ending only where it is one", () => {
    expect(findExtension("a.JPG")).toBe("jpg");
    expect(findExtension("工作总结 2026.05")).toBeUndefined();
    expect(findExtension("高3.5米围墙")).toBeUndefined();
    expect(findExtension("a.7z")).toBe("7z");
    expect(findExtension("jpg")).toBeUndefined();
  });

  it("get the ending of what is kept", () => {
    expect(nameFor("截图.png", "jpeg", 120)).toBe("截图.jpg");
    expect(nameFor("a.JPEG", "jpeg", 120)).toBe("a.jpeg");
    expect(nameFor("", "pdf", 120)).toBe("file.pdf");
    expect(nameFor("2026.05", "pdf", 120)).toBe("2026.05.pdf");
    expect(Array.from(nameFor(`${"𠮷".repeat(300)}.docx`, "docx", 120))).toHaveLength(120);
  });

  it("are safe and short whatever was declared", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (declared) => {
        const name = nameFor(cleanName(declared), "pdf", 120);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
        expect(Array.from(name).length).toBeLessThanOrEqual(120);
        expect(name.toLowerCase().endsWith(".pdf")).toBe(true);
        expect(name.isWellFormed()).toBe(true);
        expect(name).toBe(name.normalize("NFC"));
      }),
    );
  });
});
