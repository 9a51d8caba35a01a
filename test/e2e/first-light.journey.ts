import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { button, desk, look, openStage, phone, type Stage } from "./stage.ts";

// Tuesday morning, in working time.
const morning = "2026-11-17T09:20:00+08:00";
const title = "大件运输夜间通行怎么办手续";

let stage: Stage;
let liaison: Page;
let officer: Page;
let address: string;

beforeAll(async () => {
  stage = await openStage(morning);
});
afterAll(() => stage.close());

describe("first light", () => {
  it("opens on the demo's people, the liaison first", async () => {
    for (const size of [phone, desk]) {
      const page = await stage.stranger(size);
      await page
        .getByRole("button", { name: /企业联络员/ })
        .first()
        .waitFor();
      expect(await page.getByText("您已退出").count()).toBe(0);
      await look(page, "sign-in");
      await page.context().close();
    }
  });

  it("shows her project, its officers, who is on duty, and takes a question with a photo", async () => {
    liaison = await stage.enter("周联络", phone);
    officer = await stage.enter("李警官", desk);
    await officer.getByRole("heading", { name: /今天到期/ }).waitFor();
    await liaison.getByText("现在可以找李警官").first().waitFor();
    await look(liaison, "enterprise-home");
    await liaison.getByRole("link", { name: "有事找警长" }).first().click();

    await liaison.getByText("交通出行").click();
    await look(liaison, "ask-about");
    await button(liaison, "下一步").click();
    await liaison.getByLabel("一句话说清").fill(title);
    await liaison.getByLabel("想问什么").fill("明晚有一台宽 4.2 米的设备进场，夜里走县城要办什么手续？𠮷");
    const photo = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: "#7a8a66" } })
      .jpeg()
      .toBuffer();
    await liaison
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name: "设备.jpg", mimeType: "image/jpeg", buffer: photo });
    await liaison.getByRole("img", { name: /设备/ }).first().waitFor();

    // What is written survives a reload.
    await liaison.reload();
    await expect.poll(() => liaison.getByLabel("一句话说清").inputValue()).toBe(title);
    await look(liaison, "ask-question");
    await button(liaison, "下一步").click();
    await button(liaison, /提交给/).waitFor();
    await look(liaison, "ask-check");
  });

  it("is sent once, answered with a number, a name and a minute, and stands on the officer's open list by itself", async () => {
    // Twice in a row, as an impatient thumb does.
    await button(liaison, /提交给/).dblclick();
    await officer.getByText(title).first().waitFor();
    await liaison.waitForURL(/\/ask\/sent\//);
    await liaison
      .getByText(/ZX-370522-20261117-\d{4}/)
      .first()
      .waitFor();
    await expect.poll(() => liaison.locator("main").innerText()).toMatch(/李警官[\s\S]*今天 14:5\d/);
    await look(liaison, "receipt");
    address = new URL(liaison.url()).pathname.split("/").at(-1) ?? "";
    // Sent once: one row, also after a reload.
    await officer.reload();
    await officer.getByText(title).first().waitFor();
    expect(await officer.getByText(title).count()).toBe(1);
  });

  it("lets the officer ask the specialist unseen, and answer with the source", async () => {
    await officer.getByText(title).first().click();
    await button(officer, "请专员拟稿").click();
    await officer.getByLabel("想请专员说明什么").fill("请给夜间超限运输的办理口径。");
    await button(officer, "请专员拟稿").last().click();
    await officer.getByText("仅内部可见").first().waitFor();
    await look(officer, "desk");

    const specialist = await stage.enter("赵专员", desk);
    await specialist.getByText(title).first().click();
    await specialist.getByLabel("答复内容").fill("宽 4.2 米属超限，先办超限运输通行证，再向交警报备路线和时段。");
    await specialist.getByLabel("依据").fill("《公路安全保护条例》第三十五条");
    await look(specialist, "specialist-desk");
    await button(specialist, "交给警长").click();
    await specialist.getByText("您交了拟稿").first().waitFor();

    await liaison.goto(`${stage.url}/matters/${address}`);
    await liaison.getByText(title).first().waitFor();
    expect(await liaison.locator("main").innerText()).not.toMatch(/专员|仅内部/);

    await officer
      .getByText(/交了拟稿/)
      .first()
      .waitFor();
    await officer
      .getByLabel("答复内容")
      .fill("先向公路部门办超限运输通行证，再把路线和时段报给交警大队，当晚派车引导。");
    await officer.getByLabel("依据").fill("《公路安全保护条例》第三十五条");
    await button(officer, "发出答复").click();
    await officer.getByText("您作了答复").first().waitFor();
  });

  it("lets her read, ask back once, and confirm", async () => {
    await liaison.getByText("李警官作了答复").first().waitFor();
    await liaison.getByText("《公路安全保护条例》第三十五条").first().waitFor();
    await look(liaison, "matter-answered");
    await button(liaison, "还想再问").first().click();
    await liaison.getByLabel("还想问什么").fill("通行证要几天？");
    await button(liaison, "还想再问").last().click();
    await officer.getByText("周联络又问了一个问题").first().waitFor();
    await officer.getByLabel("答复内容").fill("一般三个工作日，急的当天可以加急。");
    await officer.getByLabel("依据").fill("《超限运输车辆行驶公路管理规定》");
    await button(officer, "发出答复").click();
    await liaison.getByText("一般三个工作日").first().waitFor();
    await button(liaison, "解决了").first().click();
    await button(liaison, "解决了").last().click();
    await expect.poll(() => liaison.locator("main").innerText()).toContain("已办结");
    await look(liaison, "matter-closed");
    await liaison.setViewportSize(desk);
    await look(liaison, "matter-closed");
    await liaison.setViewportSize(phone);
  });

  it("tells another firm's liaison nothing, and has her trial on record", async () => {
    const other = await stage.enter("吴联络", phone);
    await other.goto(`${stage.url}/matters/${address}`);
    await other.getByRole("heading", { name: /没有找到|找不到/ }).waitFor();
    expect(await other.content()).not.toContain(title);
    await look(other, "not-found");
    const statuses = await other.evaluate(async (id) => {
      const answers = await Promise.all([
        fetch(`/api/matters/${id}`),
        fetch(`/api/matters/${id}/readers`),
        fetch(`/api/events?matter=${id}`),
      ]);
      return answers.map((answer) => answer.status);
    }, address);
    expect(statuses).toEqual([404, 404, 404]);
    const auditor = await stage.enter("郑审计", desk);
    await auditor.getByText("吴联络").first().waitFor();
    await look(auditor, "audit");
    // No identifier that nobody could read out.
    expect(await auditor.locator("main").innerText()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
