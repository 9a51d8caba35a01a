import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProviders } from "./identity-settings.ts";

let folder: string;
let secretFile: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "huhang-identity-"));
  secretFile = join(folder, "secret");
  writeFileSync(secretFile, "very-secret\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const one = () => ({
  HUHANG_OIDC: "aishandong",
  HUHANG_OIDC_AISHANDONG_ISSUER: "https://id.example",
  HUHANG_OIDC_AISHANDONG_CLIENT_ID: "huhang",
  HUHANG_OIDC_AISHANDONG_SECRET_FILE: secretFile,
});

describe("identity providers in the settings", () => {
  it("are none unless they are named, and several by their names", () => {
    expect(readProviders({})).toEqual([]);
    const { HUHANG_OIDC: _named, ...unnamed } = one();
    expect(readProviders(unnamed)).toEqual([]);
    const both = readProviders({
      ...one(),
      HUHANG_OIDC: "aishandong, cert",
      HUHANG_OIDC_AISHANDONG_LABEL: "爱山东",
      HUHANG_OIDC_CERT_ISSUER: "http://127.0.0.1:9000",
      HUHANG_OIDC_CERT_CLIENT_ID: "h",
      HUHANG_OIDC_CERT_SECRET_FILE: secretFile,
      HUHANG_OIDC_CERT_ACR: "urn:a, urn:b",
    });
    expect(both).toMatchObject([
      { id: "aishandong", secret: "very-secret", label: { zh: "爱山东", en: "爱山东" }, acr: [], amr: [] },
      { id: "cert", label: { zh: "cert", en: "cert" }, acr: ["urn:a", "urn:b"] },
    ]);
  });

  it.each([
    ["a name that is none", { HUHANG_OIDC: "Ai-Shandong" }],
    ["a name twice", { HUHANG_OIDC: "aishandong,aishandong" }],
    ["no issuer", { HUHANG_OIDC_AISHANDONG_ISSUER: "" }],
    ["an issuer in the clear", { HUHANG_OIDC_AISHANDONG_ISSUER: "http://id.example" }],
    ["an issuer that is no address", { HUHANG_OIDC_AISHANDONG_ISSUER: "id.example" }],
    ["no client", { HUHANG_OIDC_AISHANDONG_CLIENT_ID: "" }],
    ["no secret", { HUHANG_OIDC_AISHANDONG_SECRET_FILE: "/nowhere/secret" }],
  ])("with %s are refused in one sentence, without the secret", (_what, change) => {
    const read = () => readProviders({ ...one(), ...change });
    expect(read).toThrow(/HUHANG_OIDC.* \/ .*HUHANG_OIDC/);
    expect(read).not.toThrow(/very-secret/);
  });
});
