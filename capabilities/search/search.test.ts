import { beforeAll, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { rebuildSearch } from "#server/jobs/search-index.ts";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";
import { contract } from "./contract.ts";

type Person = keyof Town["people"];

/** Answered, with a draft that went to review first. */
let gate: number;
let hidden: number;

const house = await forTheseTests(startHarness());
const door = await forTheseTests(openDoorTo(house));
const { admin } = house;
beforeAll(async () => {
  const { projects } = house.town;
  gate = await ask("liaison", { projectId: projects.bridge, title: "渣土车进场路线", text: "张三说夜里能走南桥吗？" });
  await step("officerA", gate, "sendToReview", 1, { text: "可走北门，须办通行证。", source: "示例规定第三条" });
  await step("specialist", gate, "returnDraft", 2, { text: "请改写泊车要求" });
  await step("officerA", gate, "sendToReview", 3, { text: "可走北门，高峰停运。", source: "示例规定第四条" });
  await step("specialist", gate, "approve", 4, {});
  hidden = await ask("liaison", { projectId: projects.bridge, title: "围墙报警联网", private: true });
  await ask("otherLiaison", { projectId: projects.plant, title: "渣土车冲洗台" });
  await house.platform.runEffects();
});

async function ask(
  by: Person,
  what: { projectId: number; title: string; text?: string; private?: boolean },
): Promise<number> {
  const { projectId, title, text = "请问怎样办理？" } = what;
  const opened = await house.as(by)(matters["matter.open"], {
    procedure: "consultation",
    projectId,
    title,
    topic: "traffic",
    private: what.private ?? false,
    form: { question: { text } },
  });
  return opened.id;
}

async function step(by: Person, id: number, name: string, version: number, form: Record<string, unknown>) {
  await house.as(by)(matters["matter.step"], { id, step: name, version, form });
}

const find = async (by: Person, q: string) => house.as(by)(contract["search.find"], { q });
const titles = async (by: Person, q: string) => (await find(by, q)).matters.map((matter) => matter.title);

describe("a matter is found", () => {
  it.each([
    ["its title", "进场路线", "title"],
    ["a part of its title", "土车进", "title"],
    ["its number", "zx-370522", "number"],
    ["its topic", "交通", "topic"],
    ["its topic in English", "Traffic", "topic"],
    ["its project", "大桥项目", "project"],
    ["its project's code", "P-1", "project"],
    ["its firm", "东岸路桥", "enterprise"],
    ["its official answer", "高峰停运", "answer"],
    ["several words in several places", "路线 东岸 高峰停运", "title"],
    ["full width", "Ｐ－１", "project"],
  ])("by %s", async (_what, q, place) => {
    const { matters: found } = await find("officerA", q);
    expect(found.map((matter) => matter.id)).toContain(gate);
    expect(found.find((matter) => matter.id === gate)?.hits[0]?.place).toBe(place);
  });

  it("and so is its project", async () => {
    expect((await find("officerA", "大桥")).projects).toMatchObject([
      { code: "P-1", enterprises: ["东岸路桥（示例）"] },
    ]);
    expect((await find("otherA", "大桥")).projects).toEqual([]);
    expect((await find("liaison", "大桥")).projects).toHaveLength(1);
  });
});

describe("a matter is not found", () => {
  it.each([
    ["what the requester wrote", "南桥"],
    ["a person named in it", "张三"],
    ["somebody's duty name", "周联络"],
    ["a draft that was sent back", "通行证"],
    ["what the handlers wrote to each other", "泊车要求"],
    ["characters in another order", "线路场进"],
    ["one word of several that stands nowhere", "路线 火车站台"],
  ])("by %s", async (_what, q) => {
    for (const person of ["officerA", "liaison", "cityOffice"] as const) expect(await titles(person, q)).toEqual([]);
  });

  it("by whom it is hidden from: another firm, another station, a colleague of the firm", async () => {
    expect(await titles("otherLiaison", "渣土车")).toEqual(["渣土车冲洗台"]);
    expect(await titles("otherA", "进场路线")).toEqual([]);
    expect(await titles("liaison", "围墙报警")).toEqual(["围墙报警联网"]);
    expect(await titles("legalRep", "围墙报警")).toEqual([]);
    expect(await titles("cityOffice", "渣土车")).toEqual(["渣土车冲洗台", "渣土车进场路线"]);
  });

  it("by whom it is about", async () => {
    const barred =
      "update matter set barred = array(select id from principal where kind = 'account' and ref_id = $1) where id = $2";
    await admin.query(barred, [house.town.people.officerA, hidden]);
    expect(await titles("officerA", "围墙报警")).toEqual([]);
    expect(await titles("officerB", "围墙报警")).toEqual(["围墙报警联网"]);
    await admin.query("update matter set barred = '{}' where id = $1", [hidden]);
  });

  it("by administrators at all", async () => {
    for (const person of ["systemAdmin", "auditor"] as const)
      await expect(find(person, "渣土车")).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a question", () => {
  it.each([
    ["of one character", "车", 422],
    ["of nothing", "", 422],
    ["of a thousand characters", "车".repeat(1000), 422],
    // Longer than any address may be.
    ["of ten thousand characters", "车".repeat(10_000), 431],
    ["of quotes and operators", `'|!:*&"\\); drop table matter --`, 200],
    ["of emoji", "😀😀", 200],
    ["of rare characters", "𠮷𠮷", 200],
    ["of wildcards", "%%__", 200],
  ])("%s is answered sanely", async (_what, q, status) => {
    const visitor = await door.visitor("officerA");
    const answer = await visitor.send("GET", `/api/search?q=${encodeURIComponent(q)}`);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toHaveProperty("matters.0");
  });

  it("is on record with how much it showed", async () => {
    await find("officerA", "进场路线");
    const { rows } = await admin.query<{ detail: unknown; count: number }>(
      "select detail, count from audit where operation = 'search.find' and account_id = $1 order by id desc limit 1",
      [house.town.people.officerA],
    );
    expect(rows).toEqual([{ detail: { query: { q: "进场路线" } }, count: 1 }]);
  });
});

describe("the index", () => {
  const stored = async () => (await admin.query("select * from matter_search order by matter_id")).rows;

  it("is the same when it is built anew", async () => {
    const before = await stored();
    expect(before).toHaveLength(3);
    expect(await rebuildSearch(house.platform)).toBe(0);
    expect(await stored()).toEqual(before);
    await admin.query("delete from matter_search where matter_id = $1", [gate]);
    await admin.query("update matter_search set terms = '' where matter_id = $1", [hidden]);
    expect(await rebuildSearch(house.platform)).toBe(2);
    expect(await stored()).toEqual(before);
  });

  it("leads through all quarters to the newest", async () => {
    const opened =
      "update matter_search set opened_at = $2, terms = terms || array_to_tsvector(array['~q' || app.quarter_of($2)]) where matter_id = $1";
    await admin.query(opened, [hidden, "2019-02-01T00:00:00Z"]);
    expect(await titles("officerA", "围墙报警")).toEqual(["围墙报警联网"]);
    await rebuildSearch(house.platform);
  });
});
