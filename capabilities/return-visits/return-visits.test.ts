import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { checkProcedure } from "#matters/engine/check.ts";
import { contract as matters } from "#matters/contract.ts";
import { openReturnVisits } from "#server/jobs/return-visits.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { complaintOf } from "#test/fixture/openings.ts";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";
import { drawer, pointOf } from "./draw.ts";
import english from "./messages.en.json" with { type: "json" };
import chinese from "./messages.zh-CN.json" with { type: "json" };
import { returnVisit } from "./procedure.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);

const answer = { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" };
let titles = 0;
const ask = (person: Person = "liaison", more: Record<string, unknown> = {}) =>
  desk.open(person, {
    procedure: "consultation",
    projectId: house.town.projects[person === "otherLiaison" ? "plant" : "bridge"],
    title: `进场路线 ${(titles += 1)}`,
    topic: "traffic",
    form: { question: { text: "渣土车能走北门吗？" } },
    ...more,
  });
/** A question that has been answered and confirmed. */
async function closed(person: Person = "liaison", more: Record<string, unknown> = {}): Promise<number> {
  const id = await ask(person, more);
  await desk.step(person === "otherLiaison" ? "otherA" : "officerA", id, "answer", answer);
  await desk.step(person, id, "confirm");
  return id;
}
/** One that came back once: all of those are visited. */
async function cameBack(person: Person = "liaison", more: Record<string, unknown> = {}): Promise<number> {
  const id = await ask(person, more);
  const officer = person === "otherLiaison" ? "otherA" : "officerA";
  await desk.step(officer, id, "answer", answer);
  await desk.step(person, id, "notAnswered", { text: "没有说清楚走哪个门。" });
  await desk.step(officer, id, "answer", answer);
  await desk.step(person, id, "confirm");
  return id;
}
interface Draw {
  readonly point: number;
  readonly chosen: boolean;
  readonly reopened: boolean;
  readonly visit_id: number | null;
}
async function drawOf(id: number): Promise<Draw | undefined> {
  await house.platform.runEffects();
  const [draw] = await desk.sql<Draw>(
    "select point, chosen, reopened, visit_id::int as visit_id from return_visit_draw where matter_id = $1",
    [id],
  );
  return draw;
}
const expectedPoint = (id: number) => pointOf((data) => house.platform.crypto.mac(`effect:${drawer}`, data), id);

/** A matter that was visited, with its visit. Firm and month must have room. */
async function visitedMatter(person: Person = "liaison", more: Record<string, unknown> = {}) {
  await desk.sql("update return_visit_rule set firm_month_cap = 100");
  const id = await cameBack(person, more);
  await house.platform.runEffects();
  house.clock.set(new Date(house.clock.now().getTime() + 8 * 86_400_000));
  await openReturnVisits(house.platform);
  const visit = (await drawOf(id))?.visit_id ?? 0;
  expect(visit).toBeGreaterThan(0);
  return { id, visit };
}
const toCall = async (visit: number) => {
  house.clock.set(new Date(house.clock.now().getTime() + 12 * 86_400_000));
  await house.platform.settleDue();
  expect((await desk.row(visit)).state).toBe("TO_CALL");
};
const pleased = { verdict: "SOLVED", satisfied: "SATISFIED" };

describe("the declaration", () => {
  it("is sound and has all its texts", () => {
    expect(checkProcedure(returnVisit)).toEqual([]);
    expect(textFaults(returnVisit, { "zh-CN": chinese, en: english })).toEqual([]);
  });

  it("has no step that touches what the matter came to", () => {
    for (const step of Object.values(returnVisit.steps)) expect(step).not.toHaveProperty("children");
  });
});

describe("the lot", () => {
  it("falls on about a tenth, whatever the key, and evenly", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const draw = (data: string) => createHmac("sha256", key).update(data).digest();
        const many = 20_000;
        let drawn = 0;
        let early = 0;
        for (let id = 1; id <= many; id += 1) {
          if (pointOf(draw, id) >= 1000) continue;
          drawn += 1;
          if (id <= many / 2) early += 1;
        }
        // Five standard deviations: a fair draw is out of it once in two million trials.
        expect(Math.abs(drawn - many / 10)).toBeLessThan(5 * Math.sqrt(many * 0.1 * 0.9));
        expect(Math.abs(early - drawn / 2)).toBeLessThan(5 * Math.sqrt(drawn / 4));
      }),
      { numRuns: 4 },
    );
  });

  it("is the matter's id's alone: order, title, firm, officer, and second runs change nothing", async () => {
    const first = await ask("liaison", { title: "完全不同的标题" });
    const second = await ask("otherLiaison", { title: "又一个标题", topic: null });
    const third = await closed("liaison", { private: true });
    // Closed in another order than opened.
    await desk.step("otherA", second, "answer", answer);
    await desk.step("otherLiaison", second, "confirm", { verdict: "PARTLY", stars: 1 });
    await desk.step("officerA", first, "answer", answer);
    await desk.step("liaison", first, "confirm");
    const before = [];
    for (const id of [first, second, third]) {
      const draw = await drawOf(id);
      expect(draw?.point).toBe(expectedPoint(id));
      expect(draw?.chosen).toBe(expectedPoint(id) < 1000);
      before.push(draw);
    }
    // The same events once more, and a second process at the same time.
    await desk.sql("insert into effect_pending (consumer, outbox_id, matter_id) select $1, id, null from outbox", [
      drawer,
    ]);
    const other = await house.another();
    await Promise.all([house.platform.runEffects(), other.runEffects()]);
    expect(await Promise.all([first, second, third].map(drawOf))).toEqual(before);
  });

  it("stays as it was drawn when a matter is reopened, which is then visited all the same", async () => {
    const id = await closed();
    const before = await drawOf(id);
    await desk.step("liaison", id, "reopen", { text: "北门今天又关了。" });
    await desk.step("officerA", id, "answer", answer);
    await desk.step("liaison", id, "confirm");
    expect(await drawOf(id)).toEqual({ ...before, reopened: true, chosen: true });
  });

  it("is not drawn for what goes on elsewhere, nor for a complaint about conduct", async () => {
    const converted = await ask();
    await desk.step("officerA", converted, "convert", {
      target: "appeal",
      text: "要实地解决，转为诉求办理。",
      contact: "李警官",
    });
    const complaint = await desk.open("liaison", complaintOf(house.town));
    await desk.step("liaison", complaint, "withdraw", {});
    expect(await drawOf(converted)).toBeUndefined();
    expect(await drawOf(complaint)).toBeUndefined();
  });

  it("is known to nobody before the visit", async () => {
    const id = await cameBack();
    await drawOf(id);
    for (const person of ["officerA", "officerB", "chief", "office", "leader", "cityOffice", "liaison"] as const) {
      const rows = await house.platform.db.transaction().execute(async (tx) => {
        const firm = person === "liaison" ? house.town.firms.east : null;
        await sql`select app.enter(${house.town.people[person]}, ${firm}, ${house.clock.now()})`.execute(tx);
        return tx.selectFrom("return_visit_draw").selectAll().execute();
      });
      expect(rows, person).toEqual([]);
    }
  });

  it("is drawn again by the auditor, who finds what was changed, left out or made up", async () => {
    const month = "2026-10";
    const check = () => house.as("auditor")(contract["returnVisit.check"], { month });
    await house.platform.runEffects();
    const good = await check();
    expect(good).toMatchObject({ faults: [], unchecked: 0 });
    expect(good.closed).toBeGreaterThanOrEqual(4);
    expect(good.chosen).toBeGreaterThanOrEqual(good.reopened);
    const [a, b, c] = await desk.sql<{ id: number }>(
      "select matter_id::int as id from return_visit_draw order by matter_id limit 3",
    );
    await desk.sql("update return_visit_draw set point = (point + 1) % 10000 where matter_id = $1", [a?.id]);
    await desk.sql("update return_visit_draw set reopened = not reopened where matter_id = $1", [b?.id]);
    await desk.sql("delete from return_visit_draw where matter_id = $1", [c?.id]);
    expect((await check()).faults).toEqual([
      { matter: a?.id, fault: "otherPoint" },
      { matter: b?.id, fault: "notMarked" },
      { matter: c?.id, fault: "notDrawn" },
    ]);
    for (const person of ["office", "leader", "officerA", "inspector", "systemAdmin"] as const)
      expect(await refusalOf(house.as(person)(contract["returnVisit.check"], { month })), person).toBe("forbidden");
    await desk.sql("delete from return_visit_draw");
  });
});

describe("a visit", () => {
  it("comes a week after the closing, once, and at most so many times a month to one firm", async () => {
    desk.at("2026-11-02 09:00");
    await desk.sql("update return_visit_rule set firm_month_cap = 2");
    const ids = [await cameBack(), await cameBack(), await cameBack(), await cameBack("otherLiaison")];
    for (const id of ids) await drawOf(id);
    expect(await openReturnVisits(house.platform)).toBe(0);
    desk.at("2026-11-09 09:01");
    // Two processes at once: the cap holds, and nobody is asked twice.
    const other = await house.another();
    const opened = await Promise.all([openReturnVisits(house.platform), openReturnVisits(other)]);
    expect(opened[0] + opened[1]).toBe(3);
    expect(await openReturnVisits(house.platform)).toBe(0);
    const visits = await Promise.all(ids.map(drawOf));
    expect(visits.filter((draw) => draw?.visit_id !== null)).toHaveLength(3);
    expect(visits[3]?.visit_id).not.toBeNull();
    desk.at("2026-12-01 07:30");
    // What has waited so long that nobody remembers is left alone; the auditor sees that it was.
    await desk.sql("update return_visit_rule set within_days = 20");
    expect(await openReturnVisits(house.platform)).toBe(0);
    await desk.sql("update return_visit_rule set within_days = 120");
    expect(await openReturnVisits(house.platform)).toBe(1);
    for (const draw of await Promise.all(ids.map(drawOf))) expect(draw?.visit_id).not.toBeNull();
  });

  it("is answered on the platform; whoever handled the matter sees nothing of it, whatever list he asks", async () => {
    desk.at("2027-01-04 09:00");
    const { id, visit } = await visitedMatter();
    const { abilities, links } = await desk.view("liaison", visit);
    expect(abilities.steps.map((step) => step.id)).toEqual(["answer", "answerNotSolved", "decline"]);
    expect(links).toMatchObject([{ id, earlier: true }]);
    for (const person of ["officerA", "officerB", "chief", "specialist", "otherLiaison", "inspector"] as const) {
      expect(await refusalOf(house.as(person)(matters["matter.get"], { id: visit })), person).toBe("not-found");
      const { items } = await house.as(person)(matters["matter.list"], { limit: 100 });
      expect(items.map((one) => one.id)).not.toContain(visit);
    }
    for (const person of ["officerA", "chief"] as const) {
      expect((await desk.view(person, id)).links.map(({ procedure }) => procedure)).not.toContain("returnVisit");
    }
    const verdict = await desk.row(id);
    await desk.step("liaison", visit, "answer", { verdict: "PARTLY", satisfied: "NOT_SATISFIED", text: "拖得太久。" });
    expect(await desk.row(visit)).toMatchObject({ state: "ANSWERED", outcome: "PARTLY.NOT_SATISFIED" });
    expect(await desk.row(id)).toEqual(verdict);
  });

  it("is a call only without an answer, by somebody who did not handle it, and twice at most", async () => {
    desk.at("2027-02-22 09:00");
    const { visit } = await visitedMatter();
    expect(await refusalOf(desk.step("office", visit, "record", pleased))).toBe("illegal-step notInThisState");
    await toCall(visit);
    await desk.step("office", visit, "missed", { text: "上午十点没有人接。" });
    await desk.step("office", visit, "unreached", { text: "两次都没有人接。" });
    expect(await desk.row(visit)).toMatchObject({ state: "UNREACHED", outcome: "UNREACHED" });
  });

  it("is refused to whoever had a hand in the matter, also once and long ago; assigning is no hand in it", async () => {
    desk.at("2027-03-22 09:00");
    await desk.sql("update return_visit_rule set firm_month_cap = 100");
    const id = await cameBack();
    // The reopening brought the office in, and it answered itself.
    await desk.step("liaison", id, "reopen", { text: "北门今天又关了。" });
    await desk.step("office", id, "answer", answer);
    await desk.step("liaison", id, "confirm");
    await house.platform.runEffects();
    house.clock.set(new Date(house.clock.now().getTime() + 8 * 86_400_000));
    await openReturnVisits(house.platform);
    const visit = (await drawOf(id))?.visit_id ?? 0;
    await toCall(visit);
    expect(await refusalOf(desk.step("office", visit, "record", pleased))).toBe("illegal-step handledItYourself");
    const shown = (await desk.view("office", visit)).abilities.steps.find((step) => step.id === "record");
    expect(shown?.blockedBy).toBe("handledItYourself");
    await desk.step("leader", visit, "record", pleased);
    expect((await desk.row(visit)).outcome).toBe("SOLVED.SATISFIED");
  });

  it("declined costs nothing and is never satisfied", async () => {
    desk.at("2027-05-10 09:00");
    const { visit } = await visitedMatter();
    await desk.step("liaison", visit, "decline", {});
    expect(await desk.row(visit)).toMatchObject({ state: "DECLINED", outcome: "DECLINED" });
  });

  it("“not solved” becomes a new demand that the office assigns, when the requester wants it; the old verdict stays", async () => {
    desk.at("2027-06-14 09:00");
    const { id, visit } = await visitedMatter();
    const before = await desk.row(id);
    await desk.step("liaison", visit, "answerNotSolved", { text: "北门还是进不去。" });
    expect(await refusalOf(desk.step("officerA", visit, "propose", { text: "提议重新办理。" }))).toBe("not-found");
    await desk.step("office", visit, "propose", { text: "提议转为诉求，由王警官实地办理。" });
    await desk.step("liaison", visit, "goOn", { text: "请解决北门进场的问题。" });
    expect(await desk.row(visit)).toMatchObject({ state: "CONTINUED", outcome: "NOT" });
    const next = (await desk.view("liaison", visit)).links.find(({ procedure }) => procedure === "appeal");
    expect(next?.state).toBe("TO_ASSIGN");
    expect(await desk.row(id)).toEqual(before);
  });

  it("“not solved” without going on closes honestly: by the requester, by silence, by an explanation", async () => {
    desk.at("2027-08-09 09:00");
    const one = await visitedMatter();
    await desk.step("liaison", one.visit, "answerNotSolved", { text: "还是进不去。" });
    await desk.step("office", one.visit, "explain", { text: "北门是消防通道，依法不能停车。", whereTo: "住建部门" });
    const two = await visitedMatter();
    await desk.step("liaison", two.visit, "answerNotSolved", { text: "还是进不去。" });
    await desk.step("office", two.visit, "propose", { text: "提议重新办理。" });
    house.clock.set(new Date(house.clock.now().getTime() + 21 * 86_400_000));
    await house.platform.settleDue();
    for (const { visit } of [one, two])
      expect(await desk.row(visit)).toMatchObject({ state: "NOT_SOLVED", outcome: "NOT" });
  });

  it("is over when the matter is opened again before anybody answered, and comes again after the next closing", async () => {
    desk.at("2027-11-08 09:00");
    const { id, visit } = await visitedMatter();
    await desk.step("liaison", id, "reopen", { text: "北门今天又关了。" });
    await house.platform.runEffects();
    expect(await desk.row(visit)).toMatchObject({ state: "NOT_NEEDED", outcome: "NOT_NEEDED" });
    await desk.step("officerA", id, "answer", answer);
    await desk.step("liaison", id, "confirm");
    await house.platform.runEffects();
    house.clock.set(new Date(house.clock.now().getTime() + 8 * 86_400_000));
    await openReturnVisits(house.platform);
    const again = (await drawOf(id))?.visit_id;
    expect(again).not.toBeNull();
    expect(again).not.toBe(visit);
  });

  it("of a matter that is one person's alone is hers alone too", async () => {
    desk.at("2028-01-10 09:00");
    const { visit } = await visitedMatter("security", { private: true });
    expect(await refusalOf(house.as("legalRep")(matters["matter.get"], { id: visit }))).toBe("not-found");
    expect(await refusalOf(house.as("cityOffice")(matters["matter.get"], { id: visit }))).toBe("not-found");
    await desk.step("security", visit, "answer", pleased);
  });
});
