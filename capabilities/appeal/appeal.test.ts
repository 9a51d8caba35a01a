import { beforeEach, describe, expect, it } from "vitest";
import { checkProcedure } from "#matters/engine/check.ts";
import { contract } from "#matters/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import english from "./messages.en.json" with { type: "json" };
import chinese from "./messages.zh-CN.json" with { type: "json" };
import { appeal } from "./procedure.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeEach(async () => {
  // A Monday after the free week of October, work as usual.
  desk.at("2026-10-12 09:00");
  await desk.sql("delete from due");
});

const demand = (more: Record<string, unknown> = {}) => ({
  procedure: "appeal",
  projectId: house.town.projects.bridge,
  title: "工地夜间被堵路",
  topic: "traffic",
  form: { demand: { text: "连续三晚有车堵住工地大门，请帮助处理。" } },
  ...more,
});
const open = (more: Record<string, unknown> = {}) => desk.open("liaison", demand(more));
const contacted = { how: "PHONE", text: "电话里说好明天上午到工地看。" };
const handled = { result: "DONE", text: "已与交警一起清理，大门外划了禁停线。" };

/** An appeal that officer A has accepted in this class and is working on. */
async function inProgress(classed: Record<string, unknown> = { class: "ORDINARY" }): Promise<number> {
  const id = await open();
  await desk.step("officerA", id, "accept", classed);
  await desk.step("officerA", id, "contact", contacted);
  return id;
}
async function finished(): Promise<number> {
  const id = await inProgress();
  await desk.step("officerA", id, "handled", handled);
  return id;
}
const turnOf = async (id: number, kind: string) =>
  (await desk.view("chief", id)).turns.find((turn) => turn.kind === kind);
const due = async (id: number, kind: string) => (await turnOf(id, kind))?.clock.dueAt;
const local = (moment: string) => new Date(`${moment.replace(" ", "T")}:00+08:00`).toISOString();

describe("the declaration", () => {
  it("is sound and has all its texts", () => {
    expect(checkProcedure(appeal)).toEqual([]);
    expect(textFaults(appeal, { "zh-CN": chinese, en: english })).toEqual([]);
  });
});

describe("accepting", () => {
  it("is waited for 4 working hours by officer A", async () => {
    const id = await open();
    const turn = await turnOf(id, "accept");
    expect(turn?.holder.dutyName).toBe("李警官");
    expect(turn?.clock.dueAt).toBe(local("2026-10-12 14:30"));
  });

  it.each([
    ["SIMPLE", "2026-10-15 09:00"],
    ["ORDINARY", "2026-10-26 09:00"],
    ["COMPLEX", "2026-11-09 09:00"],
  ])("as %s sets the limit of that class", async (classed, until) => {
    const id = await open();
    await desk.step("officerA", id, "accept", { class: classed, reason: "牵涉三个单位，要一起办。" });
    expect(await due(id, "handle")).toBe(local(until));
  });

  it("classes once: a second acceptance is no step any more", async () => {
    const id = await inProgress();
    expect(await refusalOf(desk.step("officerA", id, "accept", { class: "COMPLEX", reason: "后来发现更复杂" }))).toBe(
      "illegal-step notInThisState",
    );
  });

  it("classes upward only with a reason, which the firm reads", async () => {
    const id = await open();
    expect(await refusalOf(desk.step("officerA", id, "accept", { class: "COMPLEX" }))).toBe(
      "invalid form.reason:required",
    );
    await desk.step("officerA", id, "accept", { class: "COMPLEX", reason: "牵涉三个单位，要一起办。" });
    const entry = (await desk.view("liaison", id)).entries.find(({ name }) => name === "accept");
    expect(entry?.form).toEqual({ class: "COMPLEX", reason: "牵涉三个单位，要一起办。" });
  });

  it("keeps the limit that held when it began, when the city sets another later", async () => {
    const rule = (from: string, amount: number) =>
      desk.sql(
        `insert into limit_rule (key, amount, unit, source, valid_from) values ('appeal.handle.simple', $1, 'wd', 'P', $2)`,
        [amount, from],
      );
    await rule("2026-10-12T00:00:00+08:00", 2);
    const before = await inProgress({ class: "SIMPLE" });
    await rule("2026-10-12T09:30:00+08:00", 5);
    desk.at("2026-10-12 10:00");
    const after = await inProgress({ class: "SIMPLE" });
    expect(await due(before, "handle")).toBe(local("2026-10-14 09:00"));
    expect(await due(after, "handle")).toBe(local("2026-10-19 10:00"));
    await desk.sql("delete from limit_rule");
  });

  it("is refused with ground, reason, where to go and remedy, or not at all", async () => {
    const id = await open();
    const refusal = { ground: "OTHER_BODY", text: "占道经营归城管部门管。", whereTo: "县综合执法局，0546-0000120" };
    expect(await refusalOf(desk.step("officerA", id, "notAccept", refusal))).toBe("invalid form.remedy:required");
    await desk.step("officerA", id, "notAccept", { ...refusal, remedy: "可拨打 12345" });
    expect(await desk.row(id)).toMatchObject({ state: "NOT_ACCEPTED", outcome: "NOT_ACCEPTED" });
  });

  it("stands still while the firm sends all missing papers, asked for once", async () => {
    const id = await open();
    desk.at("2026-10-12 10:00");
    await desk.step("officerA", id, "returnForSupplement", { text: "请补：施工许可、现场照片。" });
    expect((await turnOf(id, "accept"))?.clock).toMatchObject({ state: "paused", remainingMinutes: 180 });
    desk.at("2026-10-13 10:00");
    await desk.step("liaison", id, "supplement", { text: "补上了。" });
    expect(await due(id, "accept")).toBe(local("2026-10-13 14:30"));
    expect(await refusalOf(desk.step("officerA", id, "returnForSupplement", { text: "还要一份合同。" }))).toBe(
      "illegal-step suppliedOnce",
    );
  });
});

describe("more time", () => {
  const reason = { text: "要等省厅的检验结果，下周才能出来。" };

  it("is asked by the handler, granted one level up before the old time is over, and told", async () => {
    const id = await inProgress();
    await desk.runTo("2026-10-23 09:00");
    await desk.step("officerA", id, "askExtension", reason);
    // Until it is granted the firm sees nothing of it.
    const inside = await desk.view("liaison", id);
    expect(inside.entries.some(({ name }) => name === "askExtension")).toBe(false);
    expect(inside.turns.map(({ kind }) => kind)).toEqual(["handle"]);
    expect(await refusalOf(desk.step("officerA", id, "extend", { span: "SHORT" }))).toBe("forbidden");
    await desk.step("chief", id, "extend", { span: "SHORT" });
    expect(await due(id, "handle")).toBe(local("2026-10-30 09:00"));
    const view = await desk.view("liaison", id);
    expect(view.entries.find(({ kind }) => kind === "publication")?.form).toEqual(reason);
    expect(view.turns.find(({ kind }) => kind === "handle")?.clock.extendedFrom).toEqual({ amount: 10, unit: "wd" });
  });

  it("begins its percentages anew, and those of the old limit are not told again", async () => {
    const id = await inProgress();
    await desk.runTo("2026-10-22 09:00");
    await desk.step("officerA", id, "askExtension", reason);
    await desk.step("chief", id, "extend", { span: "SHORT" });
    await desk.runTo("2026-10-29 09:00");
    const told = (await desk.story(id)).filter((line) => line.includes("reminder handle"));
    // Half of 5 working days from the 22nd is Monday noon, 80 % on the 28th.
    expect(told).toEqual([
      "10-19 09:00 reminder handle 50",
      "10-22 09:00 reminder handle 80",
      "10-26 14:15 reminder handle 50",
      "10-28 09:00 reminder handle 80",
    ]);
  });

  it("is granted once", async () => {
    const id = await inProgress();
    await desk.runTo("2026-10-22 09:00");
    await desk.step("officerA", id, "askExtension", reason);
    await desk.step("chief", id, "extend", { span: "SHORT" });
    expect(await refusalOf(desk.step("officerA", id, "askExtension", reason))).toBe("illegal-step extendedBefore");
    expect(await refusalOf(desk.step("chief", id, "extend", { span: "LONG" }))).toBe("illegal-step taskNotOpen");
  });

  it("is refused too late, with the reason, asked for in time or not", async () => {
    const id = await inProgress();
    await desk.runTo("2026-10-23 16:00");
    await desk.step("officerA", id, "askExtension", reason);
    await desk.runTo("2026-10-26 09:00");
    expect(await refusalOf(desk.step("chief", id, "extend", { span: "LONG" }))).toBe("illegal-step limitEnded");
    const late = await inProgress();
    await desk.runTo("2026-11-09 09:00");
    expect(await refusalOf(desk.step("officerA", late, "askExtension", reason))).toBe("illegal-step tooLateToExtend");
  });

  it("is never granted by the chief who asked for it himself: the program office does", async () => {
    const id = await finished();
    await desk.step("liaison", id, "notSolved", { text: "第二天又堵了。" });
    await desk.runTo("2026-10-22 09:00");
    await desk.step("chief", id, "askExtension", reason);
    expect((await turnOf(id, "approve"))?.holder).toMatchObject({ duty: "office", unitName: "县局" });
    for (const step of ["extend", "refuseExtension"]) {
      expect((await desk.view("chief", id)).abilities.steps).toContainEqual(
        expect.objectContaining({ id: step, blockedBy: "fourEyes" }),
      );
    }
    expect(await refusalOf(desk.step("chief", id, "extend", { span: "SHORT" }))).toBe("illegal-step fourEyes");
    await desk.step("office", id, "extend", { span: "SHORT" });
    expect(await due(id, "handle")).toBe(local("2026-10-29 09:00"));
  });

  it("is none when it would end sooner", async () => {
    const id = await inProgress();
    await desk.step("officerA", id, "askExtension", reason);
    expect(await refusalOf(desk.step("chief", id, "extend", { span: "SHORT" }))).toBe("illegal-step nothingGained");
  });
});

describe("the verdict", () => {
  it("is the requester's: officers cannot give it, nor withdraw for him", async () => {
    const id = await finished();
    expect(await refusalOf(desk.step("officerA", id, "confirm", { verdict: "SOLVED" }))).toBe("forbidden");
    const running = await inProgress();
    expect(await refusalOf(desk.step("chief", running, "withdraw", { text: "企业不办了" }))).toBe("forbidden");
  });

  it("not solved goes one level up with its history, a second one closes as not solved", async () => {
    const id = await finished();
    await desk.step("liaison", id, "notSolved", { text: "第二天又堵了。" });
    expect((await turnOf(id, "handle"))?.alsoWith.map(({ duty }) => duty)).toContain("chief");
    await desk.step("chief", id, "handled", handled);
    await desk.step("liaison", id, "notSolved", { text: "还是堵。" });
    expect(await desk.row(id)).toMatchObject({ state: "NOT_SOLVED", outcome: "NOT", phase: "closed" });
  });

  it("stays out for 10 working days and two reminders: closed unrated, never as satisfied", async () => {
    const id = await finished();
    await desk.runTo("2026-10-26 09:00");
    expect(await desk.row(id)).toMatchObject({ state: "UNRATED", outcome: "UNRATED" });
    expect((await desk.story(id)).filter((line) => line.includes("reminder confirm"))).toHaveLength(2);
  });

  it("after closing is no step any more", async () => {
    const id = await finished();
    await desk.step("liaison", id, "confirm", { verdict: "SOLVED" });
    expect(await refusalOf(desk.step("liaison", id, "notSolved", { text: "想想还是不行" }))).toBe(
      "illegal-step notInThisState",
    );
  });

  it("gives stars once in a matter, kept apart from it", async () => {
    const id = await finished();
    await desk.step("liaison", id, "notSolved", { text: "第二天又堵了。", stars: 2 });
    await desk.step("officerA", id, "handled", handled);
    expect(await refusalOf(desk.step("liaison", id, "confirm", { verdict: "SOLVED", stars: 5 }))).toBe(
      "invalid form.stars:ratedOnce",
    );
    await desk.step("liaison", id, "confirm", { verdict: "SOLVED" });
    const rows = await desk.sql<{ stars: number }>("select stars from rating where procedure = 'appeal'");
    expect(rows).toEqual([{ stars: 2 }]);
    const view = await desk.view("officerA", id);
    expect(JSON.stringify(view)).not.toContain("stars");
  });

  it("may be followed by one reopening within 30 days, which the program office assigns", async () => {
    const id = await finished();
    await desk.step("liaison", id, "confirm", { verdict: "PARTLY" });
    desk.at("2026-11-11 09:00");
    await desk.step("liaison", id, "reopen", { text: "又堵了。" });
    expect((await turnOf(id, "assign"))?.holder.duty).toBe("office");
    await desk.step("office", id, "reassign");
    await desk.step("officerA", id, "handled", handled);
    await desk.step("liaison", id, "confirm", { verdict: "SOLVED" });
    expect(await refusalOf(desk.step("liaison", id, "reopen", { text: "再来" }))).toBe("illegal-step reopenedOnce");
  });
});

describe("waiting and splitting", () => {
  it("for a department pauses the clock, says why, and not a third time", async () => {
    const id = await inProgress();
    for (const round of [1, 2]) {
      await desk.step("officerA", id, "askDepartment", { text: `请交警核查车辆，第 ${round} 次。` });
      const turn = (await desk.view("liaison", id)).turns.find(({ kind }) => kind === "handle");
      expect(turn?.clock).toMatchObject({ state: "paused", pausedReason: "WAITING_DEPARTMENT" });
      await desk.step("specialist", id, "assist", { text: "已核查，是外地车。" });
    }
    expect(await refusalOf(desk.step("officerA", id, "askDepartment", { text: "再请交警核查一次。" }))).toBe(
      "illegal-step askedTwice",
    );
  });

  it("lets the parent close only after what was split off", async () => {
    const id = await inProgress();
    await desk.step("officerA", id, "split", { title: "安装监控", text: "大门口想装一个监控。" });
    const [child] = await desk.sql<{ child_id: number }>("select child_id from matter_link where parent_id = $1", [id]);
    const part = child?.child_id ?? 0;
    expect(await refusalOf(desk.step("liaison", id, "withdraw", { text: "不用办了" }))).toBe(
      "illegal-step childrenOpen",
    );
    expect((await desk.view("liaison", part)).abilities.steps.map((step) => step.id)).toEqual(["withdraw"]);
    await desk.step("liaison", part, "withdraw", { text: "自己装了。" });
    await desk.step("liaison", id, "withdraw", { text: "不用办了" });
    expect(await desk.row(id)).toMatchObject({ state: "WITHDRAWN", outcome: "WITHDRAWN" });
  });
});

describe("without a project", () => {
  it("goes to the program office, which hands it to the topic's department", async () => {
    const id = await open({ projectId: null });
    expect((await turnOf(id, "assign"))?.holder).toMatchObject({ duty: "office", unitName: "县局" });
    await desk.step("office", id, "assign");
    expect((await turnOf(id, "accept"))?.holder).toMatchObject({ duty: "desk", unitName: "交警大队" });
  });
});

describe("a question that becomes an appeal", () => {
  it("opens it for whoever asked, linked, and closes without waiting for it", async () => {
    const id = await desk.open("security", {
      ...demand(),
      procedure: "consultation",
      private: true,
      form: { question: { text: "大门被堵了找谁？" } },
    });
    const convert = { target: "appeal", text: "要有人到现场处理，转为诉求。", contact: "李警官 0546-0000000" };
    await desk.step("officerA", id, "convert", convert);
    expect(await desk.row(id)).toMatchObject({ state: "CONVERTED", outcome: "CONVERTED_APPEAL" });
    const [link] = await desk.sql<{ child_id: number; kind: string }>(
      "select child_id, kind from matter_link where parent_id = $1",
      [id],
    );
    expect(link?.kind).toBe("CAUSED_BY");
    const child = link?.child_id ?? 0;
    const view = await desk.view("security", child);
    expect(view).toMatchObject({ procedure: "appeal", state: "SUBMITTED", title: "工地夜间被堵路", private: true });
    expect(view.entries[0]?.form["text"]).toBe("大门被堵了找谁？\n\n要有人到现场处理，转为诉求。");
    // What was private stays private.
    expect(await refusalOf(desk.view("liaison", child))).toBe("not-found");
  });
});

describe("written down for a firm that called", () => {
  const note = (more: Record<string, unknown> = {}) =>
    demand({ onBehalfOf: house.town.firms.east, channel: "phone", ...more });

  it("is the firm's own: it reads, judges and withdraws; the officer does not", async () => {
    const opened = await house.as("officerA")(contract["matter.open"], note());
    expect(opened.number).toMatch(/^SQ-370522-20261012-\d{4}$/);
    const view = await desk.view("liaison", opened.id);
    expect(view).toMatchObject({ channel: "phone", onBehalf: true, enterprise: { id: house.town.firms.east } });
    expect(view.abilities.steps.map((step) => step.id)).toEqual(["withdraw"]);
    expect(await refusalOf(desk.step("officerA", opened.id, "withdraw", { text: "企业说不办了" }))).toBe("forbidden");
  });

  it("keeps a confidential caller from the firm", async () => {
    const form = { demand: { text: "连续三晚有车堵住工地大门。" } };
    const known = await desk.open("officerA", note({ form: { ...form, caller: { name: "周工" } } }));
    const secret = await desk.open(
      "officerB",
      note({ form: { ...form, confidentialCaller: { name: "周工", callback: "0546-0000001" } } }),
    );
    const sections = async (id: number) =>
      (await desk.view("liaison", id)).entries.filter(({ kind }) => kind === "section").map(({ name }) => name);
    expect(await sections(known)).toEqual(["caller"]);
    expect(await sections(secret)).toEqual([]);
    expect(JSON.stringify(await desk.view("liaison", secret))).not.toContain("周工");
    expect(JSON.stringify(await desk.view("officerA", secret))).toContain("周工");
  });

  it.each([
    ["a firm of another project", () => note({ onBehalfOf: house.town.firms.run }), "invalid onBehalfOf:unknownFirm"],
    [
      "a project that is not his",
      () => note({ projectId: house.town.projects.plant, onBehalfOf: house.town.firms.run }),
      "invalid onBehalfOf:unknownFirm",
    ],
    ["no project, where he has no desk", () => note({ projectId: null }), "forbidden"],
    ["only me", () => note({ private: true }), "invalid private:notAllowed"],
    ["the firm's own channel", () => note({ channel: "web" }), "invalid channel:notAllowed"],
  ])("is refused for %s", async (_what, input, answer) => {
    expect(await refusalOf(desk.open("officerA", input()))).toBe(answer);
  });

  it("is for officers: a firm cannot write for another, a stranger's officer for none of his", async () => {
    expect(await refusalOf(desk.open("otherLiaison", note({ projectId: null })))).toBe(
      "invalid onBehalfOf:unknownFirm",
    );
    expect(await refusalOf(desk.open("liaison", demand({ channel: "phone" })))).toBe("invalid channel:notAllowed");
    expect(await refusalOf(desk.open("otherA", note()))).toBe("invalid onBehalfOf:unknownFirm");
    expect(await refusalOf(desk.open("officerA", demand()))).toBe("forbidden");
  });

  it("may be written down by the station's chief, also without a project", async () => {
    const id = await desk.open("chief", note({ projectId: null, channel: "visit" }));
    expect(await desk.row(id)).toMatchObject({ state: "TO_ASSIGN" });
    expect((await desk.view("liaison", id)).channel).toBe("visit");
  });
});
