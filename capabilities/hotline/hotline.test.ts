import { describe, expect, it } from "vitest";
import { readSheet } from "read-excel-file/node";
import { buffer } from "node:stream/consumers";
import { checkProcedure } from "#matters/engine/check.ts";
import { execute } from "#server/pipeline.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { refused } from "#test/import-desk.ts";
import { contract } from "./contract.ts";
import english from "./messages.en.json" with { type: "json" };
import chinese from "./messages.zh-CN.json" with { type: "json" };
import { hotline } from "./procedure.ts";

const house = await forTheseTests(startHarness({ at: "2026-09-22T09:00:00+08:00" }));
const desk = deskOf(house);

let last = 0;
const ticket = (more: Record<string, unknown> = {}) => ({
  number: `DY-2026-${(last += 1)}`,
  unitId: house.town.units.station,
  title: "夜间施工噪声",
  text: "工地连续三晚施工到凌晨，请管一管。",
  subject: "噪声",
  place: "示例路 9 号",
  class: "D7",
  receivedAt: "2026-09-21T08:00:00Z",
  caller: { phone: "13800000000", confidential: true },
  ...more,
});
const receive = (given: Record<string, unknown>) => house.as("office")(contract["ticket.receive"], given);
const receiveNew = async (more: Record<string, unknown> = {}) => (await receive(ticket(more))).id;
const onBridge = () => receiveNew({ projectId: house.town.projects.bridge });
const replyDone = { result: "DONE", text: "已到工地查看，十点以后停止施工。" };
async function replied(reply = replyDone): Promise<number> {
  const id = await onBridge();
  await desk.step("officerA", id, "sign");
  await desk.step("officerA", id, "contact", { how: "PHONE", text: "电话里说好今晚去看。" });
  await desk.step("officerA", id, "reply", reply);
  return id;
}

/** The rows of an export as the workbook holds them. */
async function readExport(id: number): Promise<{ number: unknown; text: unknown }[]> {
  const { file } = await execute(
    house.platform,
    "hotlineExport.get",
    { id },
    { account: { accountId: house.town.people.office, enterpriseId: null }, device: "desk" },
  );
  if (!file) throw new Error("no file");
  const rows = await readSheet(await buffer(file.stream));
  return rows.map((row) => ({ number: row[0], text: row[5] }));
}
const dueOf = async (id: number) =>
  (await desk.view("office", id)).turns.find(({ kind }) => kind === "reply")?.clock.dueAt;

describe("the declaration", () => {
  it("is sound and has all its texts", () => {
    expect(checkProcedure(hotline)).toEqual([]);
    expect(textFaults(hotline, { "zh-CN": chinese, en: english })).toEqual([]);
  });

  it("has no step by which anybody withdraws a ticket or passes it on", () => {
    expect(Object.keys(hotline.steps).filter((step) => /withdraw|pass|transfer|assign/i.test(step))).toEqual([]);
  });
});

describe("a ticket that comes in", () => {
  it("is due by its class, counted from the hotline's receipt, or by the hotline's own earlier deadline", async () => {
    // Seven calendar days after the 21st, until the end of the day.
    const [opened] = (await desk.view("office", await receiveNew())).entries;
    expect(opened?.form).toMatchObject({ dueAt: "2026-09-28 24:00" });
    expect(await dueOf(await receiveNew())).toBe("2026-09-28T16:00:00.000Z");
    expect(await dueOf(await receiveNew({ dueAt: "2026-09-23T02:00:00Z" }))).toBe("2026-09-23T02:00:00.000Z");
    expect(await dueOf(await receiveNew({ dueAt: "2026-12-23T02:00:00Z" }))).toBe("2026-09-28T16:00:00.000Z");
  });

  it("twice changes nothing", async () => {
    const one = ticket();
    const first = await receive(one);
    const before = await desk.row(first.id);
    expect(await receive(one)).toEqual({ id: first.id, created: false });
    expect(await desk.row(first.id)).toEqual(before);
    expect(await desk.sql("select from hotline_ticket where number = $1", [one.number])).toHaveLength(1);
  });

  it("twice at once is one ticket", async () => {
    const one = ticket();
    const both = await Promise.all([receive(one), receive(one)]);
    expect(both.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });

  it("with the number of another ticket and other words is refused", async () => {
    const one = ticket();
    await receive(one);
    expect(await refused(receive({ ...one, text: "完全是另一件事。" }))).toBe("invalid ticketDiffers");
  });

  it("late, after its own deadline, is taken and shown as what came late", async () => {
    const id = await receiveNew({ class: "H2", dueAt: "2026-09-21T09:00:00Z" });
    const { items } = await house.as("office")(contract["ticket.list"], {});
    expect(items[0]).toMatchObject({ id, cameLate: true, repliedAt: null, unitName: "北宋派出所" });
    // Whoever handles it reads what the hotline set; its own clock can only begin when it came.
    const [opened] = (await desk.view("office", id)).entries;
    expect(opened?.form).toMatchObject({ receivedAt: "2026-09-21 16:00", dueAt: "2026-09-21 17:00" });
  });

  it.each([
    ["a deadline before its receipt", { dueAt: "2026-09-20T00:00:00Z" }, "invalid dueBeforeReceipt"],
    ["a receipt that is to come", { receivedAt: "2026-10-01T00:00:00Z" }, "invalid receivedToCome"],
    ["a caller's number that is none", { caller: { phone: "123" } }, "invalid phone"],
    ["a unit that there is not", { unitId: 999_999 }, "invalid unitForeign"],
    ["a project that there is not", { projectId: 999_999 }, "invalid unknownProject"],
    ["a firm that there is not", { agreedFirmId: 999_999 }, "invalid unknownFirm"],
    ["a class that there is not", { class: "D99" }, "invalid notAChoice"],
  ])("with %s is refused and leaves nothing", async (_what, more, answer) => {
    const one = ticket(more);
    expect(await refused(receive(one))).toBe(answer);
    expect(await desk.sql("select from hotline_ticket where number = $1", [one.number])).toEqual([]);
  });

  it("comes from program offices only", async () => {
    expect(await refused(house.as("officerA")(contract["ticket.receive"], ticket()))).toBe("forbidden");
  });
});

describe("who sees a ticket", () => {
  it("is not the project's firm, but the caller's own firm that agreed; and of the caller only those who handle it", async () => {
    const alone = await onBridge();
    const agreed = await receiveNew({ projectId: house.town.projects.bridge, agreedFirmId: house.town.firms.east });
    expect(await refused(house.as("liaison")(matters["matter.get"], { id: alone }))).toBe("not-found");
    const seen = await desk.view("liaison", agreed);
    expect(seen.entries.map(({ name }) => name)).toEqual(["ticket"]);
    expect(JSON.stringify(seen)).not.toContain("13800000000");
    expect(seen.abilities.steps).toEqual([]);
    expect(JSON.stringify(await desk.view("officerA", agreed))).toContain("13800000000");
  });
});

describe("first come, first responsible", () => {
  it("brings in others with tasks of their own and stays with whoever signed", async () => {
    const id = await onBridge();
    await desk.step("officerA", id, "sign");
    await desk.step("officerA", id, "askHelp", { text: "请到现场取证。" });
    const { turns } = await desk.view("office", id);
    expect(turns.map(({ kind, holder }) => `${kind} ${holder.dutyName}`).toSorted()).toEqual([
      "contact 李警官",
      "help 王警官",
      "reply 李警官",
    ]);
    await desk.step("officerB", id, "help", { text: "已取证。" });
    expect((await desk.row(id)).state).toBe("SIGNED");
  });

  it("lets the office rule, by the directory, that it is not ours; once it is ours it stays so", async () => {
    const id = await onBridge();
    expect(await refused(desk.step("officerA", id, "dispute", { text: "这是城管的事。" }))).toMatch(/^invalid/);
    await desk.step("officerA", id, "dispute", { basis: "派单目录 3.2", text: "这是城管的事。" });
    await desk.step("office", id, "ruleOurs", { text: "涉及治安，归我们办。" });
    const again = desk.step("officerA", id, "dispute", { basis: "派单目录 3.2", text: "还是城管的事。" });
    expect(await refused(again)).toBe("illegal-step");
    expect((await desk.row(id)).state).toBe("SIGNED");
  });
});

describe("the list of tickets", () => {
  it("says when a ticket was first replied to, and keeps that while it is handled again", async () => {
    const id = await replied();
    const no = { contacted: "NOT_IN_TIME", satisfied: "NOT_SATISFIED", text: "昨晚还在施工。" };
    await desk.step("office", id, "callBackNotSolved", no);
    const { items } = await house.as("office")(contract["ticket.list"], {});
    expect(items.find((one) => one.id === id)).toMatchObject({
      state: "HANDLING",
      repliedAt: house.clock.now().toISOString(),
      projectName: "大桥项目（示例）",
    });
  });

  it("goes with the places that a ticket can be entered for, without branches and cities", async () => {
    const { units, projects } = await house.as("office")(contract["ticket.places"], {});
    expect(units.map(({ name }) => name)).toEqual(["北宋派出所", "盐窝派出所", "交警大队"]);
    expect(projects.map(({ name }) => name)).toContain("大桥项目（示例）");
  });
});

describe("a ticket for a department", () => {
  it("is handled at its desk and comes back there when it was not solved, though no chief can join", async () => {
    const { traffic } = house.town.units;
    await desk.sql(
      "insert into access_grant (account_id, role, unit_id, valid_from) values ($1, 'DEPT_HANDLER', $2, '2025-01-01')",
      [house.town.people.specialist, traffic],
    );
    const id = await receiveNew({ unitId: traffic });
    await desk.step("specialist", id, "sign");
    await desk.step("specialist", id, "contact", { how: "PHONE", text: "电话里说好明天去看。" });
    await desk.step("specialist", id, "reply", replyDone);
    const no = { contacted: "IN_TIME", satisfied: "NOT_SATISFIED", text: "还是堵。" };
    await desk.step("office", id, "callBackNotSolved", no);
    expect((await desk.row(id)).state).toBe("HANDLING");
    await desk.step("specialist", id, "reply", replyDone);
    await desk.step("office", id, "callBack", { contacted: "IN_TIME", verdict: "SOLVED", satisfied: "SATISFIED" });
    expect((await desk.row(id)).outcome).toBe("SOLVED.IN_TIME.SATISFIED");
  });
});

describe("the return call", () => {
  it("is made by somebody who did not handle it", async () => {
    const id = await replied();
    const answers = { contacted: "IN_TIME", verdict: "SOLVED", satisfied: "SATISFIED" };
    expect(await refused(desk.step("officerA", id, "callBack", answers))).toBe("forbidden");
    // Whoever of the office has himself replied in the officer's place would ask whether he did well.
    await desk.sql("update entry set actor_id = $1 where matter_id = $2 and name = 'reply'", [
      house.town.people.office,
      id,
    ]);
    const { steps } = (await desk.view("office", id)).abilities;
    expect(steps.find((step) => step.id === "callBack")?.blockedBy).toBe("handledItYourself");
    expect(await refused(desk.step("office", id, "callBack", answers))).toBe("illegal-step");
    expect((await desk.row(id)).state).toBe("REPLIED");
  });

  it("keeps the caller's three answers and closes", async () => {
    const id = await replied();
    await desk.step("office", id, "callBack", { contacted: "IN_TIME", verdict: "PARTLY", satisfied: "NOT_SATISFIED" });
    expect(await desk.row(id)).toMatchObject({ state: "CLOSED", outcome: "PARTLY.IN_TIME.NOT_SATISFIED" });
  });

  it("brings it back once, one level up, and then closes it as not solved", async () => {
    const id = await replied();
    const no = { contacted: "NOT_IN_TIME", satisfied: "NOT_SATISFIED", text: "昨晚还在施工。" };
    await desk.step("office", id, "callBackNotSolved", no);
    expect((await desk.view("chief", id)).abilities.steps.map((step) => step.id)).toContain("reply");
    await desk.step("officerA", id, "reply", replyDone);
    await desk.step("office", id, "callBackNotSolved", no);
    expect(await desk.row(id)).toMatchObject({ state: "NOT_SOLVED", outcome: "NOT.NOT_IN_TIME.NOT_SATISFIED" });
  });

  it("that reaches nobody ends it only after two trials, and a leader checks what is to be left out", async () => {
    const id = await replied();
    expect(await refused(desk.step("office", id, "unreached", { text: "打不通" }))).toBe("illegal-step");
    await desk.step("office", id, "missed", { text: "上午十点" });
    await desk.step("office", id, "unreached", { text: "两次都没有接" });
    expect((await desk.row(id)).outcome).toBe("UNREACHED");
    const other = await replied();
    await desk.step("office", other, "askExclusion", { basis: "条例第 20 条", text: "同一件事反复来电二十次。" });
    expect(await refused(desk.step("office", other, "exclude", { text: "同意" }))).toBe("forbidden");
    await desk.step("leader", other, "exclude", { text: "同意" });
    expect((await desk.row(other)).outcome).toBe("EXCLUDED");
  });
});

describe("replies for the hotline", () => {
  it("go out once, safe for Excel, and the same export is the same whenever it is asked for", async () => {
    await replied({ ...replyDone, text: "=HYPERLINK(1) 已到工地查看。" });
    const as = house.as("office");
    const { items, more } = await as(contract["ticket.replies"], { since: "2026-09-01T00:00:00Z" });
    expect(more).toBe(false);
    expect(items.at(-1)).toMatchObject({ result: "DONE", text: "=HYPERLINK(1) 已到工地查看。", inTime: true });
    expect(items.every(({ onward }) => onward.includes("12345"))).toBe(true);
    const made = await as(contract["ticket.export"], {});
    expect(made.replies).toBeGreaterThan(0);
    expect(await refused(as(contract["ticket.export"], {}))).toBe("illegal-step");
    const book = await readExport(made.id);
    // Reading takes the mark off again, as Excel's users see it; a formula would have lost its words.
    expect(book).toContainEqual(expect.objectContaining({ text: "'=HYPERLINK(1) 已到工地查看。" }));
    await replied();
    expect(await readExport(made.id)).toEqual(book);
    expect(await as(contract["ticket.exports"], {})).toMatchObject({ waiting: 1, items: [made] });
  });

  it("tell nothing after the last one", async () => {
    const { items } = await house.as("office")(contract["ticket.replies"], { since: "2027-01-01T00:00:00Z" });
    expect(items).toEqual([]);
  });
});

describe("what is reported again and again", () => {
  it("is listed by place and topic, never by caller", async () => {
    await receiveNew({ place: "东门路口", subject: "停车" });
    await receiveNew({ place: "东门路口", subject: "停车", caller: { phone: "13900000000" } });
    const { items } = await house.as("office")(contract["ticket.topics"], {});
    expect(items).toContainEqual(expect.objectContaining({ place: "东门路口", subject: "停车", count: 2 }));
    expect(JSON.stringify(items)).not.toMatch(/1[38]\d{9}/);
  });
});
