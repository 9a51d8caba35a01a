import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heads, line } from "../ticket-book.ts";
import { book } from "../workbooks.ts";
import { button, desk, look, openStage, phone, type Stage } from "./stage.ts";

/** What keeps data from going, from being seen, and who watches over it: each screen as its people meet it. */

let stage: Stage;
let keeper: Page;
let system: Page;
let reader: Page;
let auditor: Page;
let matter: { readonly id: number; readonly number: string };

beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
  const officer = await stage.enter("李警官", phone);
  matter = await officer.evaluate(async () => {
    const { items } = await (await fetch("/api/matters?view=all&procedure=consultation")).json();
    const one = items.find(({ title }: { title: string }) => title === "工地大门口渣土车拥堵");
    return { id: one.id, number: one.number };
  });
});
afterAll(() => stage.close());

/** The same page at both widths. */
async function lookTwice(page: Page, name: string): Promise<void> {
  for (const size of [phone, desk]) {
    await page.setViewportSize(size);
    await look(page, name);
  }
}

/** The same page once in the other language. */
async function lookInEnglish(page: Page, heading: string, name: string): Promise<void> {
  await page.setViewportSize(desk);
  await page.getByRole("button", { name: "切换语言：English" }).first().click();
  await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  await page.setViewportSize(phone);
  await look(page, `${name}-en`);
  expect(await page.locator("main").innerText()).not.toMatch(/\b(hold|glass|unusual|register)\.[a-z]/);
  await page.setViewportSize(desk);
  await page.getByRole("button", { name: "Change language: 中文" }).first().click();
  await page.getByRole("button", { name: "切换语言：English" }).first().waitFor();
}

const within = (page: Page) => page.getByRole("dialog");

describe("a hold", () => {
  it("is placed by one and confirmed by another", async () => {
    keeper = await stage.enter("严督察", desk);
    await keeper.goto(`${stage.url}/holds`);
    await keeper.getByText("没有保全", { exact: true }).waitFor();
    await button(keeper, "设置保全").click();
    await within(keeper).getByLabel("事项编号").fill("ZX-370522-20261009-9999");
    await within(keeper).getByLabel("原因").fill("行政复议期间保全");
    await within(keeper).getByLabel("保全到").fill("2027-05-01");
    await within(keeper).getByRole("button", { name: "设置保全" }).click();
    await keeper.locator('input[aria-invalid="true"]').waitFor();
    await lookTwice(keeper, "hold-place");
    await within(keeper).getByLabel("事项编号").fill(matter.number);
    await within(keeper).getByRole("button", { name: "设置保全" }).click();
    await keeper.getByText("等第二个人确认").waitFor();
    // Nobody is his own second person.
    expect(await button(keeper, "确认保全").count()).toBe(0);
    const second = await stage.enter("顾专员", desk);
    await second.goto(`${stage.url}/holds`);
    await button(second, "确认保全").waitFor();
    await lookTwice(second, "holds-waiting");
    await button(second, "确认保全").click();
    await second.getByText("保全中", { exact: true }).waitFor();
    await button(second, "提出解除").click();
    await within(second).getByRole("textbox").fill("复议已经终结");
    await within(second).getByRole("button", { name: "提出解除" }).click();
    await second.getByText(/顾专员 提出解除：复议已经终结/).waitFor();
    await second.close();
  });

  it("ends when both have said so", async () => {
    await keeper.reload();
    await button(keeper, "同意解除").waitFor();
    await button(keeper, "同意解除").click();
    await within(keeper).getByRole("textbox").fill("已经核对，同意解除");
    await within(keeper).getByRole("button", { name: "同意解除" }).click();
    await within(keeper).waitFor({ state: "detached" });
    await keeper.locator("main").getByText("已解除", { exact: true }).waitFor();
    await lookInEnglish(keeper, "Retention and holds", "holds");
  });
});

describe("a matter opened for a while", () => {
  it("takes one administrator of either office", async () => {
    system = await stage.enter("杨管理", desk);
    await system.goto(`${stage.url}/glass`);
    await system.getByText("有人申请或开放时，会列在这里。").waitFor();
    await button(system, "申请开放").click();
    await within(system).getByLabel("事项编号").fill(matter.number);
    await within(system).getByLabel("查看人的警号").fill("SL9999");
    await within(system).getByLabel("原因").fill("承办人住院，群众反映紧急");
    await button(system, "提交申请").click();
    await system.getByText("没有这个警号").waitFor();
    await lookTwice(system, "glass-ask");
    await within(system).getByLabel("查看人的警号").fill("SL111");
    await button(system, "提交申请").click();
    await system.getByText("等另一位管理员同意", { exact: true }).waitFor();
    expect(await button(system, "同意开放").count()).toBe(0);
    // Whom it is for has his page open already; what opens stands in his navigation without his doing.
    reader = await stage.enter("段警官", phone);
    await reader.goto(`${stage.url}/me`);
    await reader.getByRole("heading", { level: 1 }).waitFor();
    expect(await reader.getByRole("link", { name: "临时开放" }).count()).toBe(0);
    const security = await stage.enter("许安全", desk);
    await security.goto(`${stage.url}/glass`);
    await button(security, "同意开放").waitFor();
    await lookTwice(security, "glass-asked");
    await button(security, "同意开放").click();
    await security.getByText(/^开放中，.*结束$/).waitFor();
    await lookInEnglish(security, "Opened for a while", "glass");
    // Whoever opens it sees nothing of it.
    await security.goto(`${stage.url}/matters/${matter.id}`);
    await security.getByText("没有找到").first().waitFor();
    expect(await security.getByText("渣土车").count()).toBe(0);
    await security.close();
  });

  it("is read by the one it is for, who can do nothing with it, and by nobody else", async () => {
    // As long as it is open his navigation leads there, on a phone by his own page, and back again.
    await reader.getByRole("link", { name: "临时开放" }).click();
    await reader.getByRole("link", { name: matter.number }).waitFor();
    await reader.getByRole("link", { name: "返回" }).click();
    await reader.waitForURL("**/me");
    await reader.setViewportSize(desk);
    await reader.locator("aside nav").getByRole("link", { name: "临时开放" }).click();
    await reader.getByRole("link", { name: matter.number }).waitFor();
    await lookTwice(reader, "glass-reader");
    await reader.getByRole("link", { name: matter.number }).click();
    await reader.getByText("这件事项临时开放给您查看").waitFor();
    await lookTwice(reader, "glass-matter");
    expect(await reader.locator('main a[href*="step="], main form').count()).toBe(0);
    const third = await stage.enter("沈专员", phone);
    await third.goto(`${stage.url}/glass`);
    await third.getByText("没有临时开放").waitFor();
    await look(third, "glass-none");
    await third.getByRole("link", { name: "返回" }).click();
    await third.waitForURL("**/me");
    expect(await third.getByRole("link", { name: "临时开放" }).count()).toBe(0);
    await third.goto(`${stage.url}/matters/${matter.id}`);
    await third.getByText("没有找到").first().waitFor();
    expect(await third.getByText("渣土车").count()).toBe(0);
    await third.close();
  });
});

describe("a masked telephone", () => {
  it("is shown for a reason to somebody at the city office, who does not need it", async () => {
    const office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/imports`);
    await office.getByRole("radio", { name: /12345 工单/ }).check();
    const caller = { 来电时间: "2026-11-16 20:15", 答复期限: "2026-11-19 17:00", 是否保密: "否" };
    const buffer = await book([heads, line(1, caller)]);
    const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    await office.locator('input[type="file"]').setInputFiles({ name: "工单清单.xlsx", mimeType, buffer });
    await button(office, "写入 1 行").click();
    await within(office).getByRole("button", { name: "写入 1 行" }).click();
    await office.getByText("已写入 1 行").first().waitFor();
    await office.close();
    const city = await stage.enter("卫主任", phone);
    await city.goto(`${stage.url}/matters`);
    await city.getByText("夜间施工噪声").first().click();
    await button(city, "显示全部").first().waitFor();
    expect(await city.getByText("0546-8012345").count()).toBe(0);
    await button(city, "显示全部").last().click();
    await button(city, "显示").click();
    await within(city).getByText("请选").first().waitFor();
    await lookTwice(city, "unmask-why");
    await within(city).getByRole("radio", { name: "核查办理情况" }).check();
    await within(city).getByLabel("原因").fill("核实来电人是否得到答复");
    await button(city, "显示").click();
    await city.getByText("0546-8012345").waitFor();
    await lookTwice(city, "unmask-shown");
  });
});

describe("the register", () => {
  it("keeps what was passed on, and a new assessment", async () => {
    await keeper.goto(`${stage.url}/data-register`);
    await keeper.getByText("还没有登记").waitFor();
    await button(keeper, "登记提供").click();
    await within(keeper).getByRole("button", { name: "保存" }).click();
    await keeper.locator('input[aria-invalid="true"]').first().waitFor();
    await lookTwice(keeper, "register-pass");
    await within(keeper).getByLabel("提供给谁").fill("利津县人民法院（示例）");
    await within(keeper).getByLabel("提供了什么").fill("一件咨询的答复全文");
    await within(keeper).getByLabel("依据").fill("示例条例第八条，法院调取函 1 号");
    await within(keeper).getByLabel("哪一天").fill("2026-11-16");
    await within(keeper).getByLabel("事项编号").fill(matter.number);
    await within(keeper).getByRole("button", { name: "保存" }).click();
    await keeper.getByText("利津县人民法院（示例）").waitFor();
    const first = keeper.locator("main details").first();
    await first.locator("summary").click();
    await button(keeper, "重新评估").first().click();
    await within(keeper).getByLabel("有效期到").fill("2028-11-17");
    await lookTwice(keeper, "register-assess");
    await within(keeper).getByRole("button", { name: "保存" }).click();
    await within(keeper).waitFor({ state: "detached" });
    await first.getByText("严督察登记").waitFor();
    await lookTwice(keeper, "register-kept");
    await lookInEnglish(keeper, "Assessments", "register");
  });
});

describe("the auditor", () => {
  it("reads what was unusual, each with its rows", async () => {
    auditor = await stage.enter("郑审计", desk);
    await auditor.goto(`${stage.url}/unusual-looks`);
    const shown = auditor.getByRole("listitem").filter({ hasText: /^显示全部 1 次/ });
    await shown.waitFor();
    await auditor.getByText(/^临时开放查看 \d+ 次/).waitFor();
    await shown.getByRole("button", { name: "看日志" }).click();
    await auditor.getByText("核实来电人是否得到答复").first().waitFor();
    await lookTwice(auditor, "unusual-rows");
    await lookInEnglish(auditor, "Unusual looks", "unusual");
    await button(auditor, "前一周").click();
    await auditor.getByText("没有达到标准的情形。").waitFor();
    await auditor.setViewportSize(phone);
    await auditor.goto(stage.url);
    await auditor.getByRole("cell").first().waitFor();
    await look(auditor, "audit-list");
    await auditor.goto(`${stage.url}/glass`);
    await button(auditor, "结束").click();
    await auditor.getByText("已结束", { exact: true }).waitFor();
    await reader.locator("aside nav").getByRole("link", { name: "临时开放" }).waitFor({ state: "detached" });
    await reader.reload();
    await reader.getByText("没有找到").first().waitFor();
  });
});
