import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00");
});
afterAll(() => stage.close());

describe("the life of a project", () => {
  it("is moved on by the office from the board; the stage's work reaches the officer and the firm", async () => {
    const office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/board`);
    await office.getByRole("heading", { name: "项目", level: 1 }).waitFor();
    await look(office, "board");
    await office.getByRole("button", { name: /变更阶段：黄河公铁大桥项目/ }).click();
    await office.getByText("进入“投产”").waitFor();
    await office.getByLabel("依据").fill("竣工验收备案表，11 月 16 日现场核实");
    await look(office, "board-change");
    await office.getByRole("button", { name: "确认变更" }).click();
    await office.getByText(/列出 5 件要办的事/).waitFor();
    await office.getByRole("button", { name: "表格", exact: true }).click();
    await office.getByRole("button", { name: /在办/ }).click();
    expect(await office.locator('th[aria-sort="descending"]').count()).toBe(1);
    await look(office, "board-table");

    await office.goto(`${stage.url}/board`);
    await office.getByRole("link", { name: /黄河公铁大桥项目/ }).click();
    await office.getByText("内部治安保卫制度").first().waitFor();
    await office.getByText("竣工验收备案表").waitFor();
    await look(office, "project-moved");
    await office.getByRole("link", { name: "六张清单" }).click();
    await office.getByRole("columnheader", { name: "措施" }).waitFor();
    await look(office, "six-lists");
    await office.context().close();

    const officer = await stage.enter("李警官", phone);
    const mine = await officer.evaluate(async () => (await fetch("/api/matters?view=mine&limit=100")).json());
    const titles = mine.items.map((item: { title: string }) => item.title);
    expect(titles).toContain("反诈演练");
    await officer.context().close();

    const firm = await stage.enter("周联络", phone);
    const project = await firm.evaluate(async () => (await (await fetch("/api/projects")).json()).items[0].id);
    await firm.goto(`${stage.url}/projects/${project}`);
    await firm.getByRole("link", { name: "反诈演练", exact: true }).waitFor();
    expect(await firm.getByText("竣工验收备案表").count()).toBe(0);
    await look(firm, "project-firm");
    await firm.context().close();
  });

  it("stands on the sketch, is reached there by the keyboard, and gets its point by a press", async () => {
    const office = await stage.enter("钱主任", desk);
    await office.goto(`${stage.url}/board?as=sketch`);
    const sketch = office.getByRole("group", { name: /^项目和派出所示意图/ });
    await sketch.waitFor();
    await look(office, "sketch");
    // Of projects side by side the sketch shows one mark: it comes nearer until each has its own.
    for (let turn = 0; turn < 8 && (await sketch.getByRole("button").count()) > 0; turn += 1)
      await sketch.getByRole("button").first().press("Enter");
    const mark = sketch.getByRole("link").first();
    await mark.focus();
    const name = ((await mark.getAttribute("aria-label")) ?? "").split("，")[0] ?? "";
    expect(name).toContain("项目");
    await office.keyboard.press("ArrowLeft");
    await office.keyboard.press("+");
    await look(office, "sketch-near");
    await office.keyboard.press("0");
    await office.getByRole("button", { name: "用表格看全部项目" }).click();
    await office.getByRole("link", { name: /黄河公铁大桥项目/ }).click();
    await office.getByText(/^北纬 37/).waitFor();
    await office.getByRole("button", { name: "修改资料" }).click();
    // A press that begins inside the sheet and ends outside, as when marking text, does not close it.
    const field = await office.getByLabel(/^纬度/).boundingBox();
    await office.mouse.move((field?.x ?? 0) + 20, (field?.y ?? 0) + 10);
    await office.mouse.down();
    await office.mouse.move(300, 400);
    await office.mouse.up();
    await office.getByRole("button", { name: "在示意图上点选" }).click();
    const before = await office.getByLabel(/^纬度/).inputValue();
    const paper = office.getByRole("group", { name: /^点一下图上的位置/ });
    await paper.click({ position: { x: 60, y: 60 } });
    expect(await office.getByLabel(/^纬度/).inputValue()).not.toBe(before);
    await look(office, "sketch-form");
    await office.getByRole("button", { name: "保存" }).click();
    await office.getByText("钱主任修改了项目资料").waitFor();
    await office.context().close();

    const leader = await stage.enter("蒋局长", phone);
    await leader.goto(`${stage.url}/board?as=sketch`);
    await leader.getByRole("group", { name: /^项目和派出所示意图/ }).waitFor();
    await look(leader, "sketch");
    await leader.context().close();
  });

  it("has hand-over and service plan on its line of time; the firm reads its own part", async () => {
    const office = await stage.enter("钱主任", desk);
    const { id, a, successor } = await office.evaluate(async () => {
      const { cards } = await (await fetch("/api/project-board")).json();
      const own = (name: string) => cards.find((card: { name: string }) => card.name.includes(name));
      const holder = (card: { people: { place: string; accountId: number }[] }) =>
        card.people.find(({ place }) => place === "A")?.accountId;
      return { id: own("润海").id, a: holder(own("润海")), successor: holder(own("冷链")) };
    });
    const post = (page: typeof office, path: string, body: object) =>
      page.evaluate(
        async ([to, sent]) => {
          const answer = await fetch(to, {
            method: "POST",
            headers: { "content-type": "application/json", "idempotency-key": `journey-${Math.random()}` },
            body: JSON.stringify(sent),
          });
          return { status: answer.status, body: await answer.json() };
        },
        [path, body] as const,
      );
    const offered = await post(office, "/api/handovers", {
      fromAccountId: a,
      places: [{ projectId: id, kind: "A", toAccountId: successor }],
      orderNo: "利公项〔2026〕9 号",
      note: "岗位调整（示例）",
      items: [],
    });
    expect(offered.status).toBe(200);
    await office.context().close();

    const officer = await stage.enter("李警官", phone);
    const drafted = await post(officer, `/api/projects/${id}/plan`, { from: "template" });
    expect(drafted.status).toBe(200);
    const proposed = await post(officer, `/api/plans/${drafted.body.id}/propose`, { revision: drafted.body.revision });
    expect(proposed.status).toBe(200);
    await officer.goto(`${stage.url}/projects/${id}`);
    await officer.getByText(/把服务方案第 1 版发给企业/).waitFor();
    await officer.getByText(/由李警官交接给刘警官/).waitFor();
    await look(officer, "timeline");
    await officer.context().close();

    const firm = await stage.enter("吴联络", phone);
    await firm.goto(`${stage.url}/projects/${id}`);
    await firm.getByRole("button", { name: "服务方案", exact: true }).click();
    await firm.getByText(/把服务方案第 1 版发给企业/).waitFor();
    expect(await firm.getByText("起草服务方案").count()).toBe(0);
    expect(await firm.getByText(/交接给/).count()).toBe(0);
    await look(firm, "timeline-firm");
    await firm.context().close();
  });
});
