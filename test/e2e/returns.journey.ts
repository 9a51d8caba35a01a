import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

let keys = 0;
/** A call as whoever is signed in on the page. */
async function call<T>(page: Page, path: string, body?: unknown): Promise<T> {
  keys += 1;
  return page.evaluate(
    async ([to, sent, key]) => {
      const answer = await fetch(to, {
        method: sent === undefined ? "GET" : "POST",
        headers: { "content-type": "application/json", "idempotency-key": key, "accept-language": "zh-CN" },
        ...(sent !== undefined && { body: JSON.stringify(sent) }),
      });
      const told = (await answer.json()) as T;
      if (!answer.ok) throw new Error(JSON.stringify(told));
      return told;
    },
    [path, body, `returns-journey-${keys}`] as const,
  );
}
interface Row {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly project: { readonly id: number } | null;
}
const list = async (page: Page, query: string) =>
  (await call<{ items: readonly Row[] }>(page, `/api/matters?limit=100&${query}`)).items;

async function see(page: Page, path: string, name: string): Promise<void> {
  for (const size of [phone, desk]) {
    await page.setViewportSize(size);
    await page.goto(stage.url + path);
    await page.locator("main h1, main h2, main li").first().waitFor();
    await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
    await look(page, name);
    const text = await page.locator("body").innerText();
    expect(text).not.toMatch(/\b(returnVisit|inquiry|duplicate|appeal|step|state)\.[A-Za-z]/);
    expect(text).not.toMatch(/\b(undefined|null|NaN|ASKED|RATED|SAMPLE|REOPENED|handler|deputy)\b/);
  }
}

describe("what comes after a matter", () => {
  it("handlers are shown what may be the same twice, decide, and the office says who handles what has no project", async () => {
    const liaison = await stage.enter("周联络", desk);
    const mine = await list(liaison, "view=all");
    const projectId = mine.find((one) => one.project)?.project?.id;
    const open = (title: string, more: Record<string, unknown> = {}) =>
      call<{ id: number }>(liaison, "/api/matters", {
        procedure: "appeal",
        projectId,
        title,
        topic: "traffic",
        form: { demand: { text: "连续三晚有货车堵住工地大门，请到现场处理。" } },
        ...more,
      });
    const first = await open("工地大门夜里总被车堵住");
    await open("大货车夜间停在工地门口");
    const loose = await open("厂区外路灯不亮，夜班出行不安全", { projectId: null });
    const officer = await stage.enter("李警官", desk);
    await see(officer, `/matters/${first.id}`, "duplicates");
    await officer.setViewportSize(desk);
    await officer
      .getByRole("button", { name: /^是同一件/ })
      .first()
      .click();
    await officer.getByText("已判断：是同一件").waitFor();
    await look(officer, "duplicates-decided");
    const office = await stage.enter("钱主任", desk);
    await see(office, `/matters/${loose.id}?step=assign`, "assign-to");
  });

  it("one star comes before the inspector, who notes it", async () => {
    const liaison = await stage.enter("周联络", desk);
    const answered = (await list(liaison, "state=ANSWERED"))[0];
    if (!answered) throw new Error("nothing to rate");
    await call(liaison, `/api/matters/${answered.id}/steps/confirm`, {
      version: answered.version,
      form: { verdict: "PARTLY", stars: 1 },
    });
    const inspector = await stage.enter("严督察", desk);
    await expect.poll(async () => (await list(inspector, "procedure=inquiry")).length).toBeGreaterThan(0);
    const [inquiry] = await list(inspector, "procedure=inquiry");
    await see(inspector, "/", "inspector-home");
    await see(inspector, `/matters/${inquiry?.id}`, "inquiry");
  });

  it("the auditor draws a month again, and the administrator sets the share from a day on, with a reason", async () => {
    const auditor = await stage.enter("郑审计", desk);
    await auditor.getByRole("link", { name: "回访抽签" }).first().click();
    await auditor.getByText(/重抽 \d+ 件，与记录一致|没有办结的咨询和诉求/).waitFor();
    await look(auditor, "draw-again");
    expect(await auditor.getByRole("button", { name: "设新版本" }).count()).toBe(0);
    const system = await stage.enter("杨管理", desk);
    await system.goto(`${stage.url}/return-visits`);
    await system.getByRole("button", { name: "设新版本" }).click();
    await system.getByLabel("抽取比例（%）").fill("0");
    await system.getByLabel("理由").fill("年底前多听一听企业的意见");
    await system.getByRole("button", { name: "保存" }).click();
    await system.getByLabel("抽取比例（%）").and(system.locator("[aria-invalid]")).waitFor();
    await look(system, "visit-rule-form");
    await system.getByLabel("抽取比例（%）").fill("20");
    await system.getByRole("button", { name: "保存" }).click();
    await system.getByText(/杨管理.*年底前多听一听企业的意见/).waitFor();
    await system.getByText(/第 2 版 · 2026年11月18日 起执行/).waitFor();
    await look(system, "visit-rule");
    await system.setViewportSize(phone);
    await system.goto(`${stage.url}/return-visits`);
    await system.getByText("第 2 版").waitFor();
    await look(system, "visit-rule");
    const officer = await stage.enter("李警官", phone);
    await officer.goto(`${stage.url}/return-visits`);
    await officer.getByText("您不能打开这一页").waitFor();
  });
});
