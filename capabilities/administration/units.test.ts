import pg from "pg";
import { describe, expect, it } from "vitest";
import { contract as directory } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { shareMovedUnits } from "#server/jobs/unit-moves.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { unitContract as contract } from "./unit-contract.ts";
import { inTreeOrder } from "./unit-tree.ts";

const house = await forTheseTests(startHarness());
const { admin } = house;

const facts = { shortName: "新区分局", areaCode: "370571", dutyPhone: "0546-8012345" };
const branch = (code: string, name = "新区分局（示例）") => ({ ...facts, code, name, tier: "BRANCH" });
const create = (input: Record<string, unknown>) => house.as("systemAdmin")(contract["unit.create"], input);
const tree = async () => (await house.as("systemAdmin")(contract["unit.tree"], {})).items;
const unitOf = async (id: number) => {
  const found = (await tree()).find((unit) => unit.id === id);
  if (!found) throw new Error("the unit is gone");
  return found;
};

describe("units", () => {
  it("are made below each other, with everything that may act for them", async () => {
    const { city } = house.town.units;
    const made = await create({ parentId: city, ...branch("370571000000") });
    const station = await create({
      ...facts,
      parentId: made.id,
      tier: "STATION",
      code: "370571010000",
      name: "海滨派出所（示例）",
      shortName: "海滨派出所",
    });
    const work = await create({
      ...facts,
      parentId: station.id,
      tier: "WORK_STATION",
      code: "370571010100",
      name: "海滨工业园工作站（示例）",
      shortName: "海滨工作站",
    });
    const { rows } = await admin.query("select path from unit where id = $1", [work.id]);
    expect(rows).toEqual([{ path: [city, made.id, station.id, work.id] }]);
    const principals = await admin.query(
      "select count(*)::int as n from principal where kind = 'unit' and ref_id = $1",
      [work.id],
    );
    expect(principals.rows[0].n).toBeGreaterThanOrEqual(10);
    const order = inTreeOrder(await tree()).map(({ unit, depth }) => [unit.id, depth]);
    expect(order.findIndex(([id]) => id === work.id)).toBe(order.findIndex(([id]) => id === station.id) + 1);
    expect(order.find(([id]) => id === work.id)?.[1]).toBe(3);
  });

  it.each([
    ["a station below the city", { tier: "STATION", code: "X-1000" }, "tier", "notBelowThis"],
    ["a second city", { tier: "CITY", code: "X-1000" }, "tier", "notBelowThis"],
    ["a code that another unit has", { code: "370522" }, "code", "unitCodeTaken"],
    ["a department without a function", { tier: "DEPARTMENT", code: "X-1000" }, "department", "required"],
    ["a branch with a function", { code: "X-1000", department: "TRAFFIC" }, "department", "notAllowed"],
    ["below nothing", { parentId: 99_999, code: "X-1000" }, "parentId", "unknownUnit"],
  ])("refuse %s", async (_what, wrong, path, code) => {
    const input = { parentId: house.town.units.city, ...branch("X-1000"), ...wrong };
    await expect(create(input)).rejects.toMatchObject({ code: "invalid", issues: [{ path, code }] });
  });

  it("are renamed by one at a time: whoever saw an older state is told", async () => {
    const { otherStation } = house.town.units;
    const { version } = await unitOf(otherStation);
    const change = (name: string) =>
      house.as("systemAdmin")(contract["unit.change"], {
        ...facts,
        id: otherStation,
        version,
        name,
        shortName: "盐窝派出所",
      });
    const both = await Promise.allSettled([change("盐窝派出所甲"), change("盐窝派出所乙")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "stale-version" });
  });

  it("are closed only when nothing hangs on them any more", async () => {
    const { branch: old, city } = house.town.units;
    const close = async (id: number) =>
      house.as("systemAdmin")(contract["unit.close"], { id, version: (await unitOf(id)).version });
    await expect(close(old)).rejects.toMatchObject({ code: "illegal-step", params: { reason: "unitInUse", units: 3 } });
    await expect(close(city)).rejects.toMatchObject({ params: { reason: "rootStays" } });
    await expect(close(house.town.units.station)).rejects.toMatchObject({
      params: { reason: "unitInUse", projects: 1, enterprises: 1, accounts: 3 },
    });
    const empty = await create({ parentId: city, ...branch("370572000000", "东营港分局（示例）") });
    await close(empty.id);
    expect((await unitOf(empty.id)).validTo).toBe(house.clock.now().toISOString());
    await expect(create({ parentId: empty.id, ...branch("X-1001"), tier: "STATION" })).rejects.toMatchObject({
      issues: [{ path: "parentId", code: "unitClosed" }],
    });
  });

  it("are nobody else's to change, and another part of the city is not a part's administrator's", async () => {
    const { city, station, branch: old } = house.town.units;
    for (const person of ["securityAdmin", "auditor", "cityOffice", "officerA", "liaison"] as const) {
      const call = house.as(person)(contract["unit.create"], { parentId: city, ...branch("X-1002") });
      await expect(call, person).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(house.as("cityOffice")(contract["unit.tree"], {})).rejects.toMatchObject({ code: "forbidden" });
    const other = await create({ parentId: city, ...branch("370573000000", "农高区分局（示例）") });
    await admin.query("update access_grant set unit_id = $1 where account_id = $2", [
      other.id,
      house.town.people.systemAdmin,
    ]);
    try {
      const { version } = await unitOf(station);
      const input = { ...facts, id: station, version, name: "改名派出所", shortName: "改名" };
      await expect(house.as("systemAdmin")(contract["unit.change"], input)).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(create({ parentId: old, ...branch("X-1003"), tier: "STATION" })).rejects.toMatchObject({
        code: "forbidden",
      });
      // The row policy says so too, whatever a handler would do.
      const app = new pg.Client({ connectionString: house.database.appUrl });
      await app.connect();
      await app.query("begin");
      await app.query("select app.enter($1, null, $2)", [house.town.people.systemAdmin, house.clock.now()]);
      const changed = await app.query("update unit set name = 'X' where id = $1", [station]);
      await app.end();
      expect(changed.rowCount).toBe(0);
    } finally {
      await admin.query("update access_grant set unit_id = $1 where account_id = $2", [
        city,
        house.town.people.systemAdmin,
      ]);
    }
  });
});

describe("a unit that moves", () => {
  it("takes what is below it along; what it handled is read where it was and by the new parent", async () => {
    const { city, station, branch: old } = house.town.units;
    const people = house.town.people;
    const ask = async (title: string) =>
      (
        await house.as("liaison")(matters["matter.open"], {
          procedure: "consultation",
          projectId: house.town.projects.bridge,
          title,
          form: { question: { text: "渣土车能走北门吗？" } },
        })
      ).id;
    const closed = await ask("办完的");
    await house.as("liaison")(matters["matter.step"], {
      id: closed,
      step: "withdraw",
      version: 1,
      form: { text: "已经解决" },
    });
    const open = await ask("在办的");
    const work = await create({
      ...facts,
      parentId: station,
      tier: "WORK_STATION",
      code: "370522010100",
      name: "大桥工作站（示例）",
      shortName: "大桥工作站",
    });
    const fresh = await create({ parentId: city, ...branch("370574000000", "新分局（示例）") });
    const chief = await newcomer("newOffice", "PROGRAM_OFFICE_BRANCH", fresh.id);
    await expect(house.as(chief)(matters["matter.get"], { id: closed })).rejects.toMatchObject({ code: "not-found" });

    const { version } = await unitOf(station);
    await house.as("systemAdmin")(contract["unit.move"], { id: station, version, parentId: fresh.id });
    const { rows } = await admin.query("select path from unit where id = $1", [work.id]);
    expect(rows).toEqual([{ path: [city, fresh.id, station, work.id] }]);
    expect((await unitOf(station)).move).toMatchObject({ through: false });
    expect(await shareMovedUnits(house.platform)).toBe(2);
    expect((await unitOf(station)).move).toMatchObject({ through: true, matters: 2 });

    for (const id of [closed, open]) {
      for (const reader of [chief, people.office, people.officerA, people.liaison]) {
        expect((await house.as(reader)(matters["matter.get"], { id })).id).toBe(id);
      }
    }
    const branches = await admin.query("select id, branch_id from matter where id = any ($1) order by id", [
      [closed, open],
    ]);
    expect(branches.rows.map((row) => row.branch_id)).toEqual([old, fresh.id]);
    expect((await house.as(chief)(matters["matter.list"], { view: "all" })).items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([open, closed]),
    );
    // The firm's project is the new office's to arrange from that minute on, and no longer the old one's.
    expect((await house.as(chief)(directory["project.list"], {})).items).toHaveLength(1);
    // Done once more it changes nothing.
    await admin.query("update unit_move set through = null, matters = null");
    const before = (await admin.query("select * from matter_audience order by matter_id, audience")).rows;
    await shareMovedUnits(house.platform);
    expect((await admin.query("select * from matter_audience order by matter_id, audience")).rows).toEqual(before);
  });

  it("never comes below itself, below what it does not belong to, or where it is already", async () => {
    const { city, branch: old, station, otherStation } = house.town.units;
    const move = async (id: number, parentId: number) =>
      house.as("systemAdmin")(contract["unit.move"], { id, version: (await unitOf(id)).version, parentId });
    await expect(move(old, otherStation)).rejects.toMatchObject({ issues: [{ code: "belowItself" }] });
    await expect(move(otherStation, city)).rejects.toMatchObject({ issues: [{ code: "notBelowThis" }] });
    await expect(move(otherStation, old)).rejects.toMatchObject({ issues: [{ code: "isThereAlready" }] });
    await expect(move(city, old)).rejects.toMatchObject({ issues: [{ code: "unknownUnit" }] });
    await expect(move(station, 99_999)).rejects.toMatchObject({ issues: [{ code: "unknownUnit" }] });
  });
});

async function newcomer(login: string, role: string, unit: number): Promise<number> {
  const { rows } = await admin.query<{ id: number }>(
    `with made as (insert into account (kind, login, duty_name, police_number, unit_id, created_at)
       values ('staff', $1, '新主任', $1, $3, '2025-01-01') returning id)
     insert into access_grant (account_id, role, unit_id, valid_from) select id, $2, $3, '2025-01-01' from made returning account_id as id`,
    [login, role, unit],
  );
  return rows[0]?.id ?? 0;
}
