import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contract as register } from "#capabilities/assessments/contract.ts";
import { contract as holds } from "#capabilities/retention/contract.ts";
import { doneOrWaiting } from "#test/at-once.ts";
import { type Desk, deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { eraseExpired } from "./erase.ts";

let house: Harness;
let desk: Desk;
beforeEach(async () => {
  house = await startHarness({ at: "2026-10-12T09:00:00+08:00" });
  desk = deskOf(house);
});
afterEach(() => house.close());

const assess = (validUntil: string) =>
  house.as("dataProtection")(register["assessment.record"], {
    module: "appeal",
    purpose: "办理企业诉求",
    fields: "诉求内容、来电人姓名和电话",
    law: "个人信息保护法第13条",
    dangers: "不愿公开身份的人被认出",
    measures: "只有承办人看到姓名，其他人只见掩码",
    validUntil,
  });
const passOn = (more: Record<string, unknown> = {}) =>
  house.as("dataProtection")(register["disclosure.record"], {
    onDay: "2026-10-09",
    recipient: "示例区人民法院",
    what: "一件诉求的办理记录",
    law: "民事诉讼法第70条",
    ...more,
  });
const appeals = async () =>
  (await house.as("auditor")(register["assessment.list"], {})).items.find(({ module }) => module === "appeal");
const passed = async () => (await house.as("auditor")(register["disclosure.list"], {})).items.length;
const nightOf = async (day: string) => {
  desk.at(`${day} 02:00`);
  const { account: _, ...done } = await eraseExpired(house.platform);
  return done;
};

describe("an impact assessment", () => {
  it("is kept three years from when both its day and its place were over; the newest of a module stays", async () => {
    const { id } = await assess("2027-03-31");
    // The one that came with the program lasts until 2027-08-31, later than the one that took its place begins.
    expect(await nightOf("2030-08-30")).toEqual({});
    expect((await appeals())?.earlier.map(({ number }) => number)).toHaveLength(1);
    expect(await nightOf("2030-08-31")).toEqual({ assessment: 1 });
    expect(await appeals()).toMatchObject({ number: `PG-${id}`, earlier: [], state: "OVER" });
    expect(await nightOf("2040-01-01")).toEqual({});
    expect(await desk.sql("select kind from tombstone where kind = 'assessment'")).toHaveLength(1);
  });

  it("is stopped by a hold on its number until two people have ended it", async () => {
    await assess("2027-03-31");
    const [before] = (await appeals())?.earlier ?? [];
    desk.at("2030-08-30 09:00");
    const place = { number: before?.number, reason: "网信部门检查", until: "2031-12-31" };
    for (const person of ["officerA", "liaison", "systemAdmin"] as const)
      expect(await refusalOf(house.as(person)(holds["hold.place"], place)), person).toBe("forbidden");
    const unknown = house.as("inspector")(holds["hold.place"], { ...place, number: "PG-99999" });
    expect(await refusalOf(unknown)).toBe("invalid number:unknownMatter");
    const { id } = await house.as("inspector")(holds["hold.place"], place);
    await house.as("dataProtection")(holds["hold.confirm"], { id });
    expect(await nightOf("2030-10-01")).toEqual({});
    const seen = await house.as("auditor")(holds["hold.list"], {});
    expect(seen.holds).toMatchObject([{ number: before?.number, reason: "网信部门检查" }]);
    expect(seen.due).toContainEqual({ kind: "assessment", past: 0, soon: 0, held: 1 });
    for (const person of ["inspector", "dataProtection"] as const)
      await house.as(person)(holds["hold.lift"], { id, reason: "检查已结束" });
    expect(await nightOf("2030-10-02")).toEqual({ assessment: 1 });
    // That there was a hold, and on what, stays.
    expect((await house.as("auditor")(holds["hold.list"], {})).holds[0]).toMatchObject({ number: before?.number });
  });
});

describe("what was passed on", () => {
  it("is kept three years from the day and from when it was put down, and not a day longer", async () => {
    await passOn();
    expect(await nightOf("2029-10-11")).toEqual({});
    expect(await passed()).toBe(1);
    expect(await nightOf("2029-10-12")).toEqual({ disclosure: 1 });
    expect(await passed()).toBe(0);
    expect(await desk.sql("select kind, count from erasure_run where kind = 'disclosure'")).toEqual([
      { kind: "disclosure", count: 1 },
    ]);
  });

  it("is stopped by a hold on the matter that it came of, and by one of its own", async () => {
    const matter = await desk.open("liaison", questionOf(house.town));
    const { number } = await desk.row(matter);
    await passOn({ number });
    const { id: own } = await passOn();
    await passOn();
    desk.at("2029-10-11 09:00");
    const reason = { reason: "法院调取", until: "2031-12-31" };
    for (const held of [number, `TG-${own}`]) {
      const { id } = await house.as("inspector")(holds["hold.place"], { number: held, ...reason });
      await house.as("dataProtection")(holds["hold.confirm"], { id });
    }
    expect(await nightOf("2029-12-01")).toEqual({ disclosure: 1 });
    expect(await passed()).toBe(2);
    expect(await nightOf("2032-01-02")).toEqual({ disclosure: 2 });
  });
});

describe("a hold that comes in the same moment as the night", () => {
  const reason = { reason: "法院调取", until: "2031-12-31" };
  /** A record of each kind whose time is over tonight, and a matter of which another one came. */
  async function overTonight() {
    await assess("2027-03-31");
    const [before] = (await appeals())?.earlier ?? [];
    const { id: own } = await passOn();
    const matter = await desk.open("liaison", questionOf(house.town));
    const { number } = await desk.row(matter);
    await passOn({ number });
    desk.at("2030-08-31 02:00");
    return { assessment: before?.number ?? "", disclosure: `TG-${own}`, number };
  }

  it("after the night has taken the record finds none, and says so", async () => {
    const over = await overTonight();
    await desk.sql("begin");
    await desk.sql("select app.enter_system()");
    await desk.sql("select app.erase_register($1)", [house.clock.now()]);
    const placing = [over.assessment, over.disclosure].map((number) =>
      refusalOf(house.as("inspector")(holds["hold.place"], { number, ...reason })),
    );
    for (const one of placing) await doneOrWaiting(house.platform.pool, one);
    await desk.sql("commit");
    expect(await Promise.all(placing)).toEqual(["invalid number:unknownMatter", "invalid number:unknownMatter"]);
    expect(await desk.sql("select from legal_hold")).toEqual([]);
  });

  it("before the night is waited for, and keeps the record, by its own number or by its matter's", async () => {
    const over = await overTonight();
    const { pool } = house.platform;
    // Each hold is placed, and stops before its commit, where it is put on record.
    await desk.sql("begin");
    await desk.sql("lock table audit in share mode");
    const numbers = [over.assessment, over.disclosure, over.number];
    const placing = Promise.all(
      numbers.map((number) => house.as("inspector")(holds["hold.place"], { number, ...reason })),
    );
    const stopped = "select from pg_locks where relation = 'audit'::regclass and not granted";
    await expect.poll(async () => (await pool.query(stopped)).rowCount).toBe(numbers.length);
    const night = eraseExpired(house.platform);
    await doneOrWaiting(pool, night, "erase_register");
    await desk.sql("commit");
    await placing;
    const { account: _, ...done } = await night;
    expect(done).toEqual({});
    expect((await appeals())?.earlier.map(({ number }) => number)).toEqual([over.assessment]);
    expect(await passed()).toBe(2);
  });
});

it("no rule stands below the law's three years", async () => {
  for (const kind of ["assessment", "disclosure"])
    await expect(desk.sql("update retention_rule set months = 35 where kind = $1", [kind])).rejects.toThrow(/check/);
  const { rules } = await house.as("auditor")(holds["hold.list"], {});
  expect(rules.filter(({ law }) => law !== null).map(({ kind, months }) => [kind, months])).toEqual([
    ["assessment", 36],
    ["disclosure", 36],
  ]);
});
