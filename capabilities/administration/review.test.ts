import { buffer } from "node:stream/consumers";
import pg from "pg";
import readWorkbook from "read-excel-file/node";
import { afterEach, expect, it } from "vitest";
import { execute } from "#server/pipeline.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { quarterOf } from "./review.commands.ts";
import { reviewContract as contract } from "./review-contract.ts";

const morning = "2026-09-22T09:00:00+08:00";

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
afterEach(() => house.clock.set(morning));

type Person = Parameters<Harness["as"]>[0];
const list = async (person: Person) => (await house.as(person)(contract["grantReview.list"], {})).items;
const look = (person: Person, id: number) => house.as(person)(contract["grantReview.get"], { id });
const confirm = async (person: Person, id: number, more: Record<string, unknown> = {}) => {
  const { items, quarter } = await look(person, id);
  return house.as(person)(contract["grantReview.confirm"], {
    id,
    quarter,
    rights: items.map((one) => one.id),
    ...more,
  });
};

it.each([
  ["2026-12-31T23:59:00+08:00", "2026Q4"],
  ["2027-01-01T00:00:00+08:00", "2027Q1"],
  ["2026-04-01T00:00:00+08:00", "2026Q2"],
])("%s is of %s", (at, quarter) => {
  expect(quarterOf(new Date(at))).toBe(quarter);
});

it("says who has which right at a unit, by which grant; a chief reads his own unit's, an office those below", async () => {
  const { station, otherStation, branch, city } = house.town.units;
  expect((await look("chief", station)).items.map(({ dutyName, role }) => [dutyName, role])).toEqual([
    ["孙所长", "STATION_CHIEF"],
    ["李警官", "OFFICER"],
    ["王警官", "OFFICER"],
  ]);
  await expect(look("chief", otherStation)).rejects.toMatchObject({ code: "not-found" });
  expect((await list("chief")).map(({ unit }) => unit.id)).toEqual([station]);
  expect(new Set((await list("office")).map(({ unit }) => unit.id))).toEqual(
    new Set([station, otherStation, branch, house.town.units.traffic]),
  );
  expect((await list("securityAdmin")).map(({ unit }) => unit.id)).toContain(city);
});

it("waits each quarter until somebody who leads the unit confirms it, and shows what has changed since", async () => {
  const { station } = house.town.units;
  const state = async () => (await list("securityAdmin")).find(({ unit }) => unit.id === station);
  expect(await state()).toMatchObject({ state: "waiting", mayConfirm: false });
  await confirm("chief", station, { note: "王警官将调离" });
  expect(await state()).toMatchObject({ state: "confirmed", confirmedBy: "孙所长" });
  await admin.query(
    "insert into access_grant (account_id, role, unit_id, valid_from) values ($1, 'DEPT_HANDLER', $2, '2026-09-01')",
    [house.town.people.officerA, station],
  );
  expect(await state()).toMatchObject({ state: "changed" });
  await confirm("office", station);
  expect(await state()).toMatchObject({ state: "confirmed", confirmedBy: "钱主任" });
  house.clock.set("2026-10-01T00:00:00+08:00");
  expect(await state()).toMatchObject({ state: "waiting" });
});

it("is confirmed as it was seen: refused when it has changed, or for another quarter", async () => {
  const { otherStation } = house.town.units;
  const { items } = await look("office", otherStation);
  const short = items.slice(1).map((one) => one.id);
  await expect(confirm("office", otherStation, { rights: short })).rejects.toMatchObject({
    code: "illegal-step",
    params: { reason: "rightsChanged" },
  });
  await expect(confirm("office", otherStation, { quarter: "2026Q4" })).rejects.toMatchObject({
    issues: [{ path: "quarter", code: "otherQuarter" }],
  });
});

it("is confirmed by nobody who administers, and read by nobody else", async () => {
  const { station } = house.town.units;
  await expect(confirm("securityAdmin", station)).rejects.toMatchObject({ code: "forbidden" });
  for (const person of ["officerA", "specialist", "liaison", "systemAdmin", "auditor"] as const) {
    await expect(list(person), person).rejects.toMatchObject({ code: "forbidden" });
  }
  const app = new pg.Client({ connectionString: house.database.appUrl });
  await app.connect();
  await app.query("begin");
  await app.query("select app.enter($1, null, $2)", [house.town.people.officerA, house.clock.now()]);
  expect((await app.query("select * from app.rights_of(null, $1)", [house.clock.now()])).rows).toEqual([]);
  await app.end();
});

it("leaves as a workbook", async () => {
  const { file } = await execute(
    house.platform,
    "grantReview.export",
    {},
    {
      account: { accountId: house.town.people.chief, enterpriseId: null },
      device: "desk",
    },
  );
  if (!file) throw new Error("no file");
  const [sheet] = await readWorkbook(await buffer(file.stream));
  expect(sheet?.data.flat()).toEqual(expect.arrayContaining(["单位", "孙所长", "派出所所长", "北宋派出所"]));
});
