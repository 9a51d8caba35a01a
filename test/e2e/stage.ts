import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { findChromium } from "../chromium.ts";
import { startProgram } from "../program.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pictures = join(root, "dist", "screenshots");

export const phone = { width: 375, height: 812 } as const;
export const desk = { width: 1440, height: 900 } as const;

type Size = typeof phone | typeof desk;

/** A browser whose pages share nothing with each other. */
export interface Windows {
  readonly browser: Browser;
  /** An empty page of a browser of its own, in Chinese unless told otherwise. */
  open(size: Size, locale?: string): Promise<Page>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<Windows> {
  const found = await findChromium();
  const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args] });
  const contexts: BrowserContext[] = [];
  return {
    browser,
    async open(size, locale = "zh-CN") {
      const context = await browser.newContext({
        viewport: size,
        locale,
        timezoneId: "Asia/Shanghai",
        reducedMotion: "reduce",
        ...(size === phone && { isMobile: true, hasTouch: true, userAgent: "Mozilla/5.0 (Linux; Android 14) Mobile" }),
      });
      context.setDefaultTimeout(60_000);
      contexts.push(context);
      return context.newPage();
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
    },
  };
}

/** The demo city as a user starts it: the real program in a folder of its own, and a browser before it. */
export interface Stage {
  readonly url: string;
  readonly browser: Browser;
  /** A browser of its own (no shared cookies), signed in as one of the demo's people through the demo cards. */
  enter(persona: string, size: typeof phone | typeof desk, options?: { locale?: "en" }): Promise<Page>;
  stranger(size: typeof phone | typeof desk): Promise<Page>;
  /** Ends the program as an operator would and starts it again on the same data. */
  restart(options?: { clock?: string; kill?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Starts the city at an instant of its own time, with the operator's settings where a journey is about them. */
export async function openStage(clock: string, env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  mkdirSync(pictures, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), "huhang-journey-"));
  let program = await startProgram({ data, clock, env });
  const { port } = new URL(program.url);
  const { browser, open, close } = await openBrowser();
  const newPage = async (size: Size, locale?: string) => {
    const page = await open(size, locale);
    page.on("request", (request) => {
      // Nothing is asked of the outside (decision 32).
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith("http")) expect(hostname).toBe("127.0.0.1");
    });
    return page;
  };
  return {
    get url() {
      return program.url;
    },
    browser,
    async stranger(size) {
      const page = await newPage(size);
      await page.goto(program.url);
      return page;
    },
    async enter(persona, size, options = {}) {
      const page = await newPage(size, options.locale);
      await page.goto(program.url);
      const card = page.getByRole("button", { name: new RegExp(persona) }).first();
      const more = page.locator("summary").first();
      await more.waitFor();
      // The most asked-for people stand open, the others behind one line.
      if (!(await card.isVisible())) await more.click();
      await card.click();
      await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
      return page;
    },
    async restart({ clock: at, kill = false } = {}) {
      await program.stop(kill ? "SIGKILL" : "SIGTERM");
      program = await startProgram({ data, clock: at ?? clock, port: Number(port), env });
    },
    async close() {
      await close();
      await program.stop("SIGTERM");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Keeps a picture for looking at, and finds nothing wrong with the page's accessibility. */
export async function look(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  await takePicture(page, join(pictures, `${name}-${width}.png`));
  // Its legacy mode looks at everything but frames of other origins, of which there are none, and opens no second page.
  expect(page.frames(), `${name} has frames`).toHaveLength(1);
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  expect(violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" "))])).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(sideways, `${name} scrolls sideways at ${width}`).toBe(false);
  expect(await strayHeads(page), `${name} at ${width}`).toEqual([]);
}

/**
 * The whole page, on a screen that is as high as the page: the browser's own way, `fullPage`, tells the page for a moment
 * that it is narrow, and a page that draws itself anew then has closed what was open.
 */
async function takePicture(page: Page, path: string): Promise<void> {
  const size = page.viewportSize();
  if (size === null) throw new Error("a page without a size");
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
  await page.screenshot({ path });
  await page.setViewportSize(size);
}

/** Heads of columns that stand above a table whose rows are no rows any more, by their words. */
function strayHeads(page: Page): Promise<string[]> {
  return page.locator("thead").evaluateAll((heads) =>
    heads
      .filter((head) => head.getBoundingClientRect().height > 1)
      .filter((head) => {
        const row = head.parentElement?.querySelector("tbody tr");
        return row && getComputedStyle(row).display !== "table-row";
      })
      .map((head) => head.textContent ?? ""),
  );
}

/** What a finger is to hit below `root` and is lower than 44 px (design.md), by its words. */
export function smallTargets(page: Page, root: string): Promise<string[]> {
  return page.locator(root).evaluateAll((roots) =>
    roots
      .flatMap((one) => [...one.querySelectorAll("a, button, summary, select")])
      .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 43.5)
      .map((one) => one.textContent ?? ""),
  );
}

/** A button by its whole name. */
export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** Opens the form of a step of a matter, fills it, sends it, and says yes where the page asks once more. */
export async function act(page: Page, matter: string, step: string, label: string, fill: () => Promise<void>) {
  await page.goto(`${matter}?step=${step}`);
  const form = page.locator("form").last();
  await form.waitFor();
  await fill();
  await form.getByRole("button", { name: label, exact: true }).click();
  const sure = page.getByRole("button", { name: new RegExp(`^确定，${label}`) });
  const sent = page.getByText("已发出");
  await sure.or(sent).first().waitFor();
  if (await sure.isVisible()) await sure.click();
  await sent.first().waitFor();
}
