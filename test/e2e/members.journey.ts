import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { button, desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
let officer: Page;
let code: string;
let uscc: string;
const password = "Xin-Fang-2026";

beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

/** Pages of a print, as the printer would get them. */
async function printed(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  return [...pdf.matchAll(/\/Type\s*\/Page\b/g)].length;
}

describe("first access, from the officer's printer to the firm's project", () => {
  it("prints the contact card on one small page, and the code on one large one", async () => {
    officer = await stage.enter("李警官", desk);
    const firm = await officer.evaluate(async () => {
      const projects = await (await fetch("/api/projects")).json();
      return Number(projects.items[0].enterprises[0].id);
    });
    await officer.goto(`${stage.url}/enterprises/${firm}/card`);
    await officer.getByRole("heading", { name: "项目警长联系卡" }).waitFor();
    await officer.getByText("警长 A 李警官").first().waitFor();
    await look(officer, "card");
    expect(await printed(officer)).toBe(1);
    await officer.setViewportSize(phone);
    await look(officer, "card");
    await officer.setViewportSize(desk);
    await button(officer, "给联络员打印新码").click();
    await officer.getByRole("heading", { name: "首次访问码", level: 1 }).waitFor();
    code = (await officer.locator('[translate="no"]').innerText()).trim();
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    uscc = /统一社会信用代码\s*([0-9A-Z]{18})/.exec(await officer.locator("article").innerText())?.[1] ?? "";
    await look(officer, "code");
    expect(await printed(officer)).toBe(1);
  });

  it("takes the code once: login and password are chosen on a phone, and there is the project", async () => {
    const guest = await stage.stranger(phone);
    await guest.goto(`${stage.url}/first-access?firm=${uscc}`);
    await guest.getByLabel("访问码").fill(code.toLowerCase().replaceAll("-", " "));
    await guest.getByLabel("怎么称呼您").fill("方联络");
    await guest.getByLabel("设一个登录名").fill("fang.lianluo");
    await guest.getByLabel("设一个密码").fill("short");
    await button(guest, "开通并进入").click();
    await guest.getByText(/密码至少 10 位/).waitFor();
    await look(guest, "first-access");
    await guest.getByLabel("设一个密码").fill(password);
    await button(guest, "开通并进入").click();
    await guest.getByText("我的警长").first().waitFor();
    await look(guest, "first-home");

    const second = await stage.stranger(phone);
    await second.goto(`${stage.url}/first-access?firm=${uscc}`);
    await second.getByLabel("访问码").fill(code);
    await second.getByLabel("怎么称呼您").fill("别的人");
    await second.getByLabel("设一个登录名").fill("another.one");
    await second.getByLabel("设一个密码").fill(password);
    await button(second, "开通并进入").click();
    await second.getByText(/这个码不能用/).waitFor();
    await second.context().close();
    await guest.context().close();
  });

  it("lets her in again by login and password", async () => {
    const guest = await stage.stranger(desk);
    await guest.getByText("用登录名和密码登录").click();
    await guest.getByLabel("登录名").fill("fang.lianluo");
    await guest.getByLabel("密码", { exact: true }).fill(password);
    await button(guest, "登录").click();
    await guest.getByText("我的警长").first().waitFor();
    await guest.context().close();
  });
});

describe("a firm's own people", () => {
  it("are invited and removed by the legal representative; the one removed is out at once", async () => {
    const rep = await stage.enter("吕代表", phone);
    await rep.goto(`${stage.url}/members`);
    await rep.getByText("方联络").first().waitFor();
    await look(rep, "members");
    await button(rep, "邀请成员").click();
    await rep.getByLabel("怎么称呼").fill("新人事");
    await rep.getByRole("radio", { name: /^人事/ }).check();
    await look(rep, "invite");
    await rep.locator("form").getByRole("button", { name: "邀请成员" }).click();
    const invited = (await rep.locator('[translate="no"]').innerText()).trim();
    await look(rep, "invited");
    await button(rep, "我记下了").click();
    await rep.setViewportSize(desk);
    await look(rep, "members");
    await rep.setViewportSize(phone);

    const guest = await stage.stranger(phone);
    await guest.goto(`${stage.url}/first-access?firm=${uscc}`);
    await guest.getByLabel("访问码").fill(invited);
    await guest.getByLabel("怎么称呼您").fill("不算数");
    await guest.getByLabel("设一个登录名").fill("xin.renshi");
    await guest.getByLabel("设一个密码").fill(password);
    await button(guest, "开通并进入").click();
    await guest.getByText("我的警长").first().waitFor();
    await guest.goto(`${stage.url}/members`);
    await guest.getByText("新人事").first().waitFor();

    await rep.reload();
    await button(rep, "更改：新人事").click();
    await rep.getByRole("dialog").getByLabel("怎么称呼").fill("新人事（白班）");
    await button(rep, "更正称呼").click();
    await button(rep, "更改：新人事（白班）").click();
    await button(rep, "移出本企业").click();
    await look(rep, "member");
    await button(rep, "移出本企业").click();
    await guest.waitForURL(/sign-in/);
    await guest.context().close();
    await rep.context().close();
  });

  it("who acts for two firms changes between them", async () => {
    const two = await stage.enter("孟联络", phone);
    await two.goto(`${stage.url}/me`);
    await two.getByRole("heading", { name: "换一家企业" }).waitFor();
    await look(two, "switch-firm");
    const firms = two.getByRole("region", { name: "换一家企业" });
    const other = firms.locator('button[aria-pressed="false"]');
    const name = (await other.innerText()).trim();
    await other.click();
    await two.waitForURL(`${stage.url}/`);
    await two.goto(`${stage.url}/me`);
    await expect.poll(() => two.locator("main").innerText()).toContain(name);
    expect(await firms.locator('button[aria-pressed="true"]').innerText()).toContain(name);
    await two.context().close();
  });
});
