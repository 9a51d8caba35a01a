import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../sources.ts";
import { desk, openStage, phone, type Stage } from "./stage.ts";

// The pictures of the papers: people, firms and projects of the demo, at one instant of its time. `HUHANG_PICTURES=1 npm test
// -- pictures.journey` writes them to docs/screenshots; without it the same are made, measured, and left in dist/.

const renew = process.env["HUHANG_PICTURES"] === "1";
const folder = join(root, renew ? "docs" : "dist", "screenshots");
const mostBytes = 150_000;

let stage: Stage;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

/** A matter's page, from the list that somebody has before him. */
const firstMatter = async (page: Page) => {
  await page.goto(`${stage.url}/matters`);
  await page.locator('main a[href^="/matters/"]').first().click();
  await page.waitForURL(/\/matters\/\d+/);
};
const at = (path: string) => async (page: Page) => void (await page.goto(stage.url + path));

it.each([
  ["firm-home", "周联络", phone, at("/")],
  ["firm-matter", "周联络", phone, firstMatter],
  ["firm-who-looked", "周联络", phone, at("/my-data")],
  ["officer-desk", "李警官", desk, at("/")],
  ["office-board", "钱主任", desk, at("/board")],
  ["leader-month", "蒋局长", desk, at("/month")],
  ["administrator-setup", "杨管理", desk, at("/setup")],
] as const)("%s", async (name, persona, size, open) => {
  const page = await stage.enter(persona, size);
  await open(page);
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForLoadState("networkidle");
  // Nobody's pointer, no caret, no ring of a focus that a reader has not set.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
  const { size: bytes } = await sharp(taken)
    .webp({ quality: 82, effort: 6 })
    .toFile(join(folder, `${name}.webp`));
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  await page.context().close();
});
