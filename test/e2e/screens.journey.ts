import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

/** Addresses of one matter, project and firm that the person sees. */
async function some(page: Page): Promise<{ matter: number; project: number; firm: number }> {
  return page.evaluate(async () => {
    const read = async (path: string) => (await fetch(path)).json();
    const matters = await read("/api/matters");
    const projects = await read("/api/projects");
    return {
      matter: matters.items[0]?.id ?? 0,
      project: projects.items[0]?.id ?? 0,
      firm: projects.items[0]?.enterprises[0]?.id ?? 0,
    };
  });
}

const screens = (ids: { matter: number; project: number; firm: number }) =>
  [
    ["home", "/"],
    ["all", "/matters"],
    ["matter", `/matters/${ids.matter}`],
    ...(ids.project ? [["project", `/projects/${ids.project}`] as const] : []),
    ["me", "/me"],
  ] as const;

async function settled(page: Page): Promise<void> {
  await page.locator("main h1, main h2, main li").first().waitFor();
  // The grey bars of a page that loads have a heading for the ear.
  await expect.poll(() => page.locator('[aria-busy="true"], [role="status"]:has(> .visually-hidden)').count()).toBe(0);
}

describe("every screen, at both widths", () => {
  it.each(["周联络", "李警官", "赵专员", "孙所长", "钱主任"])(
    "%s: nothing sideways, nothing that axe finds, no raw key",
    async (person) => {
      for (const size of [phone, desk]) {
        const page = await stage.enter(person, size);
        const ids = await some(page);
        for (const [name, path] of screens(ids)) {
          await page.goto(stage.url + path);
          await settled(page);
          await look(page, `${person}-${name}`);
          const text = await page.locator("body").innerText();
          // A key without its text, an identifier, or English prose in the Chinese page.
          expect(text).not.toMatch(/\b(consultation|state|step|task|duty|why|reason|error)\.[A-Za-z]/);
          expect(text).not.toMatch(/\b(ROUTED|ANSWERING|ANSWERED|undefined|null|NaN)\b/);
        }
        await page.context().close();
      }
    },
    240_000,
  );

  it.each(["严督察", "杨管理", "郑审计", "蒋局长"])("%s is told honestly what there is for him", async (person) => {
    for (const size of [phone, desk]) {
      const page = await stage.enter(person, size);
      await settled(page);
      await look(page, `${person}-home`);
      await page.context().close();
    }
  });

  it.each(["严督察", "顾专员", "沈专员", "孙所长"])(
    "%s finds his way back from pages of others' work",
    async (person) => {
      const page = await stage.enter(person, phone);
      for (const path of ["board", "note"]) {
        await page.goto(`${stage.url}/${path}`);
        await settled(page);
        await page.getByRole("heading", { level: 1, name: path === "board" ? "项目" : "电话记录" }).waitFor();
        await look(page, `${person}-${path}`);
        // The chief has the projects among his tabs.
        const back = page
          .getByRole("link", { name: "返回", exact: true })
          .or(page.getByRole("link", { name: /^待办/ }));
        await back.first().click();
        await page.waitForURL((address) => address.pathname === "/");
      }
      await page.context().close();
    },
  );

  it("in English and in large type too", async () => {
    const page = await stage.enter("Zhou|周联络", phone, { locale: "en" });
    await settled(page);
    const button = page.getByRole("button", { name: "English" });
    if (await button.count()) await button.click();
    await page
      .getByText(/Ask|officer/i)
      .first()
      .waitFor();
    await look(page, "en-home");
    const ids = await some(page);
    await page.goto(`${stage.url}/matters/${ids.matter}`);
    await settled(page);
    await look(page, "en-matter");
    await page.goto(`${stage.url}/me`);
    await settled(page);
    await page.locator("main").getByRole("button", { name: "Large type" }).click();
    await page.goto(stage.url);
    await settled(page);
    // The browser remembers it.
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("20px");
    await look(page, "en-large");
    await page.context().close();
  });
});

describe("when things go wrong", () => {
  it("says that the connection is lost, keeps what is written, and goes on when it is back", async () => {
    const page = await stage.enter("周联络", phone);
    await page.goto(`${stage.url}/ask`);
    await settled(page);
    await page.getByText("交通出行").click();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByLabel("一句话说清").fill("断网时提的问题");
    await page.getByLabel("想问什么").fill("网络断开时写下的内容会不会丢？");
    await page.getByRole("button", { name: "下一步" }).click();
    await page.context().setOffline(true);
    await page
      .getByText(/断开|没有网络|离线/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: /提交给/ }).click();
    // It is tried again by itself for a moment; only then does the page ask for another press.
    const again = page.getByRole("button", { name: "再提交一次" });
    await again.waitFor();
    await look(page, "offline");
    await page.context().setOffline(false);
    await again.click();
    await page.waitForURL(/\/ask\/sent\//);
    const count = await page.evaluate(async () => {
      const list = await (await fetch("/api/matters")).json();
      return list.items.filter((item: { title: string }) => item.title === "断网时提的问题").length;
    });
    expect(count).toBe(1);
    await page.context().close();
  });

  it("leads to the sign-in page when the session has ended, and back to where one was", async () => {
    const page = await stage.enter("周联络", phone);
    await page.goto(`${stage.url}/ask?at=question`);
    await settled(page);
    await page.evaluate(() => fetch("/api/session", { method: "DELETE" }));
    await page.waitForURL(/\/sign-in/);
    await look(page, "session-ended");
    await page
      .getByRole("button", { name: /周联络/ })
      .first()
      .click();
    await page.waitForURL(/\/ask\?at=question/);
    await page.context().close();
  });

  it("says that it is connected again once it is, also when the line was never cut", async () => {
    const page = await stage.enter("周联络", phone);
    await settled(page);
    // The page before is settled too: what has not come yet would say by itself that the network is gone.
    await page.locator('main a[href^="/matters/"]').first().waitFor();
    const strip = page.getByText(/网络断了|连接断开/);
    await page.context().setOffline(true);
    await strip.waitFor();
    await look(page, "strip-offline");
    await page.context().setOffline(false);
    await strip.waitFor({ state: "detached" });
    await page.context().close();
  });

  it("shows 404 for an address that is none, without a word about what might be there", async () => {
    const page = await stage.enter("周联络", phone);
    await page.goto(`${stage.url}/nowhere`);
    await page.getByRole("heading", { name: /没有找到/ }).waitFor();
    await look(page, "nowhere");
    await page.context().close();
  });

  it("the desk is worked by keyboard: / filters, j and k move, Enter opens, ? explains", async () => {
    const page = await stage.enter("李警官", desk);
    await page.getByRole("heading", { name: /今天到期/ }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByText("办理经过").first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator("body").click({ position: { x: 5, y: 500 } });
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await look(page, "keys");
    await page.context().close();
  });
});

describe("the clock and the program", () => {
  it("while the officer sleeps and the server is down, the ladder climbs all the same, stamped with its minutes", async () => {
    const page = await stage.enter("周联络", phone);
    await page.goto(`${stage.url}/ask`);
    await settled(page);
    await page.getByText("交通出行").click();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByLabel("一句话说清").fill("没有人答复的问题");
    await page.getByLabel("想问什么").fill("四个工作小时没有答复会怎样？");
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("button", { name: /提交给/ }).click();
    await page.waitForURL(/\/ask\/sent\//);
    const id = page.url().split("/").at(-1);
    await page.context().close();
    // Killed in the middle of the day, started again the next morning.
    await stage.restart({ clock: "2026-11-18T08:40:00+08:00", kill: true });
    const chief = await stage.enter("孙所长", desk);
    await chief.goto(`${stage.url}/matters/${id}`);
    await chief.getByText("没有人答复的问题").first().waitFor();
    const history = await chief.evaluate(async (matter) => {
      const seen = await (await fetch(`/api/matters/${matter}`)).json();
      const asked = Date.parse(seen.openedAt) - (Date.parse(seen.openedAt) % 60_000);
      return seen.entries.map((entry: { kind: string; at: string }) => [
        entry.kind,
        (Date.parse(entry.at) - asked) / 60_000,
      ]);
    }, id);
    // Asked in the morning; the midday break of 90 minutes lies before everything but the first reminder. Four working
    // hours: 50 %, 80 %, 100 % (officer B), and two hours later the chief.
    expect(history.slice(1)).toEqual([
      ["reminder", 120],
      ["reminder", 192 + 90],
      ["climb", 240 + 90],
      ["climb", 360 + 90],
    ]);
    await look(chief, "climbed");
    await chief.context().close();
  });
});
