import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

describe("views and many at once", () => {
  it("an office keeps a view of the projects with its columns, and proposes one sponsor for two of them", async () => {
    const office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/board`);
    await office.getByRole("button", { name: /变更阶段：黄河公铁大桥项目/ }).click();
    await office.getByLabel("从哪一天起").fill("2026-11-17");
    await office.getByLabel("依据").fill("竣工验收备案表，11 月 16 日现场核实");
    await office.getByRole("button", { name: "确认变更" }).click();
    await office.getByRole("dialog").waitFor({ state: "detached" });
    await office.getByRole("button", { name: "表格", exact: true }).click();
    await office.getByText("显示哪些列").click();
    await office.getByLabel("政策专员", { exact: true }).uncheck();
    await office.getByText("显示哪些列").click();
    await office.getByRole("button", { name: "视图", exact: true }).click();
    await office.getByRole("dialog").getByLabel("名称").fill("主任看表");
    await office.getByLabel(/^与.+共享/).check();
    await look(office, "views-sheet");
    await office.getByRole("dialog").getByRole("button", { name: "保存现在的筛选" }).click();
    await office.getByRole("dialog").getByRole("button", { name: "主任看表" }).waitFor();
    await office.keyboard.press("Escape");
    expect(await office.getByRole("button", { name: "主任看表" }).getAttribute("aria-pressed")).toBe("true");
    const boxes = office.getByRole("checkbox", { name: /^选择：/ });
    await boxes.nth(0).check();
    await boxes.nth(1).click({ modifiers: ["Shift"] });
    await office.getByText("已选 2 项").waitFor();
    await look(office, "bulk-projects");
    await office.getByRole("button", { name: "提名负责人" }).click();
    await office.getByRole("dialog").getByRole("radio").nth(4).check();
    await office.getByRole("dialog").getByLabel("理由").fill("包靠安排调整");
    await look(office, "bulk-propose");
    await office.getByRole("dialog").getByRole("button", { name: "提出任命", exact: true }).click();
    await office
      .getByText(/办好|没有办成/)
      .first()
      .waitFor();
    await look(office, "bulk-proposed");
    await office.context().close();
  });

  it("an officer offers several items at once from the keyboard, and finds his view again on the phone", async () => {
    const officer = await stage.enter("李警官", desk);
    await officer.goto(`${stage.url}/matters?kind=stageItem&state=DUE`);
    await officer
      .getByRole("checkbox", { name: /^选择：/ })
      .first()
      .waitFor();
    await officer.getByRole("button", { name: "视图", exact: true }).click();
    await officer.getByRole("dialog").getByLabel("名称").fill("要办的清单");
    await officer.getByRole("dialog").getByRole("button", { name: "保存现在的筛选" }).click();
    await officer
      .getByRole("dialog")
      .getByRole("button", { name: /要办的清单/ })
      .waitFor();
    await officer.keyboard.press("Escape");
    await officer.keyboard.press("j");
    await officer.keyboard.press("x");
    await officer.keyboard.press("j");
    await officer.keyboard.press("x");
    await officer.getByText("已选 2 项").waitFor();
    await look(officer, "bulk-matters");
    await officer.getByRole("region", { name: "已选的行" }).getByRole("button", { name: /企业/ }).first().click();
    await officer.getByRole("dialog").getByRole("textbox").first().fill("下周我们可以上门一起办，您看需要吗？");
    await look(officer, "bulk-step");
    await officer
      .getByRole("dialog")
      .getByRole("button", { name: /（2 项）/ })
      .click();
    await officer.getByText("2 项全部办好").waitFor();
    await look(officer, "bulk-step-done");
    await officer.context().close();

    const later = await stage.enter("李警官", phone);
    await later.goto(`${stage.url}/matters`);
    await later.getByRole("button", { name: "视图", exact: true }).click();
    await later
      .getByRole("dialog")
      .getByRole("button", { name: /要办的清单/ })
      .first()
      .waitFor();
    await look(later, "views-phone-sheet");
    // Whichever of a view's buttons begins a line begins it where the lines above begin.
    const acts = later
      .getByRole("dialog")
      .getByRole("button", { name: "删除" })
      .first()
      .locator("..")
      .locator("button");
    const starts = await acts.evaluateAll((all) => {
      const boxes = all.map((one) => one.getBoundingClientRect());
      return boxes.filter(({ top }, at) => at === 0 || top > (boxes[at - 1]?.top ?? 0)).map(({ left }) => left);
    });
    expect(new Set(starts)).toHaveProperty("size", 1);
    await later
      .getByRole("dialog")
      .getByRole("button", { name: /要办的清单/ })
      .first()
      .click();
    await later.getByRole("button", { name: "视图：要办的清单" }).waitFor();
    await look(later, "views-phone");
    // Choosing is a mode there: a tap chooses instead of opening.
    await later.goto(`${stage.url}/matters`);
    await later.getByRole("button", { name: "选择", exact: true }).click();
    await later.getByText("点选要一起办的事项").waitFor();
    await later.locator("li > label:last-child").nth(0).tap();
    await later.locator("li > label:last-child").nth(1).tap();
    await later.getByText("已选 2 项").waitFor();
    expect(new URL(later.url()).pathname).toBe("/matters");
    await look(later, "bulk-phone");
    await later.getByRole("region", { name: "已选的行" }).getByRole("button", { name: "完成" }).click();
    await later.getByRole("region", { name: "已选的行" }).waitFor({ state: "detached" });
    expect(await later.getByRole("checkbox", { name: /^选择：/ }).count()).toBe(0);
    await later.context().close();
  });
});
