import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { act, button, desk, look, openStage, phone, type Stage } from "./stage.ts";

const morning = "2026-11-17T09:20:00+08:00";
const title = "到工地来态度生硬";

let stage: Stage;
let liaison: Page;
let inspector: Page;
let address: string;

beforeAll(async () => {
  stage = await openStage(morning);
});
afterAll(() => stage.close());

describe("a complaint about an officer", () => {
  it("says first who will read it, and keeps nothing in the browser", async () => {
    liaison = await stage.enter("周联络", phone);
    await liaison.goto(`${stage.url}/complain`);
    await liaison.getByText("只有您本人和市局督察部门能看到", { exact: false }).waitFor();
    await look(liaison, "complain");
    await button(liaison, "提交给督察部门").click();
    await liaison.getByRole("alert").first().waitFor();
    await liaison.getByRole("checkbox", { name: /李警官/ }).check();
    await liaison.getByLabel("一句话说清").fill(title);
    await liaison.getByLabel("发生了什么").fill("11月16日下午三点，在工地门口问路线，不听解释，转身就走。");
    await liaison.reload();
    await liaison.getByLabel("一句话说清").waitFor();
    expect(await liaison.getByLabel("一句话说清").inputValue()).toBe("");
    await liaison.getByRole("checkbox", { name: /李警官/ }).check();
    await liaison.getByLabel("一句话说清").fill(title);
    await liaison.getByLabel("发生了什么").fill("11月16日下午三点，在工地门口问路线，不听解释，转身就走。");
    await button(liaison, "提交给督察部门").click();
    await liaison.getByText("督察部门已收到").waitFor();
    await look(liaison, "complain-sent");
    await liaison.getByRole("link", { name: "查看这件投诉" }).click();
    await liaison.getByText(title).first().waitFor();
    address = liaison.url();
    await look(liaison, "complaint");
  });

  it("is the inspector's alone to look into; whoever it is about finds no trace of it", async () => {
    inspector = await stage.enter("严督察", desk);
    await inspector.getByText(title).first().waitFor();
    await act(inspector, address, "accept", "受理", async () => {
      const plan = inspector.getByLabel("接下来怎么做");
      if (await plan.count()) await plan.fill("向派出所了解当天出警情况。");
    });
    await look(inspector, "complaint-inspector");
    const path = new URL(address).pathname;
    for (const person of ["李警官", "王警官", "孙所长", "钱主任", "蒋局长"]) {
      const page = await stage.enter(person, desk);
      await page.goto(stage.url + path);
      await page.getByRole("heading", { name: /没有找到|找不到/ }).waitFor();
      await page.goto(`${stage.url}/matters`);
      await page.locator("main li, main h2").first().waitFor();
      expect(await page.locator("body").innerText(), person).not.toContain(title);
      await page.context().close();
    }
  });

  it("is answered with a finding, which she does or does not accept", async () => {
    await act(inspector, address, "answer", "告知结果", async () => {
      await inspector.locator("form").last().getByText("属实", { exact: true }).click();
      await inspector.getByLabel("结果和理由").fill("属实。已对当事民警批评教育，并在所内讲评。");
    });
    await liaison.goto(address);
    await liaison.getByText("已对当事民警批评教育", { exact: false }).first().waitFor();
    await look(liaison, "complaint-answered");
    await act(liaison, address, "confirm", "认可", async () => {
      await liaison.locator("form").last().getByText("认可", { exact: true }).first().click();
    });
    await expect.poll(() => liaison.locator("header [role=status]").first().innerText()).toContain("已结束");
    // Nobody is sent to whom it was about.
    expect(await liaison.locator("main").innerText()).not.toMatch(/拨打李警官|我的警长/);
    await look(liaison, "complaint-closed");
  });
});

describe("a complaint without a name", () => {
  const about = "接处警时不耐烦";
  let unnamed: string;

  it("says beforehand what it keeps to itself and what it cannot, in both languages", async () => {
    await liaison.goto(`${stage.url}/complain`);
    await liaison.getByRole("checkbox", { name: "匿名投诉" }).check();
    await liaison.getByRole("heading", { name: "平台保证不了的" }).waitFor();
    for (const size of [phone, desk]) {
      await liaison.setViewportSize(size);
      await look(liaison, "complain-unnamed");
    }
    await liaison.getByRole("button", { name: "切换语言：English" }).first().click();
    await liaison.getByRole("heading", { name: "What the platform cannot promise" }).waitFor();
    await look(liaison, "complain-unnamed-en");
    expect(await liaison.locator("main").innerText()).not.toMatch(/complaint\.[a-z]/);
    await liaison.getByRole("button", { name: "Change language: 中文" }).first().click();
    await liaison.getByRole("heading", { name: "平台保证不了的" }).waitFor();
    await liaison.setViewportSize(phone);
  });

  it("is sent, and followed by its requester", async () => {
    await liaison.getByRole("checkbox", { name: /李警官/ }).check();
    await liaison.getByLabel("一句话说清").fill(about);
    await liaison.getByLabel("发生了什么").fill("11月16日晚上八点打电话求助，对方没有听完就挂断。");
    await button(liaison, "提交给督察部门").click();
    await liaison.getByText("这件投诉里没有您的姓名、企业和项目", { exact: false }).waitFor();
    await look(liaison, "complain-unnamed-sent");
    await liaison.getByRole("link", { name: "查看这件投诉" }).click();
    await liaison.getByText("平台上没有人知道是您", { exact: false }).waitFor();
    unnamed = liaison.url();
    await look(liaison, "complaint-unnamed");
    await liaison.goto(`${stage.url}/matters`);
    await liaison.getByText(about).first().waitFor();
  });

  it("reaches the inspectorate without person, firm and project, and is answered to him", async () => {
    await inspector.goto(unnamed);
    await inspector.getByText("平台上查不到是谁", { exact: false }).waitFor();
    await inspector.getByText("匿名投诉人提出了投诉").first().waitFor();
    await look(inspector, "complaint-unnamed-inspector");
    const text = await inspector.locator("main").innerText();
    expect(text).toContain("李警官");
    expect(text).not.toMatch(/周联络|示例集团|（示例）/);
    await act(inspector, unnamed, "accept", "受理", async () => {});
    await act(inspector, unnamed, "answer", "告知结果", async () => {
      await inspector.locator("form").last().getByText("属实", { exact: true }).click();
      await inspector.getByLabel("结果和理由").fill("属实。已要求改正并向值班民警重申接听要求。");
    });
    await inspector.goto(unnamed);
    await inspector.getByText("轮到：匿名投诉人", { exact: false }).first().waitFor();
    await inspector.setViewportSize(phone);
    await look(inspector, "complaint-unnamed-answered");
    await act(liaison, unnamed, "confirm", "认可", async () => {
      await liaison.locator("form").last().getByText("认可", { exact: true }).first().click();
    });
    await expect.poll(() => liaison.locator("header [role=status]").first().innerText()).toContain("已结束");
  });
});
