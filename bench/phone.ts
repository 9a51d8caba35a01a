import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "#test/chromium.ts";
import { median } from "./measure.ts";
import { startPlatform } from "./start.ts";

/** Milliseconds from the address being opened until the page can be used, medians of several first visits. */
export interface PhoneFigures {
  readonly signIn: number;
  readonly home: number;
  readonly matters: number;
  readonly visits: number;
}

/** The line and the phone of decision 38: 9 Mbit/s, 165 ms there and back, a processor four times slower. */
const line = { offline: false, latency: 165, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };
const slower = 4;
const visits = 5;

/** Opens the first pages as a phone that has never been here, nothing in its cache. */
export async function measurePhone(): Promise<PhoneFigures> {
  const folder = mkdtempSync(join(tmpdir(), "huhang-bench-phone-"));
  const running = await startPlatform(join(import.meta.dirname, ".."), ["server/main.ts"], join(folder, "data"));
  const found = await findChromium();
  const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args] });
  try {
    const usable = {
      signIn: (page: Page) => page.getByRole("button", { name: /企业联络员/ }).first(),
      home: (page: Page) => page.getByRole("link", { name: /有事找警长/ }).first(),
      matters: (page: Page) => page.locator('main a[href^="/matters/"]').first(),
    };
    const of = async (path: string, cookie: string | null, wanted: (page: Page) => ReturnType<Page["locator"]>) => {
      const took: number[] = [];
      for (let visit = 0; visit < visits; visit += 1) took.push(await open(browser, running.url, path, cookie, wanted));
      return median(took);
    };
    const cookie = await signIn(running.url);
    return {
      signIn: await of("/", null, usable.signIn),
      home: await of("/", cookie, usable.home),
      matters: await of("/matters", cookie, usable.matters),
      visits,
    };
  } finally {
    await browser.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(
  browser: Browser,
  url: string,
  path: string,
  cookie: string | null,
  wanted: (page: Page) => ReturnType<Page["locator"]>,
): Promise<number> {
  const context = await browser.newContext({
    viewport: { width: 375, height: 812 },
    locale: "zh-CN",
    isMobile: true,
    hasTouch: true,
    userAgent: "Mozilla/5.0 (Linux; Android 14) Mobile",
  });
  try {
    if (cookie !== null) await context.addCookies([{ name: "huhang", value: cookie, url }]);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", line);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
    const began = performance.now();
    await page.goto(url + path, { waitUntil: "commit" });
    await wanted(page).waitFor({ state: "visible" });
    return performance.now() - began;
  } finally {
    await context.close();
  }
}

/** The session of the demo's liaison, as the cookie that a phone keeps. */
async function signIn(url: string): Promise<string> {
  const { items } = (await (await fetch(`${url}/api/demo/personas`)).json()) as { items: { id: string }[] };
  const liaison = items.find(({ id }) => id.includes("liaison")) ?? items[0];
  const answer = await fetch(`${url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, "idempotency-key": "bench-phone-sign-in" },
    body: JSON.stringify({ persona: liaison?.id }),
  });
  const cookie = /huhang=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
  if (cookie === undefined) throw new Error(`nobody could sign in: ${answer.status} ${await answer.text()}`);
  return cookie;
}
