import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

describe("the life of a project", () => {
  it("is moved on by the office from the board; the stage's work reaches the officer and the firm", async () => {
    const office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/board`);
    await office.getByRole("heading", { name: "项目", level: 1 }).waitFor();
    await look(office, "board");
    await office.getByRole("button", { name: /变更阶段：黄河公铁大桥项目/ }).click();
    await office.getByText("进入“投产”").waitFor();
    await office.getByLabel("依据").fill("竣工验收备案表，11 月 16 日现场核实");
    await look(office, "board-change");
    await office.getByRole("button", { name: "确认变更" }).click();
    await office.getByText(/列出 5 件要办的事/).waitFor();
    await office.getByRole("button", { name: "表格", exact: true }).click();
    await office.getByRole("button", { name: /在办/ }).click();
    expect(await office.locator('th[aria-sort="descending"]').count()).toBe(1);
    await look(office, "board-table");

    await office.goto(`${stage.url}/board`);
    await office.getByRole("link", { name: /黄河公铁大桥项目/ }).click();
    await office.getByText("内部治安保卫制度").first().waitFor();
    await office.getByText("竣工验收备案表").waitFor();
    await look(office, "project-moved");
    await office.getByRole("link", { name: "六张清单" }).click();
    await office.getByRole("columnheader", { name: "措施" }).waitFor();
    await look(office, "six-lists");
    await office.context().close();

    const officer = await stage.enter("李警官", phone);
    const mine = await officer.evaluate(async () => (await fetch("/api/matters?view=mine&limit=100")).json());
    const titles = mine.items.map((item: { title: string }) => item.title);
    expect(titles).toContain("反诈演练");
    await officer.context().close();

    const firm = await stage.enter("周联络", phone);
    const project = await firm.evaluate(async () => (await (await fetch("/api/projects")).json()).items[0].id);
    await firm.goto(`${stage.url}/projects/${project}`);
    await firm.getByRole("link", { name: "反诈演练", exact: true }).waitFor();
    expect(await firm.getByText("竣工验收备案表").count()).toBe(0);
    await look(firm, "project-firm");
    await firm.context().close();
  }, 240_000);
});
