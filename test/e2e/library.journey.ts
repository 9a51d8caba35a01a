import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { button, desk, look, openStage, phone, type Stage } from "./stage.ts";

const morning = "2026-11-17T09:20:00+08:00";
const set = "夜间施工便利措施（示例）";
const item = "夜间渣土车集中报备（示例）";
const title = "渣土车夜里能不能集中报备";

let stage: Stage;
let specialist: Page;
let officer: Page;
let liaison: Page;
let matter: string;

beforeAll(async () => {
  stage = await openStage(morning);
});
afterAll(() => stage.close());

describe("the library of measures", () => {
  it("takes a set and an item from a specialist, and shows nobody else his draft", async () => {
    specialist = await stage.enter("赵专员", desk);
    await specialist.getByRole("link", { name: "政策措施" }).first().click();
    await button(specialist, "新增一套措施").click();
    await specialist.getByLabel("简称或代码").fill("示例-夜");
    await specialist.getByLabel("名称").fill(set);
    await specialist.getByLabel("发布单位").fill("东营市公安局（示例）");
    await specialist.getByLabel("公开出处").fill("示例公告第 1 号");
    await specialist.locator("form").last().getByRole("button", { name: "新增" }).click();
    await specialist.getByText(set).first().click();
    await button(specialist, "新增一条").click();
    await specialist.getByLabel("标题").fill(item);
    await specialist.getByLabel("原文").fill("同一项目一周内的夜间渣土车可以一次集中报备，由交警大队当日答复。");
    await specialist.getByLabel("施行日期").fill("2026-11-01");
    await button(specialist, "存为待发布").click();
    await specialist.getByText("您起草的，须由另一人发布").waitFor();
    await look(specialist, "library-draft");

    liaison = await stage.enter("周联络", phone);
    await liaison.goto(`${stage.url}/policies`);
    await liaison.getByRole("heading", { name: "政策措施" }).waitFor();
    await look(liaison, "library");
    expect(await liaison.locator("main").innerText()).not.toContain(item);
  });

  it("is published by somebody else, and from then on everybody's to read", async () => {
    const office = await stage.enter("沈专员", desk);
    await office.goto(`${stage.url}/policies`);
    await office.getByText(set).first().click();
    await button(office, "发布").first().click();
    await office.getByText(/^发布第 1 条？/).waitFor();
    await button(office, "发布").last().click();
    await office.getByText("近半年没有被引用").waitFor();
    await liaison.reload();
    await liaison.getByText(set).first().click();
    await liaison.getByText(item).first().waitFor();
    await look(liaison, "library-set");
  });

  it("is cited in an answer in the version of the day, and the answer can be found by its words", async () => {
    matter = await liaison.evaluate(async (title) => {
      const { items } = await (await fetch("/api/projects")).json();
      const answer = await fetch("/api/matters", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "library-journey-1" },
        body: JSON.stringify({
          procedure: "consultation",
          projectId: items[0].id,
          topic: "traffic",
          title,
          form: { question: { text: "一周要出五六趟，一趟一报太麻烦。" } },
        }),
      });
      return `${answer.status}:${(await answer.json()).id}`;
    }, title);
    expect(matter).toMatch(/^20[01]:\d+$/);
    matter = matter.split(":")[1] ?? "";

    officer = await stage.enter("李警官", desk);
    await officer.goto(`${stage.url}/matters/${matter}?step=answer`);
    await officer.getByLabel("答复内容").fill("可以集中报备，每周一次，报给交警大队即可。");
    await officer.getByLabel("依据").fill("示例公告第 1 号");
    await button(officer, "引用措施").click();
    await officer.getByLabel("搜措施的名称或原文").fill("渣土车");
    await officer.getByText(item).first().waitFor();
    await look(officer, "library-cite");
    await button(officer, "引用").first().click();
    await button(officer, "发出答复").click();
    await officer.getByText("您作了答复").first().waitFor();

    await liaison.goto(`${stage.url}/matters/${matter}`);
    await liaison.getByText("可以集中报备").first().waitFor();
    await liaison
      .getByText(/夜间施工便利措施.*第 1 条/)
      .first()
      .waitFor();
    await look(liaison, "library-cited");
  });

  it("the search finds it for whoever may read it, by the words of the answer, and for nobody else", async () => {
    const ask = async (page: Page, question: string) => {
      await page.goto(`${stage.url}/search?q=${encodeURIComponent(question)}`);
      await page.locator("main h2, main [role=status]").first().waitFor();
    };
    // The index follows the events; what was answered a moment ago may not be in it yet.
    await expect
      .poll(
        async () => {
          await ask(liaison, "集中报备");
          return liaison.locator("main").innerText();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toContain(title);
    await look(liaison, "search-found");
    await ask(officer, "集中报备");
    await officer.getByText(title).first().waitFor();
    await look(officer, "search-found");
    // Not by what she wrote herself: decision 25.
    await ask(officer, "一趟一报太麻烦");
    await officer
      .getByText(/没有找到|没有/)
      .first()
      .waitFor();
    expect(await officer.locator("main").innerText()).not.toContain(title);
    const other = await stage.enter("吴联络", phone);
    await ask(other, "集中报备");
    expect(await other.locator("main").innerText()).not.toContain(title);
    await look(other, "search-none");
  });

  it("she hears of the answer once, and the message leads there", async () => {
    await liaison.goto(`${stage.url}/notices`);
    const row = liaison.locator("main li", { hasText: title }).first();
    await row.waitFor();
    await look(liaison, "notices");
    await row.getByRole("link").click();
    await liaison.waitForURL(new RegExp(`/matters/${matter}$`));
    await liaison.goto(`${stage.url}/notices`);
    await button(liaison, "只看未读").click();
    await expect.poll(() => liaison.locator("main li", { hasText: title }).count()).toBe(0);
    await officer.goto(`${stage.url}/notices`);
    await officer.locator("main li").first().waitFor();
    await look(officer, "notices");
  });
});
