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
