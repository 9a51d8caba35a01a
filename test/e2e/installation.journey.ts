import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateSync } from "otplib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Program, startProgram } from "../program.ts";
import { button, desk, look, openBrowser, phone, type Windows } from "./stage.ts";

// A city that is no demo: installed by the command-line tool, opened by its links, as its first administrators see it.
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "huhang-installed-"));
const password = "Xin-De-Mi-Ma-26";
let program: Program;
let windows: Windows;
/** The codes of the links, by administrator: SYS, SEC, AUDIT. */
let links: Readonly<Record<string, string>>;

beforeAll(async () => {
  const data = join(folder, "data");
  const said = await install("--data", data, "--city", "示例市公安局", "--area", "370000");
  links = Object.fromEntries(
    [...said.matchAll(/^(\w+) {2}\S*\/admin-access#(\S+)/gm)].map(([, of, code]) => [of, code]),
  );
  mkdirSync(join(root, "dist", "screenshots"), { recursive: true });
  program = await startProgram({ data, clock: "", env: { HUHANG_DEMO: "none" } });
  windows = await openBrowser();
});
afterAll(async () => {
  await windows.close();
  await program.stop("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

async function install(...options: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, "ops", "main.ts"), "install", ...options], {
    env: { PATH: process.env["PATH"] ?? "", HUHANG_CONFIG: join(folder, "huhang.env") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
  expect(await once(child, "close")).toEqual([0, null]);
  return said;
}

/** Opens what stands in a link, in a browser of its own. */
async function open(code: string, size: typeof phone | typeof desk): Promise<Page> {
  const page = await windows.open(size);
  await page.goto(`${program.url}/admin-access#${code}`);
  return page;
}

async function lookAtBoth(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? phone;
  for (const size of [phone, desk]) {
    await page.setViewportSize(size);
    await look(page, name);
  }
  await page.setViewportSize(before);
}

describe("the first administrator", () => {
  let page: Page;

  it("is told what is wrong with a link, and with what he chose", async () => {
    expect(Object.keys(links)).toEqual(["SYS", "SEC", "AUDIT"]);
    page = await open("%E0%A4%A", phone);
    await page.getByRole("heading", { name: "开通管理员账号" }).waitFor();
    await page.goto("about:blank");
    await page.goto(`${program.url}/admin-access#AAAA-BBBB-CCCC`);
    await page.getByLabel("怎么称呼您").fill("王管理员");
    await page.getByLabel("设一个登录名").fill("sysadmin");
    await page.getByLabel("设一个密码").fill("short");
    await button(page, "开通").click();
    await page.locator('[aria-invalid="true"]').waitFor();
    await lookAtBoth(page, "admin-access-short");
    await page.getByLabel("设一个密码").fill("Password1234");
    await button(page, "开通").click();
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await page.locator('[aria-invalid="true"]').inputValue()).toBe("AAAA-BBBB-CCCC");
    await lookAtBoth(page, "admin-access-refused");
  });

  it("opens his account with his link, and the link is void", async () => {
    // Of the dead one nothing was said; of this one whose account it makes.
    expect(await page.locator("main").innerText()).not.toContain("这条链接开通的是");
    await page.getByLabel("链接中的码").fill(links["SYS"] ?? "");
    await page.getByText("这条链接开通的是：系统管理员。").waitFor();
    await lookAtBoth(page, "admin-access-office");
    await button(page, "开通").click();
    await page.getByText("这个密码太常见").waitFor();
    await page.getByLabel("设一个密码").fill(password);
    await button(page, "开通").click();
    await page.getByText("账号已开通，请登录。").waitFor();
    await lookAtBoth(page, "admin-access-done");
    const again = await open(links["SYS"] ?? "", desk);
    await again.getByLabel("怎么称呼您").fill("李某");
    await again.getByLabel("设一个登录名").fill("somebody");
    await again.getByLabel("设一个密码").fill(password);
    await button(again, "开通").click();
    await again.locator('[aria-invalid="true"]').waitFor();
    expect(await again.locator("main").innerText()).not.toContain("这条链接开通的是");
  });

  it("sets up a second factor before anything else opens", async () => {
    await page.getByRole("link", { name: "去登录" }).click();
    await page.getByLabel("登录名").fill("sysadmin");
    await page.getByLabel("密码", { exact: true }).fill(password);
    await button(page, "登录").click();
    await page.getByRole("heading", { name: "请先设置第二重验证" }).waitFor();
    await page.goto(`${program.url}/setup`);
    await page.getByRole("heading", { name: "请先设置第二重验证" }).waitFor();
    await button(page, "显示二维码").click();
    const secret = (await page.locator("code").innerText()).replaceAll(" ", "");
    await page.getByLabel("验证码").fill(generateSync({ secret }));
    await button(page, "启用").click();
    await page.getByRole("heading", { name: "请保存这 10 个备用码" }).waitFor();
    await button(page, "我已保存").click();
  });

  it("goes through the first steps, from his phone or at a desk", async () => {
    await page.getByRole("heading", { name: "初次设置" }).waitFor();
    await page.getByText("已有 1 个（共 3 个）").waitFor();
    await lookAtBoth(page, "setup");
    await page.goto(program.url);
    await page.getByText("项待办").waitFor();
    await lookAtBoth(page, "setup-home");
    await page.getByRole("link", { name: "单位", exact: true }).first().click();
    await page.waitForURL((address) => address.pathname === "/administration/units");
    await page.getByText("示例市公安局").first().waitFor();
    await lookAtBoth(page, "setup-units");
    // The first unit is one press away, below the city.
    await button(page, "新建单位").click();
    await page.getByRole("radio", { name: "分局、县公安局" }).waitFor();
    await page.keyboard.press("Escape");
    await page.goto(program.url);
    await page.getByRole("link", { name: "我的" }).click();
    await page.getByRole("link", { name: "初次设置" }).click();
    await page.getByText("已有 1 个（共 3 个）").waitFor();
  });
});
