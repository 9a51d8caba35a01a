import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { button, desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
let liaison: Page;
let officer: Page;

beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

describe("a liaison and her own data", () => {
  it("reads the privacy notice, sees who looked, corrects her telephone, takes a consent back", async () => {
    const police = await stage.enter("李警官", desk);
    const matter = await police.evaluate(async () => {
      const list = await (await fetch("/api/matters?view=all&procedure=consultation")).json();
      return Number(
        list.items.find((one: { enterprise: { name: string } }) => one.enterprise.name.startsWith("东岸"))?.id,
      );
    });
    await police.goto(`${stage.url}/matters/${matter}`);
    await police.getByRole("heading", { level: 1 }).first().waitFor();
    liaison = await stage.enter("周联络", phone);
    await liaison.goto(`${stage.url}/my-data/notice`);
    await liaison.getByRole("heading", { name: "谁在处理" }).waitFor();
    await look(liaison, "privacy");
    await liaison.goto(`${stage.url}/my-data`);
    await liaison.getByText("北宋派出所").first().waitFor();
    await look(liaison, "my-data");
    await button(liaison, "更正电话").click();
    await liaison.getByRole("textbox", { name: /电话/ }).fill("12");
    await button(liaison, "保存").click();
    await liaison.locator('input[aria-invalid="true"]').waitFor();
    await liaison.getByRole("textbox", { name: /电话/ }).fill("0546-0123456");
    await button(liaison, "保存").click();
    await liaison.getByText("0546-0123456").waitFor();
    await button(liaison, "撤回同意").click();
    await button(liaison, "重新同意").waitFor();
  });

  it("asks for a copy; the data protection officer gives it from a list that holds nothing else", async () => {
    await button(liaison, "提出申请").click();
    await look(liaison, "my-data-ask");
    await button(liaison, "提交申请").click();
    await liaison.getByText("我的申请").waitFor();
    officer = await stage.enter("顾专员", desk);
    await officer.getByText("要一份我的信息副本").first().waitFor();
    await look(officer, "data-protection-home");
    await officer.getByText("要一份我的信息副本").first().click();
    await button(officer, "提供副本").first().waitFor();
    await look(officer, "rights-request");
    await button(officer, "提供副本").first().click();
    await officer.getByText("已办理").first().waitFor();
  });

  it("sees and takes the copy, on a phone and on a desk", async () => {
    await liaison.goto(`${stage.url}/my-data`);
    await liaison.getByText("查看和下载副本").click();
    await liaison.getByRole("heading", { name: "我的信息副本", level: 1 }).waitFor();
    await look(liaison, "my-copy");
    // What cannot be told apart is one line, with how often.
    const looks = await liaison.getByRole("region", { name: "谁看过" }).locator("p").allInnerTexts();
    const alike = looks.map((line) => line.replace(/\d\d:\d\d|，当天 \d+ 次/g, ""));
    expect(new Set(alike).size).toBe(looks.length);
    const download = liaison.waitForEvent("download");
    await button(liaison, "下载 JSON 文件").click();
    expect((await download).suggestedFilename()).toBe("my-data-2026-11-17.json");
    await liaison.setViewportSize(desk);
    await liaison.goto(`${stage.url}/my-data`);
    await liaison.getByText("查看和下载副本").waitFor();
    await look(liaison, "my-data");
  });
});

describe("the staff and their own data", () => {
  it("an officer asks for a copy, which shows his places and is given by the same desk", async () => {
    const staff = await stage.enter("李警官", phone);
    await staff.goto(`${stage.url}/my-data`);
    await button(staff, "提出申请").click();
    await staff.getByText("您的领导和同事都看不到").waitFor();
    await look(staff, "my-data-staff");
    await button(staff, "提交申请").click();
    await staff.getByText("我的申请").waitFor();
    await officer.goto(stage.url);
    await officer.getByText("要一份我的信息副本").first().click();
    await button(officer, "提供副本").first().click();
    await officer.getByText("已办理").first().waitFor();
    await staff.goto(`${stage.url}/my-data`);
    await staff.getByText("查看和下载副本").click();
    await staff.getByRole("heading", { name: "工作信息" }).waitFor();
    for (const size of [phone, desk]) {
      await staff.setViewportSize(size);
      await look(staff, "my-copy-staff");
    }
    await staff.close();
  });

  it("an administrator asks, and reads his request, which is the only matter that he sees", async () => {
    const keeper = await stage.enter("许安全", desk);
    await keeper.goto(`${stage.url}/my-data`);
    await button(keeper, "提出申请").click();
    await keeper.getByRole("radio", { name: "说明怎样使用我的信息" }).check();
    await keeper.getByLabel("具体情况").fill("登录记录保存多久？");
    await keeper.getByText("草稿已保存").waitFor();
    await keeper.reload();
    await keeper.getByText("已恢复").waitFor();
    expect(await keeper.getByLabel("具体情况").inputValue()).toBe("登录记录保存多久？");
    await button(keeper, "提交申请").click();
    await keeper.getByRole("link", { name: "说明怎样使用我的信息" }).click();
    await keeper.getByText("登录记录保存多久？").first().waitFor();
    for (const size of [phone, desk]) {
      await keeper.setViewportSize(size);
      await look(keeper, "rights-request-administrator");
    }
    await keeper.close();
  });
});
