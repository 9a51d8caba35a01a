import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReturnVisits } from "#server/jobs/return-visits.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

let app: pg.Client;
const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeAll(async () => {
  app = new pg.Client({ connectionString: house.database.appUrl });
  await app.connect();
});
afterAll(() => app.end());

const list = async () => (await house.as("systemAdmin")(contract["returnVisitRule.list"], {})).versions;
const newest = async () => (await list())[0]?.version ?? 0;
const wish = { sharePercent: 10, firmMonthCap: 2, waitDays: 7, withinDays: 120, reason: "试行一个季度" };
const set = async (input: Record<string, unknown>) =>
  house.as("systemAdmin")(contract["returnVisitRule.set"], {
    ...wish,
    from: house.clock.now().toISOString().slice(0, 10),
    version: await newest(),
    ...input,
  });
let titles = 0;
/** A question that is answered and confirmed now, and its draw. */
async function drawn() {
  const id = await desk.open("liaison", {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: `进场路线 ${(titles += 1)}`,
    topic: "traffic",
    form: { question: { text: "渣土车能走北门吗？" } },
  });
  await desk.step("officerA", id, "answer", { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" });
  await desk.step("liaison", id, "confirm");
  await house.platform.runEffects();
  const [draw] = await desk.sql<{ share: number; chosen: boolean; visit: number | null }>(
    "select share_percent as share, chosen, visit_id::int as visit from return_visit_draw where matter_id = $1",
    [id],
  );
  return { id, ...draw };
}

describe("share, cap and days of return visits", () => {
  it("are the program's own until the city sets others, each a version with its reason", async () => {
    expect(await list()).toMatchObject([
      { version: 1, state: "inForce", sharePercent: 10, firmMonthCap: 2, waitDays: 7, withinDays: 120, setBy: null },
    ]);
    const before = await drawn();
    house.clock.set("2026-10-12T10:00:00+08:00");
    await set({ sharePercent: 100 });
    const after = await drawn();
    expect(before.share).toBe(10);
    expect(after).toMatchObject({ share: 100, chosen: true });
    expect(await list()).toMatchObject([
      { version: 2, state: "inForce", setBy: "杨管理", reason: wish.reason },
      { version: 1, state: "replaced" },
    ]);
    // The lots that were drawn before stay, and the auditor finds each as the rule of its day says.
    const check = await house.as("auditor")(contract["returnVisit.check"], { month: "2026-10" });
    expect(check).toMatchObject({ closed: 2, faults: [], unchecked: 0 });
  });

  it("come on their day; one that has not begun is replaced by another from the same day", async () => {
    const { from } = await set({ sharePercent: 50, from: "2026-11-01" });
    expect(from).toBe("2026-10-31T16:00:00.000Z");
    expect((await drawn()).share).toBe(100);
    await set({ sharePercent: 30, from: "2026-11-01" });
    expect((await list()).map(({ version, state }) => [version, state])).toEqual([
      [4, "coming"],
      [3, "replaced"],
      [2, "inForce"],
      [1, "replaced"],
    ]);
    house.clock.set("2026-11-02T09:00:00+08:00");
    expect((await list()).map(({ state }) => state)).toEqual(["inForce", "replaced", "replaced", "replaced"]);
    expect((await drawn()).share).toBe(30);
  });

  it("are what the job goes by: days and cap of now", async () => {
    await set({ sharePercent: 100, waitDays: 3, withinDays: 20, firmMonthCap: 1 });
    await desk.sql("delete from return_visit_draw");
    await drawn();
    await drawn();
    house.clock.set("2026-11-04T09:30:00+08:00");
    expect(await openReturnVisits(house.platform)).toBe(0);
    house.clock.set("2026-11-05T09:30:00+08:00");
    expect(await openReturnVisits(house.platform)).toBe(1);
    await set({ sharePercent: 100, waitDays: 3, withinDays: 20, firmMonthCap: 5 });
    expect(await openReturnVisits(house.platform)).toBe(1);
  });

  it("are refused in the past, out of reason, without a reason, and to whoever has not seen the newest version", async () => {
    const issue = (path: string, code: string) => ({ code: "invalid", issues: [{ path, code }] });
    await expect(set({ from: "2026-11-01" })).rejects.toMatchObject(issue("from", "dayIsOver"));
    await expect(set({ waitDays: 30, withinDays: 30 })).rejects.toMatchObject(issue("withinDays", "notAfterWait"));
    for (const bad of [
      { sharePercent: 0 },
      { sharePercent: 101 },
      { firmMonthCap: 0 },
      { waitDays: -1 },
      { reason: " " },
    ])
      expect(await refusalOf(set(bad)), JSON.stringify(bad)).toMatch(/^invalid/);
    const version = await newest();
    expect(await refusalOf(set({ version: version - 1 }))).toMatch(/^stale-version/);
    const both = await Promise.allSettled([set({ version }), set({ version })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await newest()).toBe(version + 1);
  });

  it("are set by the city's system administrator alone, and read by who keeps the system or its audit", async () => {
    const version = await newest();
    const from = "2027-01-01";
    for (const person of ["auditor", "securityAdmin", "office", "cityOffice", "leader", "liaison"] as const)
      expect(
        await refusalOf(house.as(person)(contract["returnVisitRule.set"], { ...wish, from, version })),
        person,
      ).toBe("forbidden");
    for (const person of ["auditor", "securityAdmin"] as const)
      expect((await house.as(person)(contract["returnVisitRule.list"], {})).mayChange).toBe(false);
    for (const person of ["office", "leader", "officerA", "inspector", "liaison"] as const)
      expect(await refusalOf(house.as(person)(contract["returnVisitRule.list"], {})), person).toBe("forbidden");
    // The row policies say the same, and nobody changes or removes a version.
    const asPerson = async (person: "auditor" | "office" | "systemAdmin", statement: string) => {
      await app.query("begin");
      try {
        await app.query("select app.enter($1, null, $2)", [house.town.people[person], house.clock.now()]);
        return (await app.query(statement)).rowCount;
      } catch (error) {
        return error instanceof pg.DatabaseError ? error.code : error;
      } finally {
        await app.query("rollback");
      }
    };
    const insert = (by: number) =>
      `insert into return_visit_rule values ('2027-01-01', 1, 1, 1, 2, 99, '无', ${by}, '2026-11-05')`;
    expect(await asPerson("office", "select from return_visit_rule")).toBe(0);
    expect(await asPerson("office", insert(house.town.people.office))).toBe("42501");
    expect(await asPerson("auditor", insert(house.town.people.auditor))).toBe("42501");
    expect(await asPerson("systemAdmin", insert(house.town.people.office))).toBe("42501");
    expect(await asPerson("systemAdmin", insert(house.town.people.systemAdmin))).toBe(1);
    expect(await asPerson("systemAdmin", "update return_visit_rule set share_percent = 1")).toBe("42501");
    expect(await asPerson("systemAdmin", "delete from return_visit_rule")).toBe("42501");
  });

  it("that a draw was made under are compared with the rule of the day", async () => {
    house.clock.set("2026-12-01T09:00:00+08:00");
    const { id } = await drawn();
    await desk.sql("update return_visit_draw set share_percent = 1 where matter_id = $1", [id]);
    const check = await house.as("auditor")(contract["returnVisit.check"], { month: "2026-12" });
    expect(check.faults).toEqual([{ matter: id, fault: "otherShare" }]);
  });
});
