import { afterAll, beforeAll, describe, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

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
    await office.getByRole("button", { name: "下个月" }).click();
    await office.getByRole("heading", { level: 1, name: /2026年11月/ }).waitFor();
    await office.getByRole("heading", { name: "卡在哪里", exact: true }).waitFor();
    await look(office, "month-running");
    await office.context().close();
  });

  it("explains each figure to the leader and shows what is behind it", async () => {
    const leader = await stage.enter("蒋局长", desk);
    await leader.goto(`${stage.url}/month/2026-11`);
    await leader.getByText("怎么算的、分项").first().click();
    await leader.getByText("口径第 1 版").first().waitFor();
    await look(leader, "month-explained");
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
