import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { contract as access } from "#access/contract.ts";
import { calendarContract } from "#capabilities/administration/calendar-contract.ts";
import { contract as directory } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { recountCalendar } from "#server/jobs/calendar.ts";
import { execute } from "#server/pipeline.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";
import { staffingContract } from "./contract.ts";
import { handoverContract as contract } from "./handover-contract.ts";

const morning = "2026-09-21T09:00:00+08:00";
type Person = keyof Town["people"];

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
const { bridge } = house.town.projects;
/** Everybody is back in his place. */
beforeEach(async () => {
  house.clock.set(morning);
  const { officerA, officerB } = house.town.people;
  await admin.query("begin");
  await admin.query("delete from handover_item");
  await admin.query("delete from handover_matter");
  await admin.query("delete from handover");
  await admin.query("delete from staffing_told");
  await admin.query("update account set closed_at = null");
  await admin.query("delete from assignment where project_id = $1", [bridge]);
  for (const [kind, account] of [
    ["A", officerA],
    ["B", officerB],
  ])
    await admin.query(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, $3, '2025-01-01T00:00:00+08:00')",
      [bridge, account, kind],
    );
  await admin.query("commit");
});

const orderNo = "利公项〔2026〕9 号";
const ask = (by: Person = "officerA", kind = "A", more: object = {}) =>
  house.as(by)(contract["handover.prepare"], {
    places: [{ projectId: bridge, kind }],
    note: "钥匙在值班室",
    items: [
      { kind: "PROMISE", text: "十月前答复夜间施工问题", dueOn: "2026-09-30" },
      { kind: "CONTACT", text: "现场经理，值班电话见名片" },
      { kind: "PAPER", text: "服务方案一份" },
    ],
    ...more,
  });
const offer = async (to: Person = "otherA") => {
  const { ids } = await ask();
  const id = ids[0] ?? 0;
  await house.as("office")(contract["handover.approve"], { id, toAccountId: house.town.people[to], orderNo });
  return id;
};
const sees = async (person: Person) => {
  try {
    await house.as(person)(directory["project.get"], { id: bridge });
    return true;
  } catch {
    return false;
  }
};

describe("a hand-over", () => {
  it("is asked for, named by the office, accepted: the old access ends in that instant", async () => {
    const { id: open } = await house.as("liaison")(matters["matter.open"], questionOf(house.town));
    const id = await offer();
    expect(await sees("otherA")).toBe(false);
    const sheet = await house.as("otherA")(contract["handover.get"], { id });
    expect(sheet).toMatchObject({
      project: { name: "大桥项目（示例）" },
      from: { dutyName: "李警官" },
      to: { dutyName: "刘警官" },
      state: "PENDING",
      // Monday 09:00 and three working days.
      dueAt: "2026-09-24T01:00:00.000Z",
      note: "钥匙在值班室",
      enterprises: [{ name: "东岸路桥（示例）" }],
      may: { approve: false, accept: true, withdraw: true },
    });
    expect(sheet.items.map((one) => [one.kind, one.dueOn])).toEqual([
      ["PROMISE", "2026-09-30"],
      ["CONTACT", null],
      ["PAPER", null],
    ]);
    // Not what was written: he has no relation to it yet.
    expect(sheet.matters).toMatchObject([{ id: open, procedure: "consultation", title: null }]);
    house.clock.forward(60);
    await house.as("otherA")(contract["handover.accept"], { id });
    expect([await sees("otherA"), await sees("officerA"), await sees("officerB")]).toEqual([true, false, true]);
    const mine = await house.as("otherA")(matters["matter.list"], { view: "mine" });
    expect(mine.items.map((one) => one.id)).toContain(open);
    expect((await house.as("officerA")(matters["matter.list"], { view: "mine" })).items).toEqual([]);
    const { people } = await house.as("liaison")(directory["project.get"], { id: bridge });
    expect(people.map((one) => one.dutyName)).toEqual(["刘警官", "王警官"]);
    const told = await admin.query("select from outbox where event = $1", [
      JSON.stringify({ name: "responsibilityChanged", project: bridge }),
    ]);
    expect(told.rowCount).toBe(1);
    expect((await house.as("officerA")(contract["handover.get"], { id })).state).toBe("ACCEPTED");
  });

  it("accepted twice at once: one wins, the other is told in words (409)", async () => {
    const id = await offer();
    house.clock.forward(1);
    const answers = await Promise.allSettled([
      house.as("otherA")(contract["handover.accept"], { id }),
      house.as("otherA")(contract["handover.accept"], { id }),
    ]);
    expect(answers.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find((one) => one.status === "rejected")?.reason).toMatchObject({
      code: "illegal-step",
      status: 409,
      params: { reason: "handoverDecided" },
    });
    const { rows } = await admin.query("select from assignment where project_id = $1 and kind = 'A'", [bridge]);
    expect(rows).toHaveLength(2);
  });

  it("accepted and withdrawn at once has one outcome", async () => {
    const id = await offer();
    house.clock.forward(1);
    const answers = await Promise.allSettled([
      house.as("otherA")(contract["handover.accept"], { id }),
      house.as("office")(contract["handover.withdraw"], { id }),
    ]);
    expect(answers.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { state } = await house.as("office")(contract["handover.get"], { id });
    const { rows } = await admin.query("select from assignment where project_id = $1 and kind = 'A'", [bridge]);
    expect([state, rows.length]).toEqual(answers[0]?.status === "fulfilled" ? ["ACCEPTED", 2] : ["WITHDRAWN", 1]);
  });

  it("is the successor's alone to accept, the office's alone to name him", async () => {
    const { ids } = await ask();
    const id = ids[0] ?? 0;
    const named = { id, toAccountId: house.town.people.otherA, orderNo };
    for (const person of ["officerA", "chief"] as const)
      await expect(house.as(person)(contract["handover.approve"], named)).rejects.toMatchObject({ code: "forbidden" });
    await expect(house.as("otherA")(contract["handover.get"], { id })).rejects.toMatchObject({ code: "not-found" });
    await house.as("office")(contract["handover.approve"], named);
    for (const person of ["officerA", "office", "chief"] as const)
      await expect(house.as(person)(contract["handover.accept"], { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(house.as("otherB")(contract["handover.accept"], { id })).rejects.toMatchObject({ code: "not-found" });
    await expect(
      ask("officerA", "A", { places: [{ projectId: bridge, kind: "A", toAccountId: house.town.people.otherA }] }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(house.as("liaison")(contract["handover.list"], {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("of what one does not have, twice, or to the other of the two is refused in words", async () => {
    await expect(ask("officerA", "B")).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "places.0.projectId", code: "notHisPlace" }],
    });
    const { ids } = await ask();
    await expect(ask()).rejects.toMatchObject({ issues: [{ path: "places.0.projectId", code: "handoverOpen" }] });
    const name = (person: Person) =>
      house.as("office")(contract["handover.approve"], { id: ids[0], toAccountId: house.town.people[person], orderNo });
    await expect(name("officerB")).rejects.toMatchObject({ issues: [{ path: "toAccountId", code: "sameOfficer" }] });
    await expect(name("officerA")).rejects.toMatchObject({ issues: [{ path: "toAccountId", code: "alreadyInPlace" }] });
    await expect(name("liaison")).rejects.toMatchObject({ issues: [{ path: "toAccountId", code: "unknownOfficer" }] });
    await expect(ask("officerA", "A", { items: [{ kind: "PROMISE", text: "" }] })).rejects.toMatchObject({
      code: "invalid",
    });
    await house.as("officerA")(contract["handover.withdraw"], { id: ids[0] });
    await ask();
  });

  it("not accepted in three working days stands in the gaps and is told once", async () => {
    await offer();
    const kinds = async () =>
      (await house.as("office")(staffingContract["staffing.gaps"], {})).items
        .filter((one) => one.projectId === bridge && one.handoverId !== null)
        .map((one) => [one.kind, one.escalated]);
    house.clock.set("2026-09-24T08:59:59+08:00");
    expect(await kinds()).toEqual([]);
    house.clock.set("2026-09-24T09:00:00+08:00");
    expect(await kinds()).toEqual([["HANDOVER_LATE", true]]);
    await house.platform.settleDue();
    await house.platform.settleDue();
    const told = await admin.query("select from outbox where event ->> 'name' = 'handoverLate'");
    expect(told.rowCount).toBe(1);
  });

  it("is to be accepted by a time that moves with a year's calendar, and is provisional until then", async () => {
    house.clock.set("2026-12-30T09:00:00+08:00");
    const id = await offer();
    const timesOf = async () => {
      const { dueAt, provisional } = await house.as("otherA")(contract["handover.get"], { id });
      return { dueAt, provisional };
    };
    expect(await timesOf()).toEqual({ dueAt: "2027-01-04T01:00:00.000Z", provisional: true });
    const days = ["2027-01-01", "2027-01-04"].map((day) => ({ day, kind: "rest" as const, name: "元旦" }));
    await house.as("systemAdmin")(calendarContract["workYear.set"], { year: 2027, source: "示例通知", days });
    await recountCalendar(house.platform);
    expect(await timesOf()).toEqual({ dueAt: "2027-01-06T01:00:00.000Z", provisional: false });
    const toldLate = async (at: string) => {
      house.clock.set(at);
      await house.platform.settleDue();
      return (await admin.query("select from staffing_told where kind = 'HANDOVER_LATE'")).rowCount;
    };
    expect(await toldLate("2027-01-05T09:00:00+08:00")).toBe(0);
    expect(await toldLate("2027-01-06T09:00:00+08:00")).toBe(1);
  });

  it("of several places at once is one act: with one that cannot be, none is", async () => {
    const { plant } = house.town.projects;
    const { officerB, lawyer, otherB } = house.town.people;
    const places = (second: string) => [
      { projectId: bridge, kind: "B", toAccountId: otherB },
      { projectId: plant, kind: second, toAccountId: otherB },
    ];
    const both = (second: string) =>
      house.as("office")(contract["handover.prepare"], { fromAccountId: officerB, places: places(second), orderNo });
    await expect(both("A")).rejects.toMatchObject({ issues: [{ path: "places.1.projectId", code: "notHisPlace" }] });
    expect((await admin.query("select from handover")).rowCount).toBe(0);
    await admin.query("begin");
    await admin.query("update assignment set account_id = $2 where project_id = $1 and kind = 'A'", [plant, officerB]);
    await admin.query("update assignment set account_id = $2 where project_id = $1 and kind = 'B'", [plant, lawyer]);
    await admin.query("commit");
    const { ids } = await both("A");
    expect(ids).toHaveLength(2);
  });
});

describe("a leaver", () => {
  it("is out at the end of his last day, his sessions with him; B acts, the firm is told, the office sees the gap", async () => {
    const { officerA } = house.town.people;
    const { ids } = await ask();
    const { closesAt, places } = await house.as("office")(contract["account.close"], {
      id: officerA,
      lastDay: "2026-09-25",
    });
    expect([closesAt, places]).toEqual(["2026-09-25T16:00:00.000Z", 1]);
    const token = house.platform.crypto.digest("his token");
    const at = (when: string) => house.clock.set(when);
    const open = (when: string) =>
      sql`select app.open_session(${token}, ${officerA}, null, 'desk', ${new Date(when)}, ${new Date("2026-09-26T12:00:00+08:00")}, 'PASSKEY', true)`.execute(
        house.platform.db,
      );
    await open("2026-09-25T23:55:00+08:00");
    const look = () => execute(house.platform, access["session.me"].id, {}, { tokenHash: token, device: "desk" });
    at("2026-09-25T23:59:59.999+08:00");
    await house.platform.settleDue();
    expect((await look()).body).toMatchObject({ dutyName: "李警官" });
    at("2026-09-26T00:00:00+08:00");
    await expect(look()).rejects.toMatchObject({ code: "not-signed-in" });
    await house.platform.settleDue();
    await house.platform.settleDue();
    const told = await admin.query("select from outbox where event = $1 and at >= '2026-09-26T00:00:00+08:00'", [
      JSON.stringify({ name: "responsibilityChanged", project: bridge }),
    ]);
    expect(told.rowCount).toBe(1);
    const { people } = await house.as("liaison")(directory["project.get"], { id: bridge });
    expect(people.map((one) => [one.place, one.presence.state, one.actsForA])).toEqual([
      ["A", "absent", false],
      ["B", "offHours", true],
    ]);
    const gaps = (await house.as("office")(staffingContract["staffing.gaps"], {})).items;
    expect(gaps.filter((one) => one.projectId === bridge).map((one) => one.kind)).toContain("LEFT");
    // The successor can still be named and accept.
    at("2026-09-28T09:00:00+08:00");
    const id = ids[0] ?? 0;
    await house.as("office")(contract["handover.approve"], { id, toAccountId: house.town.people.otherA, orderNo });
    house.clock.forward(1);
    await house.as("otherA")(contract["handover.accept"], { id });
    await expect(house.as("office")(contract["account.keep"], { id: officerA })).rejects.toMatchObject({
      params: { reason: "hasLeft" },
    });
  });

  it("stays after all when the office says so before; nobody closes himself, nobody closes what is past", async () => {
    const { officerA, office } = house.town.people;
    const close = (id: number, lastDay: string, by: Person = "office") =>
      house.as(by)(contract["account.close"], { id, lastDay });
    await close(officerA, "2026-09-25");
    const { items } = await house.as("office")(contract["account.leavers"], {});
    expect(items[0]).toMatchObject({
      dutyName: "李警官",
      closesAt: "2026-09-25T16:00:00.000Z",
      places: [{ project: { id: bridge, name: "大桥项目（示例）" }, kind: "A" }],
    });
    await expect(
      house.as("office")(staffingContract["assignment.propose"], {
        projectId: house.town.projects.plant,
        kind: "A",
        accountId: officerA,
        fromDay: "2026-09-22",
        reason: "工作调整",
      }),
    ).rejects.toMatchObject({ issues: [{ path: "accountId", code: "officerLeaves" }] });
    await house.as("office")(contract["account.keep"], { id: officerA });
    house.clock.set("2026-09-27T09:00:00+08:00");
    expect(await sees("officerA")).toBe(true);
    await expect(close(office, "2026-09-30")).rejects.toMatchObject({ code: "forbidden" });
    await expect(close(officerA, "2026-09-30", "chief")).rejects.toMatchObject({ code: "forbidden" });
    await expect(close(officerA, "2026-09-26")).rejects.toMatchObject({
      issues: [{ path: "lastDay", code: "dayIsOver" }],
    });
    await expect(close(officerA, "2036-09-26")).rejects.toMatchObject({
      issues: [{ path: "lastDay", code: "tooFar" }],
    });
    await expect(close(house.town.people.liaison, "2026-09-30")).rejects.toMatchObject({ code: "not-found" });
  });
});
