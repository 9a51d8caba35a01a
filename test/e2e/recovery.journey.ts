import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Door, openDoorTo } from "../door.ts";
import { openSignInDesk, password, type SignInDesk } from "../sign-in-desk.ts";
import { button, desk as wide, look, openBrowser, phone, type Windows } from "./stage.ts";

/** A city that is no demo: the officers have second factors, and the firm's security manager has lost everything. */
let desk: SignInDesk;
let door: Door;
let windows: Windows;
let code: string;

beforeAll(async () => {
  desk = await openSignInDesk("2026-11-17T09:20:00+08:00");
  door = await openDoorTo(desk.house, {
    webDir: join(fileURLToPath(new URL("../..", import.meta.url)), "dist", "web"),
  });
  windows = await openBrowser();
});
afterAll(async () => {
  await windows.close();
  await door.close();
  await desk.close();
});

/** Somebody of the staff who has signed in with both factors. */
async function enter(person: "officerA" | "officerB" | "chief", size: typeof phone | typeof wide) {
  const page = await windows.open(size);
  const { cookie } = await door.visitor(person);
  const [name = "", value = ""] = cookie.split("=");
  await page.context().addCookies([{ name, value, url: door.url }]);
  return page;
}

describe("an account whose owner has lost password and telephone", () => {
  it("gets a printed code from his officer", async () => {
    const officer = await enter("officerA", wide);
    await officer.goto(`${door.url}/enterprises/${desk.house.town.firms.east}/card`);
    await officer.getByRole("link", { name: "找回账号" }).click();
    await officer.getByText("何安保").waitFor();
    await look(officer, "recovery-people");
    await officer.setViewportSize(phone);
    await look(officer, "recovery-people");
    await officer.setViewportSize(wide);
    await button(officer, "给找回码：何安保").click();
    await officer.getByText("请先当面核对是本人").waitFor();
    await look(officer, "recovery-sure");
    await officer.locator("dialog[open]").getByRole("button", { name: "给找回码", exact: true }).click();
    await officer.getByRole("heading", { name: "账号找回码" }).waitFor();
    code = (await officer.locator("[data-code]").innerText()).trim();
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await officer.getByText("等另一位同事确认").waitFor();
    await look(officer, "recovery-code");
    const pdf = (await officer.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
    expect([...pdf.matchAll(/\/Type\s*\/Page\b/g)]).toHaveLength(1);
    // Whoever gave it has nothing to confirm with.
    expect(await button(officer, "确认给何安保的找回码").count()).toBe(0);
    await officer.reload();
    await officer.getByText("等另一位同事确认").waitFor();
    expect(await officer.getByText(code).count()).toBe(0);
  });

  it("cannot be opened by it before a second person has confirmed", async () => {
    const page = await windows.open(phone);
    await page.goto(`${door.url}/sign-in`);
    await page.getByRole("link", { name: "密码和验证方式都丢了？用找回码" }).click();
    await page.getByRole("heading", { name: "找回账号" }).waitFor();
    await page.getByLabel("登录名").fill("security");
    await page.getByLabel("找回码", { exact: true }).fill(code);
    await page.getByLabel("新密码").fill("Zhao-Hui-Lai-88");
    await button(page, "设新密码并进入").click();
    await page.getByText("还没有第二人确认").waitFor();
    await look(page, "recover-refused");
  });

  it("is confirmed by another officer on his telephone", async () => {
    const second = await enter("officerB", phone);
    await second.goto(`${door.url}/me`);
    await second.getByRole("link", { name: "找回账号" }).click();
    await button(second, "确认给何安保的找回码").waitFor();
    await look(second, "recovery-waiting");
    await second.setViewportSize(wide);
    await look(second, "recovery-waiting");
    await button(second, "确认给何安保的找回码").click();
    await second.locator("dialog[open]").getByRole("button", { name: "确认", exact: true }).click();
    await second.getByText("王警官已确认，可以使用").waitFor();
    const english = await enter("chief", wide);
    await english.goto(`${door.url}/recoveries`);
    await english.getByText("English", { exact: true }).click();
    await english.getByText("Confirmed by 王警官").waitFor();
    await look(english, "recovery-english");
  });

  it("then takes a new password, and its owner reads what has happened", async () => {
    const page = await windows.open(phone);
    await page.goto(`${door.url}/recover?login=security`);
    await page.getByLabel("找回码", { exact: true }).fill(code.toLowerCase().replaceAll("-", " "));
    await page.getByLabel("新密码").fill(password);
    await button(page, "设新密码并进入").click();
    await page.getByText("用过").first().waitFor();
    await page.getByLabel("新密码").fill("Zhao-Hui-Lai-88");
    await look(page, "recover");
    await page.setViewportSize(wide);
    await look(page, "recover");
    await page.setViewportSize(phone);
    await button(page, "设新密码并进入").click();
    await page.waitForURL((address) => address.pathname === "/");
    await desk.house.platform.runEffects();
    await page.goto(`${door.url}/notices`);
    await page.getByText("账号已用找回码找回").waitFor();
    await look(page, "recovery-notices");
  });
});
