import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOidcProvider } from "#server/adapters/identity/oidc.ts";
import { type Door, openDoorTo } from "../door.ts";
import { type IdentityHouse, openIdentityHouse } from "../identity-house.ts";
import { openSignInDesk, password, type SignInDesk } from "../sign-in-desk.ts";
import { button, desk as wide, look, openBrowser, phone, type Windows } from "./stage.ts";

/** A city that is no demo, and a real OpenID provider beside it. */
let desk: SignInDesk;
let door: Door;
let house: IdentityHouse;
let windows: Windows;
let home: string;

beforeAll(async () => {
  const port = await freePort();
  home = `http://127.0.0.1:${port}`;
  const nobody = `http://127.0.0.1:${await freePort()}`;
  house = await openIdentityHouse([`${home}/sign-in/return/house`]);
  desk = await openSignInDesk("2026-11-17T09:20:00+08:00", {
    home,
    identityProviders: [
      createOidcProvider(house.settings()),
      createOidcProvider({
        ...house.settings(),
        id: "away",
        issuer: nobody,
        label: { zh: "示例停用平台", en: "Example away" },
      }),
    ],
  });
  door = await openDoorTo(desk.house, {
    port,
    webDir: join(fileURLToPath(new URL("../..", import.meta.url)), "dist", "web"),
  });
  windows = await openBrowser();
});
afterAll(async () => {
  await windows.close();
  await door.close();
  await desk.close();
  await house.close();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function visit(size: typeof phone | typeof wide): Promise<Page> {
  const page = await windows.open(size);
  await page.goto(`${home}/sign-in`);
  return page;
}

const isIn = (page: Page) => page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));

describe("another provider's sign-in", () => {
  it("opens nothing before its owner has linked it, and says so", async () => {
    const page = await visit(phone);
    house.who = { sub: "zhou" };
    await button(page, "用示例身份平台登录").waitFor();
    await look(page, "identity-sign-in");
    await button(page, "用示例身份平台登录").click();
    await page.getByText("还没有和这里的账号关联").waitFor();
    await look(page, "identity-not-linked");
    // Neither the code nor the state stays in the address.
    expect(new URL(page.url()).search).toBe("");
  });

  it("takes a password that is pasted, and is linked by its owner", async () => {
    const page = await visit(wide);
    await look(page, "identity-sign-in");
    await page.getByLabel("登录名").fill(password);
    await page.getByLabel("登录名").press("ControlOrMeta+a");
    await page.getByLabel("登录名").press("ControlOrMeta+x");
    await page.getByLabel("密码", { exact: true }).press("ControlOrMeta+v");
    expect(await page.getByLabel("密码", { exact: true }).inputValue()).toBe(password);
    await page.getByLabel("登录名").fill("liaison");
    await button(page, "登录").click();
    await isIn(page);
    await page.goto(`${home}/me/security`);
    await page.getByRole("heading", { name: "关联的登录方式" }).waitFor();
    await look(page, "identity-security");
    await button(page, "关联示例身份平台").click();
    await button(page, "解除关联示例身份平台").waitFor();
    await look(page, "identity-linked");
    await page.setViewportSize(phone);
    await look(page, "identity-linked");
  });

  it("is entered by its button from then on, and keeps nothing of the journey in the browser", async () => {
    const page = await visit(phone);
    await button(page, "用示例身份平台登录").click();
    await isIn(page);
    await page.getByRole("link", { name: "我的", exact: true }).waitFor();
    const left = await page.evaluate(() =>
      [...Object.entries(sessionStorage), ...Object.entries(localStorage), document.cookie].join(),
    );
    expect(left).not.toMatch(/ticket|code=|state=|token/);
  });

  it("is followed by the account's own second factor", async () => {
    const { secret } = await desk.setUpTotp(await desk.signIn({ login: "liaison" }));
    const page = await visit(phone);
    await button(page, "用示例身份平台登录").click();
    await page.getByLabel("验证码").waitFor();
    await look(page, "identity-code");
    await page.getByLabel("验证码").fill("000000");
    await button(page, "登录").click();
    await page.getByText("验证码不对").waitFor();
    await page.getByLabel("验证码").fill(desk.codeAt(secret, 1));
    await button(page, "登录").click();
    await isIn(page);
  });

  it("that is away is said to be so, and the password stays", async () => {
    const page = await visit(wide);
    await page.getByText("English", { exact: true }).click();
    await button(page, "Sign in with Example away").click();
    await page.getByText("cannot be reached now").waitFor();
    await look(page, "identity-away");
    await page.getByLabel("Login").fill("security");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await button(page, "Sign in").click();
    await isIn(page);
  });
});

describe("the way out is on every page", () => {
  it.each([
    ["wide", wide],
    ["phone", phone],
  ] as const)("%s", async (_name, size) => {
    const page = await visit(size);
    const { cookie } = await door.visitor("officerA");
    const [name = "", value = ""] = cookie.split("=");
    await page.context().addCookies([{ name, value, url: home }]);
    for (const path of ["/", "/matters", "/projects", "/notices", "/me", "/me/security", "/recoveries", "/policies"]) {
      await page.goto(home + path);
      await page.locator("main h1, main h2, main li").first().waitFor();
      // On a phone it stands under "我的", which is one of the tabs, or one step back from a page without them.
      const onward = page.getByRole("link", { name: /^(我的|返回)$/ });
      const out = size === wide || path === "/me" ? button(page, "退出") : onward;
      await out.first().waitFor();
    }
  });
});
