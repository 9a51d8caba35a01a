import { afterEach, describe, expect, it } from "vitest";
import { contract as matters } from "#matters/contract.ts";
import { recountCalendar } from "#server/jobs/calendar.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { calendarContract as contract } from "./calendar-contract.ts";
import { packDays, readNotice } from "./calendar-text.ts";

const morning = "2026-12-31T09:00:00+08:00";
const notice = `2027-01-01 休 元旦
2027年1月3日 上班 元旦
2027-01-02 休 元旦
2027/1/4，放假，元旦`;

const house = await forTheseTests(startHarness({ at: morning }));
const { admin } = house;
afterEach(() => house.clock.set(morning));

const system = () => house.as("systemAdmin");
const set = (days: readonly unknown[], more: Record<string, unknown> = {}) =>
  system()(contract["workYear.set"], { year: 2027, source: "国办发明电〔示例〕1 号", days, ...more });

describe("a pasted notice", () => {
  it("is read a line for each day, with rest on a plain weekend left out", () => {
    const { days, faults } = readNotice(notice, 2027);
    expect(faults).toEqual([]);
    expect(days).toEqual([
      { day: "2027-01-01", kind: "rest", name: "元旦" },
      { day: "2027-01-03", kind: "work", name: "元旦" },
      { day: "2027-01-04", kind: "rest", name: "元旦" },
    ]);
    expect(packDays(days)).toBe("2027-01-01r,2027-01-03w,2027-01-04r");
  });

  it.each([
    ["2027年1月1日 放假调休 元旦", "2027-01-01r"],
    ["2027年2月6日（周六）上班（春节放假调休）", "2027-02-06w"],
    ["2027-02-06 调休 春节", "2027-02-06w"],
    // A Saturday of rest, though it is part of a swap.
    ["2027-01-02 放假调休", ""],
  ])("reads %s as it is meant", (line, packed) => {
    const { days, faults } = readNotice(line, 2027);
    expect([packDays(days), faults]).toEqual([packed, []]);
  });

  it.each([
    ["下周一 休", "noDay"],
    ["2027-02-30 休", "noDay"],
    ["2027-01-01 元旦", "noKind"],
    ["2026-11-30 休", "otherYear"],
    ["2027-01-05 上班", "plain"],
    ["2027-01-01 休\n2027-01-01 休", "twice"],
    ["2027年1月1日至3日放假，共3天", "severalDays"],
    ["2027年1月1日（周五）—1月3日（周日）放假调休", "severalDays"],
    ["2027-01-01 至 2027-01-03 休", "severalDays"],
  ])("names the line that is wrong: %s", (text, code) => {
    expect(readNotice(text, 2027).faults).toMatchObject([{ code }]);
  });
});

describe("the calendar of a year", () => {
  it("is missed from the first of December on", async () => {
    const missing = async () => (await system()(contract["workYear.list"], {})).missing;
    expect(await missing()).toBe(2027);
    house.clock.set("2026-11-30T23:59:00+08:00");
    expect(await missing()).toBeNull();
    house.clock.set("2026-12-01T00:00:00+08:00");
    expect(await missing()).toBe(2027);
  });

  it("moves what runs over it, as previewed, on record in the matter and without 暂定", async () => {
    const { id } = await house.as("liaison")(matters["matter.open"], {
      procedure: "appeal",
      projectId: house.town.projects.bridge,
      title: "噪声",
      topic: "traffic",
      form: { demand: { text: "夜里太吵，请帮忙协调。" } },
    });
    house.clock.set("2026-12-31T10:00:00+08:00");
    await house.as("officerA")(matters["matter.step"], {
      id,
      step: "accept",
      version: 1,
      form: { class: "SIMPLE" },
    });
    const clockOf = async () =>
      (await house.as("officerA")(matters["matter.get"], { id })).turns.find((one) => one.kind === "handle")?.clock;
    const before = await clockOf();
    expect(before).toMatchObject({ provisional: true });
    const { days } = readNotice(notice, 2027);
    const preview = await system()(contract["workYear.preview"], { year: "2027", days: packDays(days) });
    expect(preview.moved).toBeGreaterThan(0);
    expect(preview.kinds).toContainEqual(expect.objectContaining({ procedure: "appeal", task: "handle", later: 1 }));
    await set(days);
    expect(await recountCalendar(house.platform)).toBe(preview.moved);
    const after = await clockOf();
    expect(after).toMatchObject({ provisional: false });
    expect(Date.parse(after?.dueAt ?? "")).toBeGreaterThan(Date.parse(before?.dueAt ?? ""));
    const { entries } = await house.as("officerA")(matters["matter.get"], { id });
    expect(entries.at(-1)).toMatchObject({ kind: "calendar" });
    // What the clock will tell moves along; done once more it changes nothing.
    const { rows } = await admin.query("select max(at) as at from due where matter_id = $1 and fired_at is null", [id]);
    expect(rows[0].at.getTime()).toBeGreaterThan(Date.parse(before?.dueAt ?? ""));
    await admin.query("update calendar_change set through = null, moved = null");
    expect(await recountCalendar(house.platform)).toBe(0);
    expect((await system()(contract["workYear.list"], {})).change).toMatchObject({ year: 2027, through: true });
  });

  it.each([
    ["a day of another year", [{ day: "2026-06-01", kind: "rest", name: "" }], "otherYear"],
    [
      "a day twice",
      [
        { day: "2027-01-01", kind: "rest", name: "" },
        { day: "2027-01-01", kind: "rest", name: "" },
      ],
      "dayTwice",
    ],
    ["work on a working day", [{ day: "2027-01-05", kind: "work", name: "" }], "plainDay"],
  ])("is refused with %s, and stays what it was", async (_what, days, code) => {
    const before = (await admin.query("select * from work_calendar order by day")).rows;
    await expect(set(days)).rejects.toMatchObject({ code: "invalid", issues: [{ code }] });
    expect((await admin.query("select * from work_calendar order by day")).rows).toEqual(before);
  });

  it("is set by the city's system administrator alone", async () => {
    const days = [{ day: "2027-01-01", kind: "rest", name: "元旦" }];
    for (const person of ["securityAdmin", "auditor", "cityOffice", "officerA", "liaison"] as const) {
      const call = house.as(person)(contract["workYear.set"], { year: 2027, source: "示例通知", days });
      await expect(call, person).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
