import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, smallTargets, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

describe("the month", () => {
  it("is one tab away on the office's phone: last month's figures, then the running one", async () => {
    const office = await stage.enter("钱主任", phone);
    await office.getByRole("link", { name: "月报" }).click();
    await office.getByRole("heading", { level: 1, name: /2026年10月/ }).waitFor();
    await office.getByRole("heading", { name: "诉求", exact: true }).waitFor();
    await look(office, "month");
    // A minute on a phone: where it is stuck and what moved; the figures are folded, and of a month alone nothing is drawn.
    await office.getByRole("heading", { name: /^哪些数字变了/ }).waitFor();
    expect(await office.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(2_200);
    expect(await office.getByRole("heading", { name: "收到诉求" }).isVisible()).toBe(false);
    await office.getByRole("heading", { name: "诉求", exact: true }).click();
    await office.getByRole("heading", { name: "收到诉求" }).waitFor();
    expect(await smallTargets(office, "main")).toEqual([]);
    await office.getByRole("heading", { name: "收到诉求" }).click();
    await office.getByText("本期提交的诉求件数", { exact: false }).first().waitFor();
    await look(office, "month-open");
    await office.getByRole("button", { name: "下个月" }).click();
    await office.getByRole("heading", { level: 1, name: /2026年11月/ }).waitFor();
    await office.getByRole("heading", { name: "卡在哪里", exact: true }).waitFor();
    await look(office, "month-running");
    await office.context().close();
  });

  it("explains each figure to the leader and shows what is behind it", async () => {
    const leader = await stage.enter("蒋局长", desk);
    await leader.goto(`${stage.url}/month/2026-10`);
    // One minute: where it is stuck and what moved are both on the first screen, all else is a line each.
    const minute = [
      leader.getByRole("table", { name: "各单位进行中的事" }),
      leader.getByRole("heading", { name: /^哪些数字变了/ }).locator("xpath=.."),
    ];
    for (const part of minute) {
      await part.waitFor();
      expect(await part.evaluate((one) => one.getBoundingClientRect().bottom)).toBeLessThan(desk.height);
    }
    await leader.getByRole("heading", { name: "诉求", exact: true }).waitFor();
    expect(await leader.getByRole("heading", { name: "收到诉求" }).isVisible()).toBe(false);
    expect(await leader.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(1_800);
    await look(leader, "month-minute");
    await leader.goto(`${stage.url}/month/2026-11`);
    await leader.getByRole("button", { name: "展开全部数字" }).click();
    await leader.getByRole("heading", { name: "收到诉求" }).waitFor();
    await leader.getByText("怎么算的、分项").first().click();
    await leader.getByText("口径第 1 版").first().waitFor();
    await look(leader, "month-explained");
    // On paper nothing is folded, though a sheet is no wider than a phone; and it is two sheets, not one more for a few lines.
    const pdf = await leader.pdf({
      format: "A4",
      margin: { top: "10mm", bottom: "10mm", left: "10mm", right: "10mm" },
      printBackground: true,
    });
    expect([...pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b/g)]).toHaveLength(2);
    await leader.emulateMedia({ media: "print" });
    for (const size of [desk, phone]) {
      await leader.setViewportSize(size);
      await leader.getByRole("heading", { name: "收到诉求" }).waitFor();
      await leader.getByRole("heading", { name: "统计口径" }).waitFor();
    }
    await leader.setViewportSize(desk);
    await leader.emulateMedia({ media: "screen" });
    // Of figures that count matters one can ask which; the first of them, wherever it stands.
    const records = leader.getByRole("button", { name: "看是哪些" });
    const closed = leader.getByText("怎么算的、分项");
    for (let at = 1; (await records.count()) === 0; at += 1) await closed.nth(at).click();
    await records.first().click();
    await leader.getByText(/^共 \d+ 件，您能查看 \d+ 件。/).waitFor();
    await look(leader, "month-records");
    await leader.context().close();
  });
});
