import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { refused } from "#test/import-desk.ts";
import type { Town } from "#test/town.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness());
const { admin } = house;
beforeEach(() => admin.query("delete from saved_view"));

type Person = keyof Town["people"];
const list = async (person: Person, of = "all") => (await house.as(person)(contract["view.list"], { list: of })).items;
const save = (person: Person, name: string, more: Record<string, unknown> = {}) =>
  house.as(person)(contract["view.save"], { list: "all", name, settings: { late: true }, ...more });
const change = (person: Person, id: number, part: Record<string, unknown>, version = 1) =>
  house.as(person)(contract["view.change"], { id, version, ...part });

describe("a view of one's own", () => {
  it("is kept, renamed, changed and deleted by its owner, and nobody else knows of it", async () => {
    const { id } = await save("officerA", "逾期的");
    expect(await list("officerA")).toEqual([
      {
        id,
        name: "逾期的",
        settings: { late: true },
        version: 1,
        unitName: null,
        isDefault: false,
        keeps: true,
        unknown: [],
      },
    ]);
    for (const person of ["officerB", "chief", "office", "cityOffice"] as const) {
      expect(await list(person), person).toEqual([]);
      expect(await refused(change(person, id, { name: "别人的" })), person).toBe("not-found");
      expect(await refused(house.as(person)(contract["view.remove"], { id })), person).toBe("not-found");
    }
    expect(await change("officerA", id, { name: "很急的", settings: { kind: "appeal" } })).toEqual({ version: 2 });
    expect(await refused(change("officerA", id, { name: "旧的" }))).toBe("stale-version");
    expect(await list("officerA")).toMatchObject([{ name: "很急的", settings: { kind: "appeal" }, version: 2 }]);
    await house.as("officerA")(contract["view.remove"], { id });
    expect(await list("officerA")).toEqual([]);
  });

  it("one of a list is the default at most", async () => {
    const [one, two] = [await save("officerA", "甲"), await save("officerA", "乙")];
    await change("officerA", one.id, { isDefault: true });
    await change("officerA", two.id, { isDefault: true });
    expect(Object.fromEntries((await list("officerA")).map(({ name, isDefault }) => [name, isDefault]))).toEqual({
      甲: false,
      乙: true,
    });
  });

  it("has a name of its own, settings of its list, and not too many beside it", async () => {
    await save("officerA", "甲");
    expect(await refused(save("officerA", "甲"))).toBe("invalid taken");
    expect(await refused(save("officerA", ""))).toMatch(/^invalid/);
    expect(await refused(save("officerA", "长".repeat(31)))).toMatch(/^invalid/);
    expect(await refused(save("officerA", "乙", { settings: { kind: "a b; drop" } }))).toMatch(/^invalid/);
    expect(await refused(save("officerA", "乙", { settings: { requester: 5 } }))).toMatch(/^invalid/);
    // Settings of another list mean nothing here.
    const board = { as: "table", order: { key: "name", down: false }, hidden: [] };
    expect(await refused(save("officerA", "乙", { settings: board }))).toMatch(/^invalid/);
    expect(await refused(save("officerA", "乙", { list: "board" }))).toMatch(/^invalid/);
    expect(await refused(save("officerA", "乙", { list: "board", settings: board }))).toBe("done");
    for (let at = 0; at < 29; at += 1) await save("officerA", `第${at}个`);
    expect(await refused(save("officerA", "再一个"))).toBe("invalid viewsEnough");
    // Twice at once is one.
    const both = await Promise.all([refused(save("officerB", "甲")), refused(save("officerB", "甲"))]);
    expect(both.toSorted()).toEqual(["done", "invalid taken"]);
  });
});

describe("a shared view", () => {
  it("is its office's to keep, and for the staff of the unit and below to use", async () => {
    const { id } = await save("office", "本周重点", { shared: true });
    expect(await list("officerA")).toMatchObject([{ id, unitName: "县局", keeps: false }]);
    expect(await list("office")).toMatchObject([{ id, unitName: "县局", keeps: true }]);
    expect(await list("inspector")).toEqual([]);
    expect(await refused(change("officerA", id, { name: "改名" }))).toBe("forbidden");
    expect(await refused(house.as("officerA")(contract["view.remove"], { id }))).toBe("forbidden");
    expect(await refused(save("officerA", "派出所的", { shared: true }))).toBe("forbidden");
    expect(await refused(change("office", id, { isDefault: true }))).toBe("invalid notAllowed");
    // The row policies hold to it as well.
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await app.query("begin");
    await app.query(`select app.enter(${house.town.people.officerA}, null, '2026-09-22T01:00:00Z')`);
    expect((await app.query("update saved_view set name = '改名'")).rowCount).toBe(0);
    expect((await app.query("delete from saved_view")).rowCount).toBe(0);
    await app.end();
  });

  it("widens nobody's access: a project out of reach stays out of reach, and the view says so", async () => {
    const { plant } = house.town.projects;
    await save("office", "二期", { shared: true, settings: { project: plant } });
    const [view] = await list("officerA");
    expect(view?.unknown).toEqual(["project"]);
    expect((await list("otherA"))[0]?.unknown).toEqual([]);
  });
});

it("an old view says which of its values are no more", async () => {
  await save("officerA", "旧", {
    settings: { kind: "appeal", state: "LONG_GONE", topic: "noSuchTopic", project: 999_999 },
  });
  await save("officerA", "更旧", { settings: { kind: "noSuchKind", state: "DUE" } });
  await save("officerA", "项目", {
    list: "board",
    settings: { as: "board", order: { key: "name", down: false }, hidden: [], unit: 999_999, officer: 999_999 },
  });
  expect(Object.fromEntries((await list("officerA")).map(({ name, unknown }) => [name, unknown]))).toEqual({
    旧: ["state", "project", "topic"],
    更旧: ["kind", "state"],
  });
  expect((await list("officerA", "board"))[0]?.unknown).toEqual(["unit", "officer"]);
});
