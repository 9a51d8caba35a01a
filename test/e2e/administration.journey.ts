import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

/** Units, accounts and rights: what one administrator proposes, another one decides. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-18T10:00:00+08:00");
});
afterAll(() => stage?.close());

/** Pages of other desks. */
const notAnOfficers = [
  "/administration/accounts",
  "/administration/service-accounts",
  "/administration/grants",
  "/administration/rules",
  "/administration/calendar",
  "/administration/modules",
  "/return-visits",
  "/imports",
  "/hotline",
  "/hotline/new",
  "/hotline/replies",
  "/hotline/rates",
  "/data-register",
  "/holds",
  "/unusual-looks",
  "/look-samples",
  "/grant-reviews",
  "/staffing",
];
const notAFirms = ["/administration/units", "/glass", "/templates", "/recoveries", "/absences", "/handovers"];

/** The page says that it is not the reader's, and nothing else. */
async function isRefused(page: Page, path: string): Promise<void> {
  await page.goto(`${stage.url}${path}`);
  const main = page.locator("main");
  await main.getByRole("heading", { name: "您不能打开这一页" }).waitFor();
  expect(await main.getByRole("heading").count(), path).toBe(1);
  expect(await main.locator("nav, button, input, select, table").count(), path).toBe(0);
}

test("a unit, an account, a right that takes two persons, and the first access", async () => {
  const system = await stage.enter("杨管理", desk);
  await system.getByRole("heading", { name: "管理", exact: true }).waitFor();
  await look(system, "admin-home");
  await system.getByRole("link", { name: "单位", exact: true }).first().click();
  await system.getByRole("button", { name: "管理北宋派出所" }).click();
  await system.getByLabel("建下级单位").check();
  await system.getByLabel("代码", { exact: true }).fill("370522990101");
  await system.getByRole("textbox", { name: "名称" }).fill("黄河公铁大桥工作站（示例）");
  await system.getByRole("textbox", { name: "简称" }).fill("大桥工作站");
  await system.getByRole("textbox", { name: "值班电话" }).fill("123");
  await system.getByRole("button", { name: "建立" }).click();
  await system.getByText("电话不对").waitFor();
  await look(system, "admin-unit-new");
  await system.getByRole("textbox", { name: "值班电话" }).fill("0546-8012345");
  await system.getByRole("button", { name: "建立" }).click();
  await system.getByText("大桥工作站").first().waitFor();
  await system.getByRole("button", { name: "管理北宋派出所" }).click();
  await system.getByRole("radio", { name: "关闭" }).check();
  await system.getByText("要先转走：").waitFor();
  await look(system, "admin-unit-close");
  await system.keyboard.press("Escape");
  await look(system, "admin-units");

  const security = await stage.enter("许安全", desk);
  await security.getByRole("link", { name: "账号", exact: true }).first().click();
  await security.getByRole("button", { name: "建账号" }).click();
  await security.getByLabel("警号", { exact: true }).fill("ZHOU");
  await security.getByLabel("姓名", { exact: true }).fill("丁警官");
  const unit = security.getByRole("dialog").getByLabel("单位");
  const option = await unit.locator("option", { hasText: "北宋派出所" }).getAttribute("value");
  await unit.selectOption(option ?? "");
  await look(security, "admin-account-new");
  // Somebody of a firm signs in by what would be his login: another one is asked for.
  await security.getByRole("button", { name: "建立" }).click();
  await security.getByLabel("登录名", { exact: true }).waitFor();
  await look(security, "admin-account-login");
  await security.setViewportSize(phone);
  await look(security, "admin-account-login");
  await security.setViewportSize(desk);
  await security.getByLabel("警号", { exact: true }).fill("SL7001");
  await security.getByRole("button", { name: "建立" }).click();
  await security.getByRole("heading", { name: "丁警官" }).waitFor();
  await security.getByRole("button", { name: "提出权限" }).click();
  await security.getByRole("dialog").getByLabel("权限").selectOption("OFFICER");
  await security.getByLabel("理由").fill("调入北宋派出所");
  await look(security, "admin-grant-propose");
  await security.getByRole("dialog").getByRole("button", { name: "提出权限" }).click();
  await security.getByText("等另一位管理员审批").waitFor();

  const system2 = await stage.enter("杨管理", phone);
  await look(system2, "admin-home");
  await system2.getByRole("link", { name: "授权审批" }).first().click();
  await system2.getByRole("button", { name: "同意丁警官的权限" }).waitFor();
  await look(system2, "admin-grants");
  await system2.getByRole("button", { name: "同意丁警官的权限" }).click();
  await system2.getByText("没有等审批的权限").waitFor();
  await system2.goto(`${stage.url}/administration/units`);
  await system2.getByText("大桥工作站").first().waitFor();
  await look(system2, "admin-units");

  await security.reload();
  await security.getByText("许安全提出，杨管理同意").waitFor();
  await security.getByRole("button", { name: "发首次登录码" }).click();
  const code = await security.locator("[translate=no]").innerText();
  await look(security, "admin-account");
  await security.getByRole("link", { name: "账号", exact: true }).first().click();
  await security.getByText("丁警官").first().waitFor();
  await look(security, "admin-accounts");
  await security.setViewportSize(phone);
  await look(security, "admin-accounts");
  await security.getByRole("link", { name: "丁警官" }).click();
  await security.getByRole("heading", { name: "丁警官" }).waitFor();
  await look(security, "admin-account");

  const officer = await stage.stranger(phone);
  await officer.goto(`${stage.url}/staff-access`);
  await officer.getByLabel("警号").fill("SL7001");
  await officer.getByLabel("码", { exact: false }).first().fill(code);
  await officer.getByLabel("密码").first().fill("short");
  await officer.getByRole("button", { name: "设密码并登录" }).click();
  await officer.getByText("至少").first().waitFor();
  await look(officer, "admin-staff-access");
  await officer.getByLabel("密码").first().fill("Qiao-2026-yi");
  await officer.getByRole("button", { name: "设密码并登录" }).click();
  await officer.waitForURL((address) => address.pathname === "/");
  // What an administrator's page shows, the officer is refused.
  await officer.goto(`${stage.url}/administration/units`);
  await officer.getByText("您不能打开这一页").waitFor();
  expect(await officer.getByRole("table").count()).toBe(0);
  // A page that is not his shows the refusal alone: no heading, tab, button or filter over it.
  for (const path of notAnOfficers) await isRefused(officer, path);
  await officer.goto(`${stage.url}/ask`);
  await officer.getByText("这里是企业提问的地方").waitFor();
  // His name was wrong, and he has left his telephone in a taxi.
  await security.getByRole("button", { name: "更正资料" }).click();
  await security.getByRole("dialog").getByLabel("姓名", { exact: true }).fill("定警官");
  await security.getByRole("dialog").getByLabel("值班电话").fill("12");
  await security.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await security.getByText("电话不对").waitFor();
  await look(security, "admin-account-edit");
  await security.setViewportSize(desk);
  await look(security, "admin-account-edit");
  await security.getByRole("dialog").getByLabel("值班电话").fill("0546-8012345");
  await security.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await security.getByRole("heading", { name: "定警官" }).waitFor();
  await security.getByRole("button", { name: "让他退出登录" }).click();
  await look(security, "admin-account-end");
  await security.getByRole("dialog").getByRole("button", { name: "让他退出登录" }).click();
  await security.getByText("已在所有设备退出").waitFor();
  await officer.getByText("管理员让您的账号在所有设备退出了").waitFor();
  await look(officer, "sign-in-ended");
});

test("a limit within the law, and what the page says beyond it", async () => {
  const system = await stage.enter("杨管理", desk);
  await system.getByRole("link", { name: "时限规则" }).first().click();
  await system.getByRole("button", { name: "调整受理", exact: true }).click();
  await system.getByRole("radio", { name: "法律规定" }).check();
  await system.getByRole("textbox", { name: "时限" }).fill("4");
  await system.getByLabel("法律名称").fill("示例条例");
  await system.getByLabel("条款").fill("第八条");
  await system.getByLabel("从哪天起").fill("2026-11-19");
  await system.getByRole("button", { name: "保存" }).click();
  await system.getByText("已保存").waitFor();
  await system.getByRole("button", { name: "调整受理", exact: true }).click();
  await system.getByRole("textbox", { name: "时限" }).fill("2");
  await system.getByLabel("单位").selectOption("wd");
  await system.getByText(/不能保存：《示例条例》第八条规定最长/).waitFor();
  await look(system, "admin-rule");
  await system.getByRole("button", { name: "保存" }).click();
  await system.getByText(/《示例条例》第八条规定最长 4 个工作小时，不能更长/).waitFor();
  await system.keyboard.press("Escape");
  await look(system, "admin-rules");
  await system.setViewportSize(phone);
  await look(system, "admin-rules");
});

test("calendar, modules, status and the quarterly list", async () => {
  const system = await stage.enter("杨管理", desk);
  await system.goto(`${stage.url}/administration/calendar`);
  await system.getByLabel("依据").fill("示例通知 1 号");
  await system.getByLabel("日期").fill("2027-01-01 休 元旦\n2027-01-03 班 元旦\n2027-13-01 休");
  await system.getByText(/第 3 行没有日期/).waitFor();
  await system.getByLabel("日期").fill("2027-01-01 休 元旦\n2027-01-03 班 元旦\n2027-01-04 休 元旦");
  await system.getByRole("button", { name: "预看影响" }).click();
  await system.getByText(/在走的时限/).waitFor();
  await look(system, "admin-calendar");
  const choose = (name: string, content: string) =>
    system.getByLabel(/从文件读取/).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await choose("2027.xlsx", "PK\u0003\u0004");
  await system.getByText("这是表格文件，请另存为 CSV 再选").waitFor();
  await choose("2027.csv", "日期,类型,名称\r\n2027-01-01,休,元旦\r\n2027-02-06,班,春节\r\n");
  await system.getByText("读取了 2027.csv").waitFor();
  expect(await system.getByLabel("日期").inputValue()).toBe("2027-01-01,休,元旦\n2027-02-06,班,春节");
  await system.getByRole("button", { name: "预看影响" }).click();
  await system.getByText(/在走的时限/).waitFor();
  await look(system, "admin-calendar-file");
  await system.goto(`${stage.url}/administration/modules`);
  await system.getByRole("radio", { name: "诉求" }).check();
  const unit = system.getByLabel("单位");
  const option = await unit.locator("option", { hasText: "北宋派出所" }).getAttribute("value");
  await unit.selectOption(option ?? "");
  await system.getByLabel("理由").fill("先试点咨询");
  await system.getByRole("button", { name: "停用" }).click();
  await system.getByText(/杨管理.*停用：先试点咨询/).waitFor();
  await look(system, "admin-modules");
  // Neither the firm's own page nor the officer's note on the telephone offers it any more.
  const officer = await stage.enter("李警官", phone);
  await officer.goto(`${stage.url}/note`);
  await officer.getByRole("radio", { name: "咨询" }).waitFor();
  await expect.poll(() => officer.getByRole("radio", { name: "诉求" }).count()).toBe(0);
  const liaison = await stage.enter("周联络", phone);
  for (const path of notAFirms) await isRefused(liaison, path);
  await liaison.goto(`${stage.url}/ask`);
  await liaison.getByRole("radio", { name: /咨询/ }).waitFor();
  await expect.poll(() => liaison.getByRole("radio", { name: /诉求/ }).count()).toBe(0);
  await system.goto(`${stage.url}/administration/status`);
  await system.getByText("从未备份").waitFor();
  await look(system, "admin-status");
  await system.setViewportSize(phone);
  for (const page of ["calendar", "modules", "status"]) {
    await system.goto(`${stage.url}/administration/${page}`);
    await system.getByRole("heading", { level: 1 }).waitFor();
    await look(system, `admin-${page}`);
  }

  const chief = await stage.enter("孙所长", phone);
  await chief.getByRole("link", { name: "我的" }).click();
  await chief.getByRole("link", { name: "权限清单" }).click();
  await chief.getByRole("button", { name: "核对" }).click();
  await chief.getByRole("button", { name: "确认本季度清单" }).waitFor();
  await look(chief, "admin-rights");
  await chief.getByRole("button", { name: "确认本季度清单" }).click();
  await chief.getByText(/孙所长.*已核对/).waitFor();
  const security = await stage.enter("许安全", desk);
  await security.getByRole("link", { name: "权限清单" }).first().click();
  await security.getByText(/孙所长.*已核对/).waitFor();
  await security.getByRole("button", { name: "查看" }).first().click();
  await security.getByRole("table").first().waitFor();
  await look(security, "admin-rights");
});
