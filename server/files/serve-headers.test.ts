import { parse } from "content-disposition";
import { describe, expect, it } from "vitest";
import { fileHeaders } from "./serve-headers.ts";

const headersOf = (mediaType: string, name = "合同 v2.pdf") => fileHeaders({ name, mediaType, size: 12, inline: true });

describe("headers of a served file", () => {
  it("give the name in both spellings (RFC 6266), safe against splitting", () => {
    const { "content-disposition": value = "" } = headersOf("application/pdf");
    expect(value).toBe(`inline; filename=file.pdf; filename*=UTF-8''%E5%90%88%E5%90%8C%20v2.pdf`);
    expect(parse(value).parameters["filename"]).toBe("合同 v2.pdf");
    const odd = headersOf("application/pdf", 'a"b\\c\r\nx: y.pdf')["content-disposition"] ?? "";
    expect(odd).not.toMatch(/[\r\n]/);
  });

  it("show images and PDF only, and only when asked", () => {
    for (const type of ["image/jpeg", "image/png", "image/webp", "application/pdf"]) {
      expect(headersOf(type)["content-disposition"]).toMatch(/^inline;/);
      expect(fileHeaders({ name: "a", mediaType: type })["content-disposition"]).toMatch(/^attachment;/);
    }
    for (const type of ["text/plain", "text/html", "image/svg+xml", "application/zip"]) {
      expect(headersOf(type)["content-disposition"]).toMatch(/^attachment;/);
    }
  });

  it("forbid guessing, running and keeping", () => {
    for (const type of ["image/jpeg", "application/pdf", "text/plain"]) {
      const headers = headersOf(type);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["cache-control"]).toBe("private, no-store");
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
    }
    expect(headersOf("image/jpeg")["content-security-policy"]).toMatch(/^sandbox;/);
    expect(fileHeaders({ name: "a.pdf", mediaType: "application/pdf" })["content-security-policy"]).toMatch(
      /^sandbox;/,
    );
    expect(headersOf("text/plain")["content-type"]).toBe("text/plain; charset=utf-8");
    expect(headersOf("image/jpeg")["content-length"]).toBe("12");
  });
});
