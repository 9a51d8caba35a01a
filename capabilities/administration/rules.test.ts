import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { ruleContract as contract } from "./rule-contract.ts";

const morning = "2026-09-22T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
beforeEach(() => admin.query("delete from limit_rule"));
afterEach(() => house.clock.set(morning));

const key = "appeal.accept";
const set = (input: Record<string, unknown>) =>
  house.as("systemAdmin")(contract["rule.set"], { key, amount: 1, unit: "wd", from: "2026-09-22", ...input });
const law = (input: Record<string, unknown> = {}) =>
  set({ source: "L", law: "示例条例", article: "第八条", amount: 2, unit: "wd", ...input });
const rule = async () => {
  const { items } = await house.as("systemAdmin")(contract["rule.list"], {});
  const found = items.find((one) => one.key === key);
  if (!found) throw new Error("the rule is gone");
  return found;
};

/** When the first task of an appeal that is opened now is due. */
async function dueOfAppeal(): Promise<string | null> {
  const { id } = await house.as("liaison")(matters["matter.open"], {
    procedure: "appeal",
    projectId: house.town.projects.bridge,
    title: "噪声",
    topic: "traffic",
    form: { demand: { text: "夜里太吵，请帮忙协调。" } },
  });
  const { turns } = await house.as("officerA")(matters["matter.get"], { id });
  return turns[0]?.clock.dueAt ?? null;
}

describe("a limit of the city", () => {
  it("holds for tasks that begin after it, and for no other", async () => {
    const before = await dueOfAppeal();
    await set({ amount: 1, unit: "wd" });
    const after = await dueOfAppeal();
    expect(after).toBe("2026-09-23T01:00:00.000Z");
    expect(before).not.toBe(after);
    expect((await rule()).versions).toMatchObject([{ state: "inForce", setBy: "杨管理", source: "P" }]);
  });

  it("comes on its day, and may be taken back until then", async () => {
    await set({ amount: 1, unit: "wd" });
    const { from } = await set({ amount: 2, unit: "wd", from: "2026-10-08" });
    expect(from).toBe("2026-10-07T16:00:00.000Z");
    expect((await rule()).versions.map(({ state, limit }) => [state, limit.amount])).toEqual([
      ["coming", 2],
      ["inForce", 1],
    ]);
    const withdraw = (at: string) => house.as("systemAdmin")(contract["rule.withdraw"], { key, source: "P", from: at });
    await withdraw(from);
    expect((await rule()).versions).toHaveLength(1);
    await expect(withdraw(house.clock.now().toISOString())).rejects.toMatchObject({ params: { reason: "ruleBegun" } });
    house.clock.set("2026-10-09T09:00:00+08:00");
    expect((await rule()).versions.map(({ state }) => state)).toEqual(["inForce"]);
  });

  it("is refused beyond a law, which is named with its article and its period (GR-25)", async () => {
    await law();
    const refusal = {
      code: "invalid",
      issues: [{ path: "amount", code: "beyondLaw.wd", params: { law: "示例条例", article: "第八条", amount: 2 } }],
    };
    await expect(set({ amount: 3, unit: "wd" })).rejects.toMatchObject(refusal);
    // Fewer days by their number, and yet longer over a weekend.
    await expect(set({ amount: 6, unit: "d" })).rejects.toMatchObject(refusal);
    await expect(set({ amount: 3, unit: "wd", from: "2027-03-01" })).rejects.toMatchObject(refusal);
    const check = await house.as("systemAdmin")(contract["rule.check"], {
      key,
      amount: "3",
      unit: "wd",
      from: "2026-09-22",
    });
    expect(check.conflict).toMatchObject({ law: "示例条例", article: "第八条", limit: { amount: 2, unit: "wd" } });
    expect(check.uses).toEqual([expect.objectContaining({ procedure: "appeal" })]);
    expect((await rule()).versions).toHaveLength(1);
    await set({ amount: 2, unit: "wd", from: "2026-09-23" });
  });

  it("gives way to a law that comes later: the shorter of the two holds", async () => {
    await set({ amount: 5, unit: "wd" });
    await law({ amount: 1, unit: "wd" });
    expect(await rule()).toMatchObject({ beyondLaw: true });
    expect(await dueOfAppeal()).toBe("2026-09-23T01:00:00.000Z");
    await admin.query("update limit_rule set amount = 1, unit = 'wh' where source = 'P'");
    expect(await rule()).toMatchObject({ beyondLaw: false });
    expect(await dueOfAppeal()).toBe("2026-09-22T02:00:00.000Z");
  });

  it("may count the days of an extension otherwise than those that it follows", async () => {
    await house.as("systemAdmin")(contract["rule.set"], {
      key: "appeal.extend.long",
      amount: 30,
      unit: "d",
      from: "2026-09-22",
    });
    const { id } = await house.as("liaison")(matters["matter.open"], {
      procedure: "appeal",
      projectId: house.town.projects.bridge,
      title: "噪声",
      topic: "traffic",
      form: { demand: { text: "夜里太吵，请帮忙协调。" } },
    });
    const step = (person: "officerA" | "chief", name: string, version: number, form: object) =>
      house.as(person)(matters["matter.step"], { id, step: name, version, form });
    await step("officerA", "accept", 1, { class: "ORDINARY" });
    await step("officerA", "askExtension", 2, { text: "要等省厅的检验结果，下周才能出来。" });
    await step("chief", "extend", 2, { span: "LONG" });
    const { turns } = await house.as("officerA")(matters["matter.get"], { id });
    expect(turns.find(({ kind }) => kind === "handle")?.clock).toMatchObject({
      dueAt: "2026-10-22T16:00:00.000Z",
      limit: { amount: 30, unit: "d" },
      extendedFrom: { amount: 10, unit: "wd" },
    });
  });

  it("never changes once it has begun, also not in the database", async () => {
    await set({});
    const app = new pg.Client({ connectionString: house.database.appUrl });
    await app.connect();
    await expect(app.query("update limit_rule set amount = 9")).rejects.toMatchObject({ code: "42501" });
    await app.end();
  });

  it.each([
    ["an unknown key", { key: "appeal.nothing" }, "key", "unknownRule"],
    ["nothing", { amount: 0 }, "amount", "tooSmall"],
    ["ten years and more", { amount: 9999 }, "amount", "tooBig"],
    ["yesterday", { from: "2026-09-21" }, "from", "dayIsOver"],
    ["a law without a name", { source: "L", article: "第八条" }, "law", "required"],
    ["a law without an article", { source: "L", law: "示例条例" }, "article", "required"],
  ])("is not set for %s", async (_what, wrong, path, code) => {
    await expect(set(wrong)).rejects.toMatchObject({ code: "invalid", issues: [{ path, code }] });
  });

  it("is set once from one day on, and by the city's system administrator alone", async () => {
    const both = await Promise.allSettled([set({ from: "2026-10-08" }), set({ from: "2026-10-08", amount: 2 })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({ issues: [{ code: "versionThere" }] });
    for (const person of ["securityAdmin", "auditor", "cityOffice", "liaison"] as const) {
      const call = house.as(person)(contract["rule.set"], { key, amount: 1, unit: "wd", from: "2026-11-01" });
      await expect(call, person).rejects.toMatchObject({ code: "forbidden" });
    }
    await admin.query("update access_grant set unit_id = $1 where account_id = $2", [
      house.town.units.branch,
      house.town.people.systemAdmin,
    ]);
    await expect(set({ from: "2026-11-01" })).rejects.toMatchObject({ code: "forbidden" });
    await admin.query("update access_grant set unit_id = $1 where account_id = $2", [
      house.town.units.city,
      house.town.people.systemAdmin,
    ]);
  });
});
