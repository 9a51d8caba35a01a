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
    expect(await office.getByText("正在写入").count()).toBe(0);
    await office.setViewportSize(phone);
    await look(office, "import-applied");
    await office.setViewportSize(desk);
    // A later list with another telephone: what changes is shown, the numbers themselves are not.
    const applied = office.url();
    await office.goto(`${stage.url}/imports`);
    const later = await book([heads, line(1, { 联系人: "吴某", 电话: "13900005678" })]);
    await office.locator('input[type="file"]').setInputFiles({ name: "更正.xlsx", mimeType, buffer: later });
    await office.getByText("139****5678").first().waitFor();
    expect(await office.locator("main").innerText()).not.toMatch(/13900005678|8012345/);
    await look(office, "import-masked");
    await office.setViewportSize(phone);
    await look(office, "import-masked");
    await office.setViewportSize(desk);
    await office.goto(applied);
    await office.getByRole("button", { name: "撤回这次导入" }).click();
    await office.getByRole("dialog").getByRole("button", { name: "撤回这次导入" }).click();
    await office.getByText("已撤回 1 行").waitFor();
    await office.goto(`${stage.url}/imports`);
    await office.getByText("已撤回").first().waitFor();
    expect(await office.getByText("重点项目.xlsx").count()).toBe(1);
    await office.setViewportSize(phone);
    await look(office, "imports");
  });

  it("shows how far a long one is, goes on without its browser, and is stopped", async () => {
    await office.setViewportSize(desk);
    const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    const rows = Array.from({ length: 6000 }, (_, at) => line(at + 1000));
    const upload = async (name: string) => {
      await office.goto(`${stage.url}/imports`);
      const buffer = await book([heads, ...rows]);
      await office.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer });
      await office.getByRole("button", { name: "写入 6000 行" }).waitFor({ timeout: 120_000 });
    };
    const write = async () => {
      await office.getByRole("button", { name: "写入 6000 行" }).click();
      await office.getByRole("dialog").getByRole("button", { name: "写入 6000 行" }).click();
      await office.getByText(/已写入 [1-9]\d* \/ 6000 行/).waitFor({ timeout: 120_000 });
    };
    await upload("长清单.xlsx");
    // Stopped at once: a fast machine is through before anybody has looked around.
    await write();
    await office.getByRole("button", { name: "停止写入" }).click();
    await office.getByText("已按要求停下，什么都没有改动。").waitFor({ timeout: 120_000 });
    await look(office, "import-stopped");
    // Written after all, while nobody looks.
    await write();
    await look(office, "import-writing");
    await office.setViewportSize(phone);
    await look(office, "import-writing-phone");
    await office.setViewportSize(desk);
    const address = office.url();
    await office.goto("about:blank");
    await office.goto(address);
    await office.getByText("已写入 6000 行", { exact: true }).waitFor({ timeout: 180_000 });
    await look(office, "import-written");
  });
});
