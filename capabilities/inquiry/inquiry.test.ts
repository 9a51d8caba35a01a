import { beforeAll, describe, expect, it } from "vitest";
import { checkProcedure } from "#matters/engine/check.ts";
import { contract } from "#matters/contract.ts";
import { type Desk, deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import { expectUnheard, itLeavesNoTrace, lendParts, lineOfOfficerA } from "#test/fixture/traceless.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import english from "./messages.en.json" with { type: "json" };
import chinese from "./messages.zh-CN.json" with { type: "json" };
import { inquiry } from "./procedure.ts";

type Person = keyof Harness["town"]["people"];

const answer = { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" };

/** A question that was answered and rated; the platform has heard of it. */
async function rated(house: Harness, desk: Desk, stars: number, step = "confirm"): Promise<number> {
  const id = await desk.open("liaison", questionOf(house.town, { title: "进场路线" }));
  await desk.step("officerA", id, "answer", answer);
  await desk.step("liaison", id, step, { verdict: "PARTLY", stars });
  await house.platform.runEffects();
  return id;
}
const inquiries = (desk: Desk) =>
  desk.sql<{ id: number }>("select id::int as id from matter where procedure = 'inquiry' order by id");

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);

describe("the declaration", () => {
  it("is sound and has all its texts", () => {
    expect(checkProcedure(inquiry)).toEqual([]);
    expect(textFaults(inquiry, { "zh-CN": chinese, en: english })).toEqual([]);
  });
});

describe("a rating", () => {
  it("of three stars and more comes before nobody; of one or two before the inspectorate, once", async () => {
    for (const stars of [5, 4, 3]) await rated(house, desk, stars);
    expect(await inquiries(desk)).toEqual([]);
    await rated(house, desk, 2);
    await rated(house, desk, 1);
    expect(await inquiries(desk)).toHaveLength(2);
    // Heard twice it is opened once: the mark and the matter are one transaction.
    await house.platform.runEffects();
    expect(await inquiries(desk)).toHaveLength(2);
    // Nothing is left in the outbox that anybody's screen would hear.
    const events = await desk.sql<{ readers: number[] }>(
      "select readers from outbox where event->>'name' = 'ratedLow'",
    );
    expect(events.map(({ readers }) => readers)).toEqual([[], []]);
  });

  it("is shown to the inspector with the matter's number and the words beside it, and to nobody else in the town", async () => {
    const [first] = await inquiries(desk);
    const id = first?.id ?? 0;
    const { items } = await house.as("inspector")(contract["matter.list"], { view: "mine" });
    expect(items.map((one) => one.id)).toContain(id);
    const view = await desk.view("inspector", id);
    expect(view.entries[0]?.form).toMatchObject({ stars: 2, subject: "进场路线" });
    // The matter itself stays closed to him, and so does its link.
    expect(view.links).toEqual([]);
    for (const person of Object.keys(house.town.people) as Person[]) {
      if (person === "inspector") continue;
      expect(await refusalOf(house.as(person)(contract["matter.get"], { id })), person).toBe("not-found");
    }
  });

  it("is noted, or inquired into and concluded, and can be taken up again; by the inspectorate alone", async () => {
    const [first, second] = await inquiries(desk);
    await desk.step("inspector", first?.id ?? 0, "note", { text: "企业嫌等得久，已经解释。" });
    await desk.step("inspector", second?.id ?? 0, "inquire", { text: "看看答复为什么慢。" });
    await desk.step("inspector", second?.id ?? 0, "conclude", { finding: "ADVICE", text: "提醒改进值守安排。" });
    expect(await desk.row(first?.id ?? 0)).toMatchObject({ state: "NOTED", outcome: "NOTED" });
    expect(await desk.row(second?.id ?? 0)).toMatchObject({ state: "CONCLUDED", outcome: "ADVICE" });
    await desk.step("inspector", first?.id ?? 0, "again", { text: "又有一条相似的。" });
    expect((await desk.row(first?.id ?? 0)).state).toBe("INQUIRING");
    expect(
      await refusalOf(
        desk.open("inspector", { procedure: "inquiry", title: "自己立的", form: { rating: { stars: 1 } } }),
      ),
    ).toBe("forbidden");
  });

  it("never comes with a “no”: stars reopen nothing, and the verdict asks for no stars", async () => {
    const before = (await inquiries(desk)).length;
    const id = await desk.open("liaison", {
      procedure: "appeal",
      projectId: house.town.projects.bridge,
      title: "大门被堵",
      topic: "traffic",
      form: { demand: { text: "大门外连续三晚被堵，请帮助处理。" } },
    });
    await desk.step("officerA", id, "accept");
    await desk.step("officerA", id, "contact", { how: "PHONE", text: "电话里说好明天来看。" });
    await desk.step("officerA", id, "handled", { result: "DONE", text: "已清理，划了禁停线。" });
    await desk.step("liaison", id, "notSolved", { text: "晚上还是被堵。", stars: 1 });
    await house.platform.runEffects();
    const after = await inquiries(desk);
    expect(after).toHaveLength(before + 1);
    const view = await desk.view("inspector", after.at(-1)?.id ?? 0);
    expect(view.entries[0]?.form).toMatchObject({ stars: 1, text: "晚上还是被堵。" });
    expect(await desk.row(id)).toMatchObject({ state: "IN_PROGRESS" });
  });
});

describe("to whom was rated, his B, his chief, his delegate, his office and leaders", async () => {
  const other = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
  const fresh = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
  /** The same morning in both towns: one star in one of them, five in the other. */
  beforeAll(async () => {
    for (const [where, stars] of [
      [other, 5],
      [fresh, 1],
    ] as const) {
      const told = deskOf(where);
      await lendParts(told, where.town);
      await rated(where, told, stars);
      const [found] = await inquiries(told);
      if (found) {
        await told.view("inspector", found.id);
        await told.step("inspector", found.id, "inquire", { text: "看看答复为什么慢。" });
        await where.platform.runEffects();
      }
    }
  });

  const tries = () => {
    const { bridge } = fresh.town.projects;
    return [
      {},
      ...[1, 2, 3].map((id) => ({ id })),
      { projectId: bridge },
      { projectId: bridge, view: "all" },
      { view: "all", procedure: "inquiry" },
      { view: "mine", procedure: "inquiry" },
      { q: "两星" },
      { q: "DF-370522" },
      { q: "进场路线" },
      { month: "2026-10" },
      { month: "2026-10", metric: "consultation.received" },
      { whose: "mine" },
    ];
  };

  itLeavesNoTrace(lineOfOfficerA, () => ({ withIt: fresh, without: other }), tries);

  it("and none of them is told of it in the stream", async () => {
    const told = deskOf(fresh);
    const [found] = await inquiries(told);
    const events = await told.sql<{ readers: number[]; barred: number[] }>(
      "select readers, barred from outbox where (event->>'matter')::bigint = $1 or event->>'name' = 'ratedLow'",
      [found?.id],
    );
    await expectUnheard(fresh, lineOfOfficerA, events);
  });
});
