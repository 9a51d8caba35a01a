import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contract as session } from "#access/contract.ts";
import { contract as audit } from "#capabilities/audit/contract.ts";
import { contract as notices } from "#capabilities/notices/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

type Person = keyof Harness["town"]["people"];
/** A second security administrator, so that one office is two people. */
let secAdmin: number;
const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
beforeAll(async () => {
  const { city } = house.town.units;
  const [made] = await desk.sql<{ id: number }>(
    `with a as (insert into account (kind, login, duty_name, police_number, unit_id, created_at)
       values ('staff', 'secAdmin', '安管理', '370999', $1, '2026-01-01') returning id)
     insert into access_grant (account_id, role, unit_id, valid_from) select id, 'SEC_ADMIN', $1, '2026-01-01' from a
     returning account_id as id`,
    [city],
  );
  secAdmin = made?.id ?? 0;
  await desk.sql("update account set police_number = '371001' where login = 'otherA'");
  await desk.sql("update account set police_number = '371002' where login = 'officerA'");
  await desk.sql("update account set police_number = '371003' where login = 'auditor'");
});
beforeEach(() => desk.at("2026-10-12 09:00"));

const question = () => desk.open("liaison", questionOf(house.town));
const numberOf = async (id: number) => (await desk.row(id)).number;
const ask = async (id: number, more: Record<string, unknown> = {}, who: Person | number = "systemAdmin") =>
  house.as(who)(contract["glass.ask"], {
    number: await numberOf(id),
    policeNumber: "371001",
    hours: 4,
    reason: "核查办理情况",
    ...more,
  });
async function opened(id: number, more: Record<string, unknown> = {}): Promise<number> {
  const { id: glass } = await ask(id, more);
  await house.as(secAdmin)(contract["glass.open"], { id: glass });
  return glass;
}
const sees = (who: Person | number, id: number) => refusalOf(house.as(who)(matters["matter.get"], { id }));

describe("a matter that two administrators have opened", () => {
  it("is read by the one whom they named, whole and with the end of it, and by nobody else", async () => {
    const id = await question();
    expect(await sees("otherA", id)).toBe("not-found");
    const { id: glass } = await ask(id);
    expect(await sees("otherA", id)).toBe("not-found");
    await house.as(secAdmin)(contract["glass.open"], { id: glass });
    const view = await house.as("otherA")(matters["matter.get"], { id });
    expect(view.openedUntil).toBe("2026-10-12T05:00:00.000Z");
    expect(view.entries.map(({ name }) => name)).toEqual(["question"]);
    for (const person of ["otherB", "systemAdmin", "auditor", "otherLiaison"] as const)
      expect(await sees(person, id), person).toBe("not-found");
    expect(await sees(secAdmin, id)).toBe("not-found");
    expect((await house.as("officerA")(matters["matter.get"], { id })).openedUntil).toBeNull();
  });

  it("is read only: no step, no remark, no file", async () => {
    const id = await question();
    await opened(id);
    const view = await house.as("otherA")(matters["matter.get"], { id });
    expect(view.abilities).toEqual({ steps: [], comment: [] });
    const form = { text: "可以，错峰到九点以后。", source: "示例办法" };
    const step = house.as("otherA")(matters["matter.step"], { id, step: "answer", version: view.version, form });
    expect(await refusalOf(step)).toBe("forbidden");
    const remark = house.as("otherA")(matters["matter.comment"], { id, audience: "shared", text: "看过了" });
    expect(await refusalOf(remark)).toBe("forbidden");
  });

  it("closes by itself at its minute, and at once when somebody ends it", async () => {
    const id = await question();
    await opened(id);
    // His navigation leads there as long as it is open.
    const leads = async (person: Person) => (await house.as(person)(session["session.me"], {})).readsByGlass;
    desk.at("2026-10-12 12:59");
    expect(await sees("otherA", id)).toBe("accepted");
    expect([await leads("otherA"), await leads("officerA")]).toEqual([true, false]);
    desk.at("2026-10-12 13:00");
    expect(await sees("otherA", id)).toBe("not-found");
    expect(await leads("otherA")).toBe(false);
    const again = await opened(id);
    expect(await sees("otherA", id)).toBe("accepted");
    await house.as("auditor")(contract["glass.end"], { id: again });
    expect(await sees("otherA", id)).toBe("not-found");
    expect(await refusalOf(house.as("systemAdmin")(contract["glass.end"], { id: again }))).toBe("illegal-step");
  });

  it("is told to those whose matter it is, to the auditor and to whoever reads; the look is on record as one of glass", async () => {
    const id = await question();
    await opened(id);
    await house.platform.runEffects();
    const toldTo = async (person: Person) =>
      (await house.as(person)(notices["notice.list"], { limit: 50 })).items
        .filter(({ kind, matter }) => kind.startsWith("glass") && (matter === null || matter.id === id))
        .map(({ kind }) => kind);
    expect(await toldTo("liaison")).toEqual(["glassOpened"]);
    expect(await toldTo("officerA")).toEqual(["glassOpened"]);
    expect(await toldTo("otherA")).toEqual(["glassForYou"]);
    expect((await toldTo("auditor")).length).toBeGreaterThan(0);
    expect(await toldTo("otherB")).toEqual([]);
    await sees("otherA", id);
    const { items } = await house.as("auditor")(audit["audit.list"], { object: `matter:${id}` });
    expect(items[0]).toMatchObject({ operation: "matter.get", status: 200, purpose: "glass" });
  });
});

describe("opening", () => {
  it("takes two administrators of different offices: never one, never two of one office, in the database too", async () => {
    const id = await question();
    const { id: glass } = await ask(id);
    expect(await refusalOf(house.as("systemAdmin")(contract["glass.open"], { id: glass }))).toBe("forbidden");
    for (const person of ["officerA", "cityOffice", "auditor"] as const)
      expect(await refusalOf(house.as(person)(contract["glass.open"], { id: glass })), person).toMatch(
        /forbidden|not-found/,
      );
    const raw = house.platform.db.transaction().execute(async (tx) => {
      const { sql } = await import("kysely");
      const { systemAdmin } = house.town.people;
      await sql`select app.enter(${systemAdmin}, null, ${house.clock.now()})`.execute(tx);
      await sql`select * from app.open_glass(${glass}, ${house.clock.now()})`.execute(tx);
    });
    await expect(raw).rejects.toThrow(/two administrators of different offices/);
    expect(await sees("otherA", id)).toBe("not-found");
    await house.as(secAdmin)(contract["glass.open"], { id: glass });
    expect(await refusalOf(house.as(secAdmin)(contract["glass.open"], { id: glass }))).toBe("illegal-step");
  });

  it("is not asked for by others, for an administrator, for oneself, for nobody, or for longer than a day", async () => {
    const id = await question();
    for (const person of ["officerA", "chief", "auditor", "liaison"] as const)
      expect(await refusalOf(ask(id, {}, person)), person).toBe("forbidden");
    expect(await refusalOf(ask(id, { policeNumber: "371003" }))).toBe("invalid policeNumber:unknownReader");
    expect(await refusalOf(ask(id, { policeNumber: "370999" }, secAdmin))).toBe("invalid policeNumber:unknownReader");
    expect(await refusalOf(ask(id, { policeNumber: "000000" }))).toBe("invalid policeNumber:unknownReader");
    expect(await refusalOf(ask(id, { hours: 25 }))).toBe("invalid hours:tooBig");
    expect(await refusalOf(ask(id, { number: "ZX-000000-20260101-0001" }))).toBe("invalid number:unknownMatter");
  });

  it("is over after a day in which nobody agreed", async () => {
    const { id: glass } = await ask(await question());
    desk.at("2026-10-13 09:00");
    expect(await refusalOf(house.as(secAdmin)(contract["glass.open"], { id: glass }))).toBe("illegal-step");
  });

  it("never shows a complaint to the officer whom it is about", async () => {
    const id = await desk.open("liaison", {
      procedure: "conduct",
      projectId: house.town.projects.bridge,
      title: "态度",
      about: [house.town.people.officerA],
      form: { facts: { whom: "李警官", text: "三次约好都没有来，电话也不接。", wish: "请核查" } },
    });
    await opened(id, { policeNumber: "371002" });
    expect(await sees("officerA", id)).toBe("not-found");
    await house.platform.runEffects();
    const { items } = await house.as("officerA")(notices["notice.list"], { limit: 50 });
    expect(items.filter(({ matter }) => matter?.id === id)).toEqual([]);
    await opened(id);
    expect(await sees("otherA", id)).toBe("accepted");
  });
});
