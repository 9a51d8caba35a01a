import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { act, button, desk, look, openStage, phone, type Stage } from "./stage.ts";

// Tuesday morning, in working time.
const morning = "2026-11-17T09:20:00+08:00";
const title = "工地大门夜里总被车堵住";

let stage: Stage;
let liaison: Page;
let officer: Page;
let chief: Page;
let address: string;

beforeAll(async () => {
  stage = await openStage(morning);
});
afterAll(() => stage.close());

const state = (page: Page) => page.locator("header [role=status]").first();

describe("an appeal", () => {
  it("is asked for in the same flow as a question", async () => {
    liaison = await stage.enter("周联络", phone);
    await liaison.getByRole("link", { name: "有事找警长" }).first().click();
    await liaison.getByText("请帮忙办（诉求）").click();
    await liaison.getByText("交通出行").click();
    await look(liaison, "appeal-about");
    await button(liaison, "下一步").click();
    await liaison.getByLabel("一句话说清").fill(title);
    await liaison.getByLabel("想办成什么事").fill("连续三晚有货车堵住工地大门，请到现场处理。");
    await look(liaison, "appeal-demand");
    await button(liaison, "下一步").click();
    await liaison.getByText("警长会在 4 个工作小时内接下来").waitFor();
    await look(liaison, "appeal-check");
    await button(liaison, /提交给/).click();
    await liaison.waitForURL(/\/ask\/sent\//);
    await liaison
      .getByText(/SQ-370522-20261117-\d{4}/)
      .first()
      .waitFor();
    await look(liaison, "appeal-receipt");
    address = liaison.url().replace("/ask/sent/", "/matters/");
  });

  it("is accepted and classed by the officer, who asks for one more paper", async () => {
    officer = await stage.enter("李警官", desk);
    await officer.getByText(title).first().waitFor();
    await look(officer, "appeal-work-list");
    await act(officer, address, "accept", "受理", () => officer.getByText("简单（3 个工作日）").click());
    await act(officer, address, "contact", "记下首次联系", async () => {
      await officer.getByText("电话", { exact: true }).click();
      await officer.getByLabel("说了什么、约定了什么").fill("约好今晚一起到大门口看。");
    });
    await act(officer, address, "askBack", "请企业补充", () =>
      officer.getByLabel("请企业补充什么").fill("请把这三晚的照片发来。"),
    );
    await liaison.goto(address);
    await expect.poll(() => state(liaison).innerText()).toContain("等您补充情况");
    await look(liaison, "appeal-waiting");
    await act(liaison, address, "supply", "补充情况", () =>
      liaison.getByLabel("补充说明").fill("照片在群里，车牌看得清。"),
    );
  });

  it("gets more time one level up before the old time is over, and the firm reads why", async () => {
    await act(officer, address, "askExtension", "申请延长时限", () =>
      officer.getByLabel("为什么要延长").fill("车主在外地，要等交警联系上。"),
    );
    chief = await stage.enter("孙所长", phone);
    await act(chief, address, "extend", "同意延长", () => chief.getByText("10 个工作日", { exact: true }).click());
    await look(chief, "appeal-extended-chief");
    await liaison.goto(address);
    await liaison.getByText("“办理”的时限延长过一次，原来是 3 个工作日。").waitFor();
    await liaison.getByText("车主在外地，要等交警联系上。").waitFor();
    await look(liaison, "appeal-extended");
  });

  it("is handled, not solved, taken up one level higher, solved and rated", async () => {
    const handle = (page: Page, text: string) =>
      act(page, address, "handled", "办结", async () => {
        await page.locator("form").last().getByText("办成了", { exact: true }).click();
        await page.getByLabel("结果和说明").fill(text);
      });
    await handle(officer, "已联系车主挪车，门口划了禁停线。");
    await act(liaison, address, "notSolved", "没解决", () =>
      liaison.getByLabel("哪里没有解决").fill("昨晚又来了两辆。"),
    );
    await expect.poll(() => state(liaison).innerText()).toContain("正在办理");
    await liaison.getByText(/所长/).first().waitFor();
    await handle(chief, "派出所与交警安排了夜间巡查，装了固定护栏。");
    await act(liaison, address, "confirm", "解决了", () => liaison.getByRole("radio", { name: /5/ }).last().click());
    await expect.poll(() => state(liaison).innerText()).toContain("已结束 · 已解决");
    await look(liaison, "appeal-closed");
  });
});

describe("a telephone note", () => {
  it("becomes the firm's own matter with a number at once", async () => {
    const noting = await stage.enter("李警官", phone);
    await noting.getByRole("link", { name: "电话记录" }).first().click();
    await noting.getByLabel("对方说了什么").fill("塔吊要夜里进场，想问走哪条路。周五前要定。");
    await noting.getByText("交通出行").click();
    await noting.getByLabel("来电人", { exact: false }).first().fill("周工");
    await look(noting, "note");
    await button(noting, "登记").click();
    await noting
      .getByText(/ZX-370522-20261117-\d{4}/)
      .first()
      .waitFor();
    await look(noting, "note-sent");
    await liaison.goto(`${stage.url}/matters`);
    await liaison.getByText("塔吊要夜里进场，想问走哪条路").first().click();
    await liaison.getByText("李警官为企业登记了这件事").waitFor();
    await look(liaison, "note-seen");
    await noting.setViewportSize(desk);
    await noting.goto(`${stage.url}/note`);
    await noting.getByLabel("对方说了什么").waitFor();
    await look(noting, "note");
  });
});
