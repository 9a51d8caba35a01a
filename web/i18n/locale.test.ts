import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Memory } from "#test/fixture/memory-store.ts";
import { keep, readKept } from "#web/kept.ts";

const words = () => import("#web/i18n/index.ts");

beforeEach(() => {
  vi.stubGlobal("localStorage", new Memory());
  vi.stubGlobal("sessionStorage", new Memory());
  vi.stubGlobal("document", { documentElement: { lang: "zh-CN" } });
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock("#web/i18n/texts.en.ts");
});

it("is kept from the moment of the choice, for whoever goes on before its texts have come", async () => {
  const { setLocale, getLocale } = await words();
  const shown = setLocale("en", true);
  expect(readKept("locale")).toBe("en");
  expect(getLocale()).toBe("zh-CN");
  await shown;
  expect(getLocale()).toBe("en");
  expect(document.documentElement.lang).toBe("en");
});

it("is the one chosen last, whichever texts come first", async () => {
  const { setLocale, getLocale } = await words();
  await setLocale("zh-CN");
  await Promise.all([setLocale("en", true), setLocale("zh-CN", true)]);
  expect(getLocale()).toBe("zh-CN");
  expect(readKept("locale")).toBe("zh-CN");
});

it("stays as it was when the texts of the other cannot be had", async () => {
  vi.doMock("#web/i18n/texts.en.ts", () => {
    throw new Error("no network");
  });
  const { setLocale, getLocale } = await words();
  await setLocale("zh-CN");
  keep("locale", "zh-CN");
  await expect(setLocale("en", true)).rejects.toThrow("There was an error when mocking");
  expect(readKept("locale")).toBe("zh-CN");
  expect(getLocale()).toBe("zh-CN");
});
