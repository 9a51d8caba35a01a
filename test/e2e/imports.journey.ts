import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heads, line } from "../import-desk.ts";
import { book } from "../workbooks.ts";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
let office: Page;

beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

describe("a list of projects", () => {
  it("is uploaded, checked, written, and taken back by the office", async () => {
    office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/imports`);
    await office.getByRole("heading", { name: "清单导入" }).waitFor();
    await look(office, "imports-empty");
    const list = await book([[...heads, "民族"], line(1), line(2, { 电话: "12" })]);
    const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    await office.locator('input[type="file"]').setInputFiles({ name: "重点项目.xlsx", mimeType, buffer: list });
    await office.getByText("这些列不得收集，已丢弃：民族").waitFor();
    await office
      .getByText(/电话不对/)
      .first()
      .waitFor();
    await look(office, "import-checked");
    await office.getByRole("button", { name: "写入 1 行" }).click();
    await office.getByRole("dialog").getByRole("button", { name: "写入 1 行" }).click();
    await office.getByText("已写入 1 行").waitFor();
    await office.setViewportSize(phone);
    await look(office, "import-applied");
    await office.setViewportSize(desk);
    await office.getByRole("button", { name: "撤回这次导入" }).click();
    await office.getByRole("dialog").getByRole("button", { name: "撤回这次导入" }).click();
    await office.getByText("已撤回 1 行").waitFor();
    await office.goto(`${stage.url}/imports`);
    await office.getByText("已撤回").first().waitFor();
    expect(await office.getByText("重点项目.xlsx").count()).toBe(1);
    await office.setViewportSize(phone);
    await look(office, "imports");
  });
});
