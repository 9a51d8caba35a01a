import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

// What somebody types stays text wherever it is shown, and what a browser still has after signing out.

const title = '<img src=x onerror="window.markup=1">"\'><b>示例';
const words = "</textarea><script>window.markup=2</script><a href='javascript:window.markup=3'>点我</a> ${7*7} {{7*7}}";

let stage: Stage;
let liaison: Page;
let address: string;

beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

/** Calls the interface as the page does. */
function post(page: Page, path: string, body: object): Promise<{ id: number }> {
  return page.evaluate(
    async ({ path: to, body: sent }) => {
      const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
      const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify(sent) });
      return (await answer.json()) as { id: number };
    },
    { path, body },
  );
}

/** Nothing of what was sent has become an element, and no script of it has run. */
async function staysText(page: Page): Promise<void> {
  expect(await page.evaluate(() => (globalThis as { markup?: unknown }).markup)).toBeUndefined();
  expect(await page.locator("main img[src=x], main script, main a[href^='javascript']").count()).toBe(0);
}

describe("markup in a firm's words", () => {
  it("is shown as it was typed, to her and to the officer, in lists, pages and the window's title", async () => {
    liaison = await stage.enter("周联络", phone);
    const project = await liaison.evaluate(async () => {
      const answer = await fetch("/api/projects");
      return ((await answer.json()) as { items: { id: number }[] }).items[0]?.id;
    });
    const { id } = await post(liaison, "/api/matters", {
      procedure: "consultation",
      projectId: project,
      topic: "traffic",
      title,
      form: { question: { text: words } },
    });
    address = `${stage.url}/matters/${id}`;
    const officer = await stage.enter("李警官", phone);
    for (const page of [liaison, officer]) {
      await page.goto(address);
      await page.getByText(words, { exact: false }).first().waitFor();
      expect(await page.locator("main").innerText()).toContain(title);
      await staysText(page);
      await page.goto(`${stage.url}/matters`);
      await page.getByText(title, { exact: false }).first().waitFor();
      await staysText(page);
    }
    await officer.context().close();
  });
});

describe("after signing out", () => {
  it("the page shows nothing of before, the way back neither, and the browser keeps names of settings only", async () => {
    await liaison.goto(address);
    await liaison.getByText(words, { exact: false }).first().waitFor();
    await liaison.evaluate(async () => {
      await fetch("/api/session", { method: "DELETE", headers: { "idempotency-key": crypto.randomUUID() } });
    });
    await liaison.goBack();
    await liaison.waitForURL(/\/sign-in/);
    expect(await liaison.locator("body").innerText()).not.toContain("示例<");
    await liaison.goto(address);
    await liaison.waitForURL(/\/sign-in/);
    const left = await liaison.evaluate(async () => ({
      text: document.documentElement.outerHTML,
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    expect(left.text).not.toContain("onerror");
    expect(JSON.stringify([left.local, left.session])).not.toMatch(/onerror|示例|周联络/);
    expect(left.local.map(([name]) => name).filter((name) => !name.startsWith("huhang"))).toEqual([]);
    expect({ ...left, text: "", local: [], session: [] }).toEqual({
      text: "",
      local: [],
      session: [],
      cookies: "",
      databases: 0,
      caches: 0,
      workers: 0,
    });
  });

  it("nothing of the person is kept but drafts that he wants to find again, and nobody else is shown those", async () => {
    const page = await stage.enter("李警官", phone);
    await page.goto(`${stage.url}/matters`);
    await page.locator("main a[href^='/matters/']").first().waitFor();
    await page.mouse.wheel(0, 600);
    await expect.poll(() => keptNames(page)).toContainEqual(expect.stringMatching(/^huhang\.scroll:\d+:/));
    await page.goto(`${stage.url}/note`);
    await page.getByRole("textbox").first().fill("未发出的话（示例）");
    await page.getByText("草稿已保存").waitFor();
    await page.goto(`${stage.url}/me`);
    await page.getByRole("button", { name: "退出", exact: true }).click();
    await page.getByRole("button", { name: "保留，退出" }).click();
    await page.waitForURL(/\/sign-in/);
    await expect.poll(() => keptNames(page)).toEqual([expect.stringMatching(/^huhang\.draft:\d+:note$/)]);
    await page.goto(stage.url);
    await page
      .getByRole("button", { name: /王警官/ })
      .first()
      .click();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await page.goto(`${stage.url}/note`);
    await page.getByRole("textbox").first().waitFor();
    expect(await page.locator("main").innerHTML()).not.toContain("未发出的话");
    expect(await page.getByText("已恢复上次没有发出的内容").count()).toBe(0);
    await page.context().close();
  });
});

describe("a session that ends while a project is written down", () => {
  it("leaves a form that has its words again after signing in", async () => {
    const office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/board`);
    await office.getByRole("button", { name: "登记项目" }).click();
    await office.getByLabel("项目名称").fill("写到一半的项目（示例）");
    await office.getByText("草稿已保存").waitFor();
    await look(office, "project-new-draft");
    await office.evaluate(() => fetch("/api/session", { method: "DELETE" }));
    await office.waitForURL(/\/sign-in/);
    await office.locator("summary").first().click();
    await office
      .getByRole("button", { name: /钱主任/ })
      .first()
      .click();
    await office.waitForURL(/\/board/);
    await office.getByRole("button", { name: "登记项目" }).click();
    await office.getByText("已恢复上次没有发出的内容").waitFor();
    expect(await office.getByLabel("项目名称").inputValue()).toBe("写到一半的项目（示例）");
    await office.setViewportSize(phone);
    await look(office, "project-new-draft");
    await office.getByRole("button", { name: "清空草稿" }).click();
    expect(await office.getByLabel("项目名称").inputValue()).toBe("");
    await office.context().close();
  });
});

/** Names of what the browser and this tab have kept of persons. */
function keptNames(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) =>
      /^huhang\.(?!locale$|large$|folded$)/.test(name),
    ),
  );
}
