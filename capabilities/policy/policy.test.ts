import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";
import { contract } from "./contract.ts";

type Person = keyof Town["people"];

let set: number;

const house = await forTheseTests(startHarness());
const { admin } = house;
beforeAll(async () => {
  set = (await house.as("office")(contract["policySet.create"], measures("M20"))).id;
});

const measures = (code: string) => ({
  code,
  name: "护企二十条（示例）",
  issuer: "示例市公安局",
  issuedOn: "2024-03-01",
  source: "示例公告第一号",
});
const text = (words: string, more: object = {}) => ({
  title: `${words}（示例）`,
  body: `${words}的正文。`,
  validFrom: "2026-01-01",
  ...more,
});
const draft = async (by: Person, no: number, words: string, more: object = {}) =>
  house.as(by)(contract["policyItem.draft"], { setId: set, no, ...text(words, more) });
const publish = async (by: Person, what: { id: number; version: number }) =>
  house.as(by)(contract["policyItem.publish"], what);
const published = async (no: number, words: string, more: object = {}) => {
  const made = await draft("specialist", no, words, more);
  await publish("office", made);
  return made;
};
const item = async (by: Person, no: number) =>
  (await house.as(by)(contract["policySet.get"], { id: set })).items.find((one) => one.no === no);

describe("an item", () => {
  it("is published by somebody else than its author, and is hidden until then", async () => {
    const made = await draft("specialist", 1, "绿色通道");
    expect((await item("liaison", 1))?.current ?? null).toBeNull();
    expect((await item("officerA", 1))?.draft ?? null).toBeNull();
    expect((await item("office", 1))?.draft).toMatchObject({ mine: false });
    await expect(publish("specialist", made)).rejects.toMatchObject({
      code: "illegal-step",
      params: { reason: "ownDraft" },
    });
    await expect(publish("officerA", made)).rejects.toMatchObject({ code: "not-found" });
    await publish("office", made);
    expect((await item("liaison", 1))?.current).toMatchObject({
      version: 1,
      title: "绿色通道（示例）",
      expired: false,
    });
    await expect(publish("office", made)).rejects.toMatchObject({ params: { reason: "noDraft" } });
  });

  it("brings its set into the list of whoever does not keep it", async () => {
    const ofSet = async (by: Person) =>
      (await house.as(by)(contract["policySet.list"], {})).items.some(({ code }) => code === "M21");
    const made = await house.as("office")(contract["policySet.create"], measures("M21"));
    const first = await house.as("specialist")(contract["policyItem.draft"], {
      setId: made.id,
      no: 1,
      ...text("通行证"),
    });
    expect([await ofSet("office"), await ofSet("liaison"), await ofSet("officerA")]).toEqual([true, false, false]);
    await publish("office", first);
    expect([await ofSet("liaison"), await ofSet("officerA")]).toEqual([true, true]);
  });

  it("keeps its earlier versions as they were", async () => {
    const first = await published(2, "预约办理");
    const second = await draft("office", 2, "上门办理");
    expect(second).toEqual({ id: first.id, version: 2 });
    // The draft is changed, no third version made.
    expect(await draft("office", 2, "上门集中办理")).toEqual(second);
    await publish("specialist", second);
    expect(await item("liaison", 2)).toMatchObject({ current: { version: 2 }, earlier: [1] });
    const before = await house.as("liaison")(contract["policyItem.get"], first);
    expect(before).toMatchObject({ title: "预约办理（示例）", state: "REPLACED", expired: true });
  });

  it("can be withdrawn, and is found no more", async () => {
    const made = await published(3, "企业集体户");
    const find = async () => (await house.as("liaison")(contract["policyItem.find"], { q: "集体户" })).items.length;
    expect(await find()).toBe(1);
    await house.as("office")(contract["policyItem.withdraw"], made);
    expect(await find()).toBe(0);
    await expect(house.as("office")(contract["policyItem.withdraw"], made)).rejects.toMatchObject({
      code: "illegal-step",
    });
  });

  it("that ends before it begins, a second set of the same code, an unknown set: refused in words", async () => {
    await expect(draft("office", 4, "倒置", { validTo: "2025-01-01" })).rejects.toMatchObject({
      issues: [{ path: "validTo", code: "endsBeforeStart" }],
    });
    await expect(house.as("office")(contract["policySet.create"], measures("M20"))).rejects.toMatchObject({
      issues: [{ path: "code", code: "taken" }],
    });
    await expect(
      house.as("office")(contract["policyItem.draft"], { setId: 999, no: 1, ...text("无") }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await item("office", 4)).toBeUndefined();
  });

  it("is written by specialists and offices only, also against the rules of the program", async () => {
    for (const person of ["liaison", "officerA", "chief", "systemAdmin", "auditor"] as const)
      await expect(draft(person, 5, "越权")).rejects.toMatchObject({ code: "forbidden" });
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    try {
      await app.query("begin");
      await app.query("select app.enter($1, null, $2)", [house.town.people.officerA, house.clock.now()]);
      await expect(
        app.query("insert into policy_set (code, name, issuer, source) values ('X', 'X', 'X', 'X')"),
      ).rejects.toThrow(/row-level security/);
    } finally {
      await app.end();
    }
  });

  it("drafted by two at the same time is one draft", async () => {
    const both = await Promise.all([draft("office", 6, "甲稿"), draft("specialist", 6, "乙稿")]);
    expect(both[0]).toEqual(both[1]);
    expect((await item("office", 6))?.draft?.version).toBe(1);
  });
});

describe("an answer", () => {
  const ask = async () =>
    (
      await house.as("liaison")(matters["matter.open"], {
        procedure: "consultation",
        projectId: house.town.projects.bridge,
        title: "通行证怎么办",
        topic: "traffic",
        form: { question: { text: "渣土车通行证怎么办？" } },
      })
    ).id;
  const answer = async (id: number, cites: unknown) =>
    house.as("officerA")(matters["matter.step"], {
      id,
      step: "answer",
      version: 1,
      form: { text: "按第七条办理即可。", source: "示例措施", cites },
    });

  it("cites an item in its version, and the item knows how often", async () => {
    const made = await published(7, "通行证当日办");
    const id = await ask();
    await answer(id, [{ item: made.id, version: made.version }]);
    const view = await house.as("liaison")(matters["matter.get"], { id });
    expect(view.entries.find((entry) => entry.name === "answer")?.form["cites"]).toEqual([
      { item: made.id, version: 1 },
    ]);
    await published(7, "通行证即时办");
    expect(await house.as("liaison")(contract["policyItem.get"], made)).toMatchObject({
      title: "通行证当日办（示例）",
    });
    expect((await item("office", 7))?.uses).toBe(1);
    expect((await item("liaison", 7))?.uses).toBeNull();
    house.clock.set("2027-06-01T09:00:00+08:00");
    expect((await item("office", 7))?.uses).toBe(0);
    house.clock.set("2026-09-22T09:00:00+08:00");
  });

  it.each([
    ["what does not exist", async () => [{ item: 99_999, version: 1 }], "notCitable", "form.cites.0"],
    ["a draft", async () => [await draft("office", 8, "草稿")], "notCitable", "form.cites.0"],
    [
      "an item twice",
      async () => {
        const made = await published(9, "两次");
        return [made, made];
      },
      "citedTwice",
      "form.cites",
    ],
    ["nonsense", async () => [{ item: "1; drop table", version: -1 }], "wrongType", "form.cites.0.item"],
  ])("does not cite %s, and nothing of it is written", async (_what, cites, code, path) => {
    const id = await ask();
    const wanted = (await cites()).map((one) => ("id" in one ? { item: one.id, version: one.version } : one));
    await expect(answer(id, wanted)).rejects.toMatchObject({
      code: "invalid",
      issues: expect.arrayContaining([expect.objectContaining({ path, code })]) as unknown,
    });
    const { rows } = await admin.query("select 1 from entry where matter_id = $1 and name = 'answer'", [id]);
    expect(rows).toEqual([]);
  });
});

describe("a template", () => {
  const save = async (by: Person, more: object = {}) =>
    house.as(by)(contract["template.save"], {
      topic: "traffic",
      title: "通行证（示例）",
      text: "请【企业】到车管窗口办理。",
      source: "示例措施第七条",
      validTo: "2026-12-31",
      ...more,
    });
  const list = async (by: Person, topic?: string) =>
    house.as(by)(contract["template.list"], { ...(topic && { topic }) });

  it("is offered for its topic while it holds", async () => {
    const made = await save("specialist");
    expect((await list("officerA", "traffic")).items.map((one) => one.id)).toEqual([made.id]);
    expect((await list("officerA", "law")).items).toEqual([]);
    house.clock.set("2026-12-20T09:00:00+08:00");
    expect((await list("officerA")).items[0]).toMatchObject({ expired: false, endsSoon: true });
    house.clock.set("2027-01-01T09:00:00+08:00");
    expect((await list("officerA", "traffic")).items).toEqual([]);
    expect((await list("officerA")).items[0]).toMatchObject({ expired: true, endsSoon: false });
    house.clock.set("2026-09-22T09:00:00+08:00");
  });

  it("is changed in the version that was seen", async () => {
    const made = await save("specialist", { title: "另一个（示例）" });
    expect(await save("office", { ...made, title: "改过的（示例）" })).toEqual({ id: made.id, version: 2 });
    await expect(save("specialist", { ...made, title: "旧的（示例）" })).rejects.toMatchObject({
      code: "stale-version",
    });
    await house.as("office")(contract["template.close"], { id: made.id });
    await expect(save("specialist", { id: made.id, version: 2 })).rejects.toMatchObject({ code: "not-found" });
    await expect(house.as("office")(contract["template.close"], { id: made.id })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("is for the police only, and kept by those who answer for it", async () => {
    await expect(list("liaison")).rejects.toMatchObject({ code: "forbidden" });
    await expect(save("officerA")).rejects.toMatchObject({ code: "forbidden" });
    await expect(save("office", { topic: "nothing" })).rejects.toMatchObject({ issues: [{ path: "topic" }] });
  });
});
