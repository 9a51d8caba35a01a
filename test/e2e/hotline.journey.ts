import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heads, line } from "../ticket-book.ts";
import { book } from "../workbooks.ts";
import { act, desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
let office: Page;
let officer: Page;
let address: string;

beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The same page at both widths. */
async function lookTwice(page: Page, name: string): Promise<void> {
  await page.setViewportSize(phone);
  await look(page, name);
  await page.setViewportSize(desk);
  await look(page, name);
}

describe("tickets of the hotline", () => {
  it("come as a workbook: a wrong row is told with its reason, the others are taken over", async () => {
    office = await stage.enter("钱主任", desk);
    await office.getByRole("link", { name: "12345 工单" }).click();
    await office.getByText("没有在办的工单").waitFor();
    await lookTwice(office, "hotline-empty");
    await office.getByRole("link", { name: "导入工单清单" }).click();
    expect(await office.getByRole("radio", { name: /12345 工单/ }).isChecked()).toBe(true);
    const rows = [
      line(1, { 来电时间: "2026-11-16 20:15", 涉及项目: "SL-2024-001", 承办单位: null, 答复期限: "2026-11-19 17:00" }),
      line(2, { 标题: "路口停车堵门", 来电时间: "2026-11-16 09:00", 答复期限: "2026-11-16 18:00", 热线分类: "停车" }),
      line(3, { 来电时间: "2026-11-16 10:00", 答复期限: "2026-11-15 10:00" }),
    ];
    const buffer = await book([["12345 工单（示例）"], heads, ...rows], { merges: ["A1:M1"] });
    await office.locator('input[type="file"]').setInputFiles({ name: "工单清单.xlsx", mimeType, buffer });
    await office.getByText("答复期限：不能早于来电时间").waitFor();
    await lookTwice(office, "hotline-import-checked");
    await office.getByRole("button", { name: "写入 2 行" }).click();
    await office.getByRole("dialog").getByRole("button", { name: "写入 2 行" }).click();
    await office.getByText("已写入 2 行").first().waitFor();
    await office.goto(`${stage.url}/hotline`);
    await office.getByText("路口停车堵门").waitFor();
    await office
      .getByText(/已超 \d+ 小时/)
      .first()
      .waitFor();
    await lookTwice(office, "hotline-list");
  });

  it("are signed by the project's officer on his phone, who rings the caller and replies", async () => {
    officer = await stage.enter("李警官", phone);
    await officer.getByText("夜间施工噪声").first().click();
    await officer.getByText("等您签收").first().waitFor();
    await officer.getByText("0546-8012345").first().waitFor();
    await look(officer, "hotline-ticket-officer");
    address = officer.url().replace(/\?.*$/, "");
    await act(officer, address, "sign", "签收", async () => {});
    await act(officer, address, "contact", "记下首次联系", async () => {
      await officer.locator("form").last().getByText("电话", { exact: true }).click();
      await officer.getByLabel("说了什么、约定了什么").fill("约好今晚十点一起到工地门口听。");
    });
    await officer.goto(`${address}?step=reply`);
    await officer.locator("form").last().waitFor();
    await look(officer, "hotline-reply-form");
    await act(officer, address, "reply", "答复", async () => {
      await officer.locator("form").last().getByText("办成了", { exact: true }).click();
      await officer.getByLabel("答复内容").fill("已到工地查看，十点以后停止施工，夜间不再卸料。");
    });
    await officer.getByText("已答复，等").first().waitFor();
    await look(officer, "hotline-replied-officer");
    await officer.setViewportSize(desk);
    await look(officer, "hotline-replied-officer");
  });

  it("get their return call from the office, never from whoever replied", async () => {
    await officer.goto(address);
    await officer.getByText("已答复，等").first().waitFor();
    expect(await officer.getByRole("button", { name: /记下回访/ }).count()).toBe(0);
    await office.goto(`${address}?step=callBack`);
    await office.locator("form").last().waitFor();
    await office.setViewportSize(phone);
    await look(office, "hotline-return-call");
    await office.setViewportSize(desk);
    await act(office, address, "callBack", "记下回访：解决了", async () => {
      const form = office.locator("form").last();
      await form.getByText("及时", { exact: true }).click();
      await form.getByText("都解决了", { exact: true }).click();
      await form.getByText("满意", { exact: true }).click();
    });
    await office.getByText("已回访结案").first().waitFor();
    await look(office, "hotline-closed");
  });

  it("go back with their replies, once, in a workbook", async () => {
    await office.goto(`${stage.url}/hotline/replies`);
    await office.getByText("有 1 条答复还没有导出").waitFor();
    await office.getByRole("button", { name: "导出答复" }).click();
    await office.getByText("没有待导出的答复。").waitFor();
    await lookTwice(office, "hotline-replies");
    const coming = office.waitForEvent("download");
    await office.getByRole("link", { name: "下载第 1 号导出" }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe("12345 工单-1.xlsx");
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe("PK");
  });

  it("give the three rates, with definition and what they were counted from", async () => {
    await office.goto(`${stage.url}/hotline/rates`);
    await office.getByRole("heading", { level: 1, name: /三率 · 2026年11月/ }).waitFor();
    const rate = office.getByRole("article").filter({ has: office.getByRole("heading", { name: "解决率" }) });
    await rate.locator("strong").getByText("100%").waitFor();
    await lookTwice(office, "hotline-rates");
    await rate.getByText("怎么算的、分项").click();
    await rate.getByText(/承办人自己写的结果不算/).waitFor();
    await rate.getByRole("button", { name: "看是哪些" }).click();
    await office.getByRole("dialog").getByText("夜间施工噪声").waitFor();
    await look(office, "hotline-rates-records");
  });

  it("of a station without a project are its chief's to sign", async () => {
    const chief = await stage.enter("孙所长", phone);
    await chief.getByText("路口停车堵门").first().click();
    await chief.getByRole("button", { name: "签收" }).first().waitFor();
    await look(chief, "hotline-ticket-chief");
    await chief.context().close();
  });

  it("that came by telephone are entered one by one, each number once", async () => {
    await office.setViewportSize(phone);
    await office.goto(`${stage.url}/me`);
    await office.getByRole("link", { name: "12345 工单" }).click();
    await office.getByRole("link", { name: "登记工单" }).click();
    await office.getByRole("button", { name: "接收" }).click();
    await office.getByText("请填写", { exact: true }).first().waitFor();
    await look(office, "hotline-entry-missing");
    const fill = async (number: string) => {
      await office.getByLabel("12345 工单编号").fill(number);
      await office.getByLabel("由哪个单位办").selectOption({ label: "北宋派出所" });
      await office.getByLabel("标题").fill("养殖场门口被堵（示例）");
      await office.getByLabel("来电内容").fill("门口停了两辆大车，饲料车进不来。");
      await office.getByLabel("热线分类").fill("停车");
    };
    await fill("DY-2026-1");
    await office.getByRole("button", { name: "接收" }).click();
    await office.getByText(/这个编号的工单已经在系统里/).waitFor();
    await fill("DY-2026-9");
    // What was typed stays when the screen is turned.
    await lookTwice(office, "hotline-entry");
    expect(await office.getByLabel("标题").inputValue()).toBe("养殖场门口被堵（示例）");
    await office.getByRole("button", { name: "接收" }).click();
    await office.getByText("已接收").waitFor();
    await office.getByRole("link", { name: "打开工单" }).click();
    await office.getByText("养殖场门口被堵（示例）").first().waitFor();
    await office.context().close();
  });
});
