import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Door, openDoorTo } from "../door.ts";
import { openSignInDesk, password, type SignInDesk } from "../sign-in-desk.ts";
import { button, desk as wide, look, openBrowser, phone, type Windows } from "./stage.ts";

/** A city that is no demo: here the second factor is demanded. */
let desk: SignInDesk;
let door: Door;
let windows: Windows;
let home: string;

beforeAll(async () => {
  desk = await openSignInDesk("2026-11-17T09:20:00+08:00");
  door = await openDoorTo(desk.house, {
    webDir: join(fileURLToPath(new URL("../..", import.meta.url)), "dist", "web"),
  });
  // A name, as passkeys belong to names and not to numbers.
  home = door.url.replace("127.0.0.1", "localhost");
  windows = await openBrowser();
});
afterAll(async () => {
  await windows.close();
  await door.close();
  await desk.close();
});

async function visit(size: typeof phone | typeof wide, locale = "zh-CN"): Promise<Page> {
  const page = await windows.open(size, locale);
  await page.goto(home);
  return page;
}

async function signIn(page: Page, login: string, word = password): Promise<void> {
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(word);
  await button(page, "登录").click();
}

describe("an officer's first sign-in", () => {
  let secret: string;
  let officer: Page;

  it("leads through a password of his own and a second factor before anything else", async () => {
    await desk.admin.query("update account set password_temporary = true where login = 'officerA'");
    officer = await visit(phone);
    await signIn(officer, "officerA");
    await officer.getByRole("heading", { name: "请先换一个密码" }).waitFor();
    await officer.goto(`${home}/projects`);
    await officer.getByRole("heading", { name: "请先换一个密码" }).waitFor();
    await officer.getByLabel("现在的密码").fill(password);
    await officer.getByLabel("新密码").fill("Password1234");
    await button(officer, "修改密码").click();
    await officer.getByText("这个密码太常见").waitFor();
    await look(officer, "set-up-password");
    await officer.getByLabel("新密码").fill("Xin-De-Mi-Ma-26");
    await button(officer, "修改密码").click();
    await officer.getByRole("heading", { name: "请先设置第二重验证" }).waitFor();
    await look(officer, "set-up-factor");
    await button(officer, "显示二维码").click();
    secret = (await officer.locator("code").innerText()).replaceAll(" ", "");
    await look(officer, "set-up-scan");
    await officer.getByLabel("验证码").fill("000000");
    await button(officer, "启用").click();
    await officer.getByText("验证码不对").waitFor();
    await officer.getByLabel("验证码").fill(desk.codeAt(secret));
    await button(officer, "启用").click();
    await officer.getByRole("heading", { name: "请保存这 10 个备用码" }).waitFor();
    expect(await officer.locator("ol code").count()).toBe(10);
    await look(officer, "set-up-codes");
    await button(officer, "我已保存").click();
    await officer.getByText("大桥项目（示例）").first().waitFor();
  });

  it("is followed by ones with a code, on another device of this kind the older one ends and says why", async () => {
    const second = await visit(phone);
    desk.house.clock.forward(1);
    await signIn(second, "officerA", "Xin-De-Mi-Ma-26");
    await second.getByLabel("验证码").waitFor();
    await look(second, "sign-in-code");
    await second.getByLabel("验证码").fill(desk.codeAt(secret));
    await button(second, "登录").click();
    await second.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await second.getByRole("link", { name: "我的" }).waitFor();
    await officer.goto(`${home}/projects`);
    await officer.getByText("在另一台同类设备上登录了").waitFor();
    await look(officer, "sign-in-replaced");
    officer = second;
  });

  it("shows on one page how he signs in and where, and asks again before he changes it", async () => {
    await officer.goto(`${home}/me`);
    await officer.getByRole("link", { name: "登录与安全" }).click();
    await officer.getByText("本机").waitFor();
    await look(officer, "security");
    await officer.setViewportSize(wide);
    await look(officer, "security");
    await officer.setViewportSize(phone);
    desk.house.clock.forward(6);
    await button(officer, "重新生成备用码").click();
    await officer.getByRole("heading", { name: "请确认是您本人" }).waitFor();
    await officer.locator("dialog[open]").getByLabel("密码", { exact: true }).fill("wrong");
    await officer.locator("dialog[open]").getByLabel("验证码").fill(desk.codeAt(secret));
    await button(officer, "验证并继续").click();
    await officer.getByText("密码不对").waitFor();
    await look(officer, "proof");
    await officer.locator("dialog[open]").getByLabel("密码", { exact: true }).fill("Xin-De-Mi-Ma-26");
    await button(officer, "验证并继续").click();
    await officer.getByRole("heading", { name: "请保存这 10 个备用码" }).waitFor();
    // Shown once: a turned phone, or a window drawn wider, must not lose them.
    const codes = officer.locator("dialog[open] ol code");
    const shown = await codes.allInnerTexts();
    expect(shown).toHaveLength(10);
    await officer.setViewportSize(wide);
    await officer.locator("aside nav").waitFor();
    expect(await codes.allInnerTexts()).toEqual(shown);
    await look(officer, "security-codes");
    await officer.setViewportSize(phone);
    await officer.locator("aside nav").waitFor({ state: "detached" });
    expect(await codes.allInnerTexts()).toEqual(shown);
    await look(officer, "security-codes");
  });
});

describe("a passkey", () => {
  it("is made by the device, signs in alone, proves who is there, and is removed", async () => {
    const page = await visit(wide);
    const devices = await page.context().newCDPSession(page);
    await devices.send("WebAuthn.enable");
    await devices.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(page, "liaison");
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await page.goto(`${home}/me/security`);
    await button(page, "添加通行密钥").click();
    await page.locator("dialog[open]").getByLabel("给它起个名字").fill("办公室电脑");
    await look(page, "passkey-name");
    await page.locator("dialog[open]").getByRole("button", { name: "添加通行密钥" }).click();
    await page.getByText("办公室电脑").first().waitFor();
    await look(page, "security-passkey");
    await page.setViewportSize(phone);
    await look(page, "security-passkey");
    await page.setViewportSize(wide);
    // Nobody is told that he is out while the server has not heard of it.
    await page.route("**/api/session", (route) => route.abort());
    await page.getByRole("button", { name: "退出", exact: true }).first().click();
    await page.getByText("还没有退出").waitFor();
    await look(page, "sign-out-failed");
    await page.unroute("**/api/session");
    await page.getByRole("button", { name: "退出", exact: true }).first().click();
    await page.getByText("您已安全退出").waitFor();
    await look(page, "sign-in-passkey");
    await button(page, "用通行密钥登录").click();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await page.goto(`${home}/me/security`);
    await page.getByText("用通行密钥登录").first().waitFor();
    desk.house.clock.forward(6);
    await button(page, "删除").click();
    await page.locator("dialog[open]").getByRole("button", { name: "删除" }).click();
    await button(page, "用通行密钥验证").click();
    await page.getByText("办公室电脑").first().waitFor({ state: "detached" });
    expect((await desk.admin.query("select from passkey")).rowCount).toBe(0);
  });
});

describe("an administrator who corrects an account", () => {
  it("shows who he is, is told what somebody else has changed meanwhile, and loses nothing of either", async () => {
    const { secret } = await desk.setUpTotp(await desk.signIn({ login: "securityAdmin" }));
    const { officerB } = desk.house.town.people;
    desk.house.clock.forward(1);
    const page = await visit(wide);
    await signIn(page, "securityAdmin");
    await page.getByLabel("验证码").fill(desk.codeAt(secret));
    await button(page, "登录").click();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await page.goto(`${home}/administration/accounts/${officerB}`);
    await button(page, "更正资料").click();
    const sheet = page.getByRole("dialog", { name: "更正资料" });
    await sheet.getByLabel("姓名").fill("钱警长");
    await desk.admin.query("update account set duty_phone = '0546-8017777' where id = $1", [officerB]);
    desk.house.clock.forward(6);
    await sheet.getByRole("button", { name: "保存", exact: true }).click();
    const proof = page.getByRole("dialog", { name: "请确认是您本人" });
    await proof.getByLabel("密码", { exact: true }).fill(password);
    await proof.getByLabel("验证码").fill(desk.codeAt(secret));
    await proof.getByRole("button", { name: "验证并继续", exact: true }).click();
    await sheet.getByText(/现在登记的是：.*0546-8017777/).waitFor();
    expect(await sheet.getByLabel("值班电话").inputValue()).toBe("0546-8017777");
    await look(page, "account-stale");
    await page.setViewportSize(phone);
    await look(page, "account-stale");
    await sheet.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("已更正").waitFor();
    const { rows } = await desk.admin.query("select duty_name, duty_phone from account where id = $1", [officerB]);
    expect(rows).toEqual([{ duty_name: "钱警长", duty_phone: "0546-8017777" }]);
  });
});
