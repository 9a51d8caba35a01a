import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as unmasking } from "#capabilities/unmask/contract.ts";
import { drawLooks } from "#server/jobs/look-samples.ts";
import { publishFigures } from "#server/jobs/openness.ts";
import { openDoorTo } from "../door.ts";
import { deskOf } from "../fixture/desk.ts";
import { ticketOf } from "../fixture/openings.ts";
import { forTheseTests } from "../for-these-tests.ts";
import { type Harness, startHarness } from "../harness.ts";
import { button, desk as wide, look, openBrowser, phone } from "./stage.ts";

/** What everybody may know of how the police look at data, and who watches over their looks. */

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
const door = await forTheseTests(
  openDoorTo(house, { webDir: join(fileURLToPath(new URL("../..", import.meta.url)), "dist", "web") }),
);
const windows = await forTheseTests(openBrowser());

beforeAll(async () => {
  const { id } = await house.as("office")(hotline["ticket.receive"], ticketOf(house.town, "DY-2026-1"));
  const seq = (await desk.view("officerA", id)).entries.find(({ name }) => name === "caller")?.seq ?? 0;
  const why = { purpose: "check", reason: "核实来电人是否得到答复" };
  for (const field of ["phone", "name", "phone", "name", "phone", "name"])
    await house.as("chief")(unmasking["matter.unmask"], { id, seq, field, ...why });
  desk.at("2026-11-02 06:10");
  await drawLooks(house.platform);
  await publishFigures(house.platform);
  await house.platform.runEffects();
  desk.at("2026-11-02 09:00");
});

async function enter(person: keyof Harness["town"]["people"]): Promise<Page> {
  const { cookie } = await door.visitor(person);
  const page = await windows.open(wide);
  await page.context().addCookies([{ name: "huhang", value: cookie.slice("huhang=".length), url: door.url }]);
  return page;
}

/** The same page at both widths. */
async function lookTwice(page: Page, name: string): Promise<void> {
  for (const size of [phone, wide]) {
    await page.setViewportSize(size);
    await look(page, name);
  }
}

describe("the public page", () => {
  it("is found from the sign-in page by somebody who has no account, in both languages and on paper", async () => {
    const page = await windows.open(phone);
    await page.goto(`${door.url}/sign-in`);
    await page.getByRole("link", { name: /^公开透明/ }).click();
    // Its address alone leads there too: it is passed on, and kept.
    await page.reload();
    await page.getByRole("heading", { name: "公开透明", level: 1 }).waitFor();
    await page.getByText("2026年10月：6").first().waitFor();
    await page.getByRole("heading", { name: "显示全部", level: 3 }).click();
    const shown = page.getByRole("group").filter({ has: page.getByRole("heading", { name: "显示全部", level: 3 }) });
    await expect.poll(() => shown.innerText()).toMatch(/2026年10月\n+6/);
    await page.getByRole("heading", { name: "回访抽签" }).waitFor();
    await lookTwice(page, "openness");
    await page.getByRole("heading", { name: "咨询", level: 3 }).click();
    await page.getByText("答复企业咨询").waitFor();
    // On paper nothing is folded.
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("details:not([open])").count()).toBe(0);
    await page.setViewportSize(phone);
    await look(page, "openness-whole");
    await page.setViewportSize(wide);
    const text = await page.locator("main").innerText();
    expect(text).not.toMatch(/undefined|null|NaN|\bopenness\.|[a-z]+\.[a-z]+\.[a-z]+/);
    expect(text).not.toMatch(/警官|派出所(?!所长)|欧阳|13800001234/);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "打印" }).isVisible()).toBe(false);
    await look(page, "openness-print");
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("button", { name: "切换语言：English" }).first().click();
    await page.getByRole("heading", { name: "Open to everybody", level: 1 }).waitFor();
    await lookTwice(page, "openness-en");
    expect(await page.locator("main").innerText()).not.toMatch(/\bopenness\.|undefined/);
  });

  it("is found from the privacy notice", async () => {
    const page = await enter("liaison");
    await page.goto(`${door.url}/my-data/notice`);
    await page.getByRole("link", { name: /^公开透明/ }).click();
    await page.getByRole("heading", { name: "每月统计" }).waitFor();
    await page.context().close();
  });
});

describe("the privacy notice", () => {
  it("is read by whoever has not signed in, before anything of him is processed, and asks for nothing", async () => {
    const page = await windows.open(phone);
    await page.goto(`${door.url}/sign-in`);
    await look(page, "sign-in-links");
    await page.getByRole("link", { name: /^隐私告知/ }).click();
    await page.getByRole("heading", { name: "隐私告知", level: 1 }).waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    // Its address alone leads there too.
    const answer = await page.reload();
    expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'");
    expect(await (await page.request.get(`${door.url}/robots.txt`)).text()).toContain("Disallow: /");
    await page.getByRole("heading", { name: "您的权利" }).waitFor();
    await lookTwice(page, "privacy-open");
    const text = await page.locator("main").innerText();
    expect(text).toMatch(/企业人员：.*身份证号/);
    expect(text).toMatch(/民警：.*值班电话/);
    expect(text).not.toMatch(/undefined|\bprivacy\.|知道了/);
    expect(new URL(page.url()).pathname).toBe("/privacy");
    expect(asked.filter((path) => path.startsWith("/api/") && path !== "/api/demo/personas")).toEqual([]);
    await page.getByRole("button", { name: "切换语言：English" }).first().click();
    await page.getByRole("heading", { name: "Your rights" }).waitFor();
    await lookTwice(page, "privacy-open-en");
    await page.context().close();
  });
});

describe("the inspectorate's sample", () => {
  let inspector: Page;

  it("is drawn again by the auditor first, and agrees with the record", async () => {
    const auditor = await enter("auditor");
    await auditor.goto(`${door.url}/look-samples`);
    await auditor.getByText("这一周没有“显示全部”的查看，或不归您核对。").waitFor();
    await auditor.getByText("重抽与记录一致").waitFor();
    for (let weeks = 0; weeks < 2; weeks += 1) await button(auditor, "前一周").click();
    await auditor.getByText("还没有抽取").first().waitFor();
    await lookTwice(auditor, "samples-audit");
    await auditor.context().close();
  });

  it("is told of, and each look is in order or a finding that closes with an action", async () => {
    desk.at("2026-11-03 09:00");
    const [week] = await desk.sql<{ week: string }>("select week::text from look_draw");
    expect(week?.week).toBe("2026-10-26");
    await unmaskNow();
    desk.at("2026-11-09 09:00");
    await drawLooks(house.platform);
    await house.platform.runEffects();
    inspector = await enter("inspector");
    await inspector.goto(`${door.url}/notices`);
    await inspector.getByText("上周的查看抽查已经抽出，请核对").click();
    await inspector.getByRole("heading", { name: "查看抽查", level: 1 }).waitFor();
    const rows = inspector.getByRole("listitem").filter({ hasText: "北宋派出所 孙所长" });
    await expect.poll(() => rows.count()).toBe(2);
    await lookTwice(inspector, "samples");
    await button(inspector, "属实").first().click();
    await inspector.getByText("已记为属实").waitFor();
    await button(inspector, "有问题").last().click();
    const dialog = inspector.getByRole("dialog");
    await dialog.getByRole("button", { name: "保存" }).click();
    await inspector.locator('[aria-invalid="true"]').waitFor();
    await lookTwice(inspector, "samples-finding");
    await dialog.getByRole("textbox").fill("原因写得太笼统，看不出为何要看");
    await dialog.getByRole("button", { name: "保存" }).click();
    await dialog.waitFor({ state: "detached" });
    await button(inspector, "写处理结果").click();
    await dialog.getByRole("textbox").fill("已经提醒本人写清原因");
    await dialog.getByRole("button", { name: "保存" }).click();
    await dialog.waitFor({ state: "detached" });
    await inspector.getByText("处理：已经提醒本人写清原因").waitFor();
    expect(await inspector.locator("main").innerText()).not.toMatch(/13800001234|欧阳|matter\.|lookSample/);
    await lookTwice(inspector, "samples-closed");
    await inspector.getByRole("button", { name: "切换语言：English" }).first().click();
    await inspector.getByRole("heading", { name: "Sample of views", level: 1 }).waitFor();
    await look(inspector, "samples-en");
  });
});

async function unmaskNow(): Promise<void> {
  const [{ id } = { id: 0 }] = await desk.sql<{ id: number }>("select id from matter where procedure = 'hotline'");
  const seq = (await desk.view("officerA", id)).entries.find(({ name }) => name === "caller")?.seq ?? 0;
  for (const field of ["phone", "name"])
    await house.as("chief")(unmasking["matter.unmask"], {
      id,
      seq,
      field,
      purpose: "callBack",
      reason: "来电人要求再说明一次进展",
    });
}
