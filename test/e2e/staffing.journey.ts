import { afterAll, beforeAll, expect, test } from "vitest";
import { desk, look, openStage, phone, smallTargets, type Stage } from "./stage.ts";

/** An officer is away, hands a project over, and the office sees to it that no project is without. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-18T10:00:00+08:00");
});
afterAll(() => stage?.close());

test("an absence, a hand-over from one officer to the next, and the office's table", async () => {
  const officer = await stage.enter("李警官", phone);
  await officer.getByRole("link", { name: "我的" }).click();
  await officer.getByRole("link", { name: "请假外出" }).click();
  await officer.getByLabel("开始日期").fill("2026-11-20");
  await officer.getByLabel("结束日期").fill("2026-11-19");
  await officer.getByRole("button", { name: "登记" }).click();
  await officer.getByText("结束要晚于开始").waitFor();
  await officer.getByLabel("结束日期").fill("2026-11-21");
  await officer.getByRole("button", { name: "登记" }).click();
  await officer
    .getByText(/由王警官代行/)
    .first()
    .waitFor();
  await look(officer, "staffing-absence");

  await officer.goto(`${stage.url}/handovers`);
  await officer.getByLabel(/黄河公铁大桥/).check();
  await officer.getByRole("button", { name: "加一件答应过的事" }).click();
  await officer.getByLabel("答应过的事").fill("月底前答复夜间施工问题");
  await officer.getByLabel("答应的日期").fill("2026-11-30");
  await look(officer, "staffing-give");
  await officer.getByRole("button", { name: "提出交接" }).click();
  await officer.getByText("等办公室指定接手人").first().waitFor();

  const office = await stage.enter("钱主任", desk);
  await office.getByRole("link", { name: "人员", exact: true }).click();
  await office.getByText(/等指定接手人/).waitFor();
  await look(office, "staffing-table");
  await office.getByRole("button", { name: /黄河公铁大桥.*包靠领导/ }).click();
  await office.getByText("由谁担任").waitFor();
  await look(office, "staffing-name");
  // Whoever has the place is not proposed for it once more.
  const naming = office.getByRole("dialog");
  await naming.getByRole("radio", { name: /蒋局长/ }).check();
  await naming.getByLabel("理由").fill("年度分工");
  await office.getByRole("button", { name: "提出任命", exact: true }).click();
  await naming.getByText("他已经担任这个位置").waitFor();
  await office.keyboard.press("Escape");
  await office.getByRole("button", { name: /黄河公铁大桥.*政策专员/ }).click();
  await naming.getByRole("radio", { name: /沈专员/ }).check();
  await naming.getByLabel("理由").fill("年度分工");
  await office.getByRole("button", { name: "提出任命", exact: true }).click();
  await office.getByText("已提出，等批准").waitFor();
  await office.getByText(/沈专员 · 政策专员/).waitFor();
  // An order number that is too short is no missing one.
  const order = office.getByLabel("文号");
  await order.first().fill("9");
  await office.getByRole("button", { name: "批准", exact: true }).first().click();
  await office.getByText("至少写 2 个字").waitFor();
  await order.first().fill("利公项〔2026〕8 号");
  await office.getByRole("button", { name: "批准", exact: true }).first().click();
  await office.getByText("已批准").waitFor();
  await office.goto(`${stage.url}/handovers`);
  await office.getByRole("link", { name: /黄河公铁大桥/ }).click();
  const successor = office.getByLabel("接手人");
  const option = await successor.locator("option", { hasText: "孙所长" }).getAttribute("value");
  await successor.selectOption(option ?? "");
  await office.getByLabel("文号").fill("利公项〔2026〕9 号");
  await office.getByRole("button", { name: "指定接手人" }).click();
  await office.getByText("等接手", { exact: true }).waitFor();
  await look(office, "staffing-sheet");

  const next = await stage.enter("孙所长", phone);
  await next.goto(`${stage.url}/handovers`);
  await next.getByRole("link", { name: /黄河公铁大桥/ }).click();
  await next.getByText("月底前答复夜间施工问题").waitFor();
  await look(next, "staffing-accept");
  await next.getByRole("button", { name: "接手", exact: true }).click();
  await next.getByRole("dialog").getByRole("button", { name: "接手", exact: true }).click();
  await next.getByText("已接手").first().waitFor();

  const firm = await stage.enter("周联络", phone);
  await firm.getByText("孙所长").first().waitFor();
  expect(await firm.getByText("李警官").count()).toBe(0);
  const small = await stage.enter("孙所长", phone);
  await small.goto(`${stage.url}/staffing`);
  await small.getByRole("table").waitFor();
  await look(small, "staffing-table");
  await office.setViewportSize(phone);
  await office.goto(`${stage.url}/staffing`);
  const rows = office.getByRole("table", { name: "项目人员" }).locator("tbody tr");
  await rows.first().waitFor();
  await look(office, "staffing-table");
  expect(await smallTargets(office, "main")).toEqual([]);
  // A project is a glance: its people stand two and two, not one below the other.
  const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  expect(Math.max(...heights)).toBeLessThan(230);
});
