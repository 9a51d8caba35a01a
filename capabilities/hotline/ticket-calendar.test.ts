import { beforeEach, describe, expect, it } from "vitest";
import { calendarContract } from "#capabilities/administration/calendar-contract.ts";
import { ruleContract } from "#capabilities/administration/rule-contract.ts";
import { recountCalendar } from "#server/jobs/calendar.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness({ at: "2026-12-30T09:00:00+08:00" }));
const desk = deskOf(house);
beforeEach(async () => {
  await desk.sql("truncate matter, outbox, idempotency, number_series cascade");
  await desk.sql("delete from calendar_change");
  await desk.sql("delete from calendar_year where year = 2027");
  await desk.sql("delete from work_calendar where day >= '2027-01-01'");
  await desk.sql("delete from limit_rule");
  await house.platform.reloadCalendar();
  desk.at("2026-12-30 09:00");
});

/** A limit that the city sets for a class. */
const setClass = (amount: number, unit: string, rollForward = false) =>
  desk.sql(
    `insert into limit_rule (key, amount, unit, source, roll_forward, valid_from)
     values ('hotline.class.D15', $1, $2, 'P', $3, '2026-01-01')`,
    [amount, unit, rollForward],
  );
let last = 0;
const receive = async (more: Record<string, unknown> = {}) => {
  const given = {
    number: `DY-2027-${(last += 1)}`,
    unitId: house.town.units.station,
    projectId: house.town.projects.bridge,
    title: "夜间施工噪声",
    text: "工地连续三晚施工到凌晨，请管一管。",
    subject: "噪声",
    class: "D15",
    // Half an hour of work before the evening.
    receivedAt: "2026-12-29T09:00:00Z",
    ...more,
  };
  return (await house.as("office")(contract["ticket.receive"], given)).id;
};
/** The holidays of 2027 are published: the first of January, and here the Monday after it. */
async function publish(): Promise<void> {
  const days = ["2027-01-01", "2027-01-04"].map((day) => ({ day, kind: "rest" as const, name: "元旦" }));
  await house.as("systemAdmin")(calendarContract["workYear.set"], { year: 2027, source: "示例通知", days });
  await recountCalendar(house.platform);
}
const clockOf = async (id: number) =>
  (await desk.view("officerA", id)).turns.find(({ kind }) => kind === "reply")?.clock;
const listed = async () => (await house.as("office")(contract["ticket.list"], {})).items[0];

describe("a class that the city counts in working days", () => {
  it("is provisional beyond the published calendar, and moves with it wherever it is shown", async () => {
    await setClass(4, "wd");
    const id = await receive();
    // Until 17:00 of the fourth working day after the 29th, by plain weekends.
    const plain = { dueAt: "2027-01-04T09:00:00.000Z", provisional: true };
    expect(await clockOf(id)).toMatchObject({ ...plain, limit: { amount: 4, unit: "wd" } });
    expect(await listed()).toMatchObject(plain);
    // The ticket's own words cannot move, so they leave it out.
    expect((await desk.view("officerA", id)).entries[0]?.form).not.toHaveProperty("dueAt");
    await publish();
    const fresh = { dueAt: "2027-01-06T09:00:00.000Z", provisional: false };
    expect(await clockOf(id)).toMatchObject(fresh);
    expect(await listed()).toMatchObject(fresh);
  });

  it("reminds by the whole limit, and of nothing that was over when the ticket came", async () => {
    await setClass(4, "wd");
    desk.at("2027-01-04 16:00");
    const id = await receive();
    await desk.step("officerA", id, "sign");
    await desk.step("officerA", id, "contact", { how: "PHONE", text: "电话里说好明天去看。" });
    await publish();
    // What was used until it came stays used: an hour of the four days is left.
    expect(await clockOf(id)).toMatchObject({ dueAt: "2027-01-05T01:30:00.000Z" });
    await desk.runTo("2027-01-05 09:30");
    expect((await desk.story(id)).filter((one) => one.includes(" reply"))).toEqual([
      "01-04 16:00 calendar reply",
      "01-05 09:30 climb reply deputy",
    ]);
  });

  it("counts a reply in time by the day to which the calendar has moved it", async () => {
    await setClass(4, "wd");
    const id = await receive();
    await desk.step("officerA", id, "sign");
    await desk.step("officerA", id, "contact", { how: "PHONE", text: "电话里说好明天去看。" });
    await publish();
    desk.at("2027-01-05 10:00");
    await desk.step("officerA", id, "reply", { result: "DONE", text: "已到工地查看，十点以后停止施工。" });
    const { items } = await house.as("office")(contract["ticket.replies"], { since: "2026-12-01T00:00:00Z" });
    expect(items).toMatchObject([{ inTime: true }]);
    expect(await listed()).toMatchObject({ dueAt: "2027-01-06T09:00:00.000Z", provisional: false });
  });

  it("is late within the minute when it is over as the ticket comes", async () => {
    await setClass(1, "wd");
    const id = await receive({ receivedAt: "2026-12-28T09:00:00Z" });
    expect(await clockOf(id)).toMatchObject({ dueAt: "2026-12-30T01:01:00.000Z", provisional: false });
    expect(await listed()).toMatchObject({ dueAt: "2026-12-29T09:00:00.000Z", cameLate: true });
  });
});

it("a class in calendar days whose last day gives way to a holiday moves along", async () => {
  await setClass(6, "cd", true);
  const id = await receive();
  expect(await clockOf(id)).toMatchObject({ dueAt: "2027-01-04T16:00:00.000Z", provisional: true });
  await publish();
  expect(await clockOf(id)).toMatchObject({ dueAt: "2027-01-05T16:00:00.000Z", provisional: false });
});

it("a deadline that the hotline sent stays as it came, and no notice carries the class beyond it", async () => {
  await setClass(4, "wd");
  const early = await receive({ dueAt: "2027-01-02T02:00:00Z" });
  const late = await receive({ dueAt: "2027-01-05T02:00:00Z" });
  const before = [await clockOf(early), await clockOf(late)];
  expect(before).toMatchObject([
    { dueAt: "2027-01-02T02:00:00.000Z", provisional: false },
    { dueAt: "2027-01-04T09:00:00.000Z", provisional: false },
  ]);
  await publish();
  expect([await clockOf(early), await clockOf(late)]).toMatchObject(before.map((clock) => ({ dueAt: clock?.dueAt })));
});

describe("the limit of a class", () => {
  const set = (more: Record<string, unknown>) =>
    house.as("systemAdmin")(ruleContract["rule.set"], {
      key: "hotline.class.D7",
      amount: 2,
      unit: "cd",
      from: "2026-12-30",
      ...more,
    });
  const law = { source: "L", law: "示例条例", article: "第八条", amount: 3 };

  it("is set among the other limits, and holds for what comes from then on", async () => {
    const { items } = await house.as("systemAdmin")(ruleContract["rule.list"], {});
    expect(items.find(({ key }) => key === "hotline.class.D7")).toMatchObject({
      declared: { amount: 7, unit: "cd" },
      uses: [{ procedure: "hotline", task: "reply", step: null, field: "class", option: "D7" }],
    });
    await set({});
    desk.at("2026-12-30 09:10");
    const id = await receive({ class: "D7" });
    expect(await clockOf(id)).toMatchObject({ dueAt: "2026-12-31T16:00:00.000Z" });
  });

  it("never reaches beyond a law, neither when it is set nor when the law came later (GR-25)", async () => {
    await set({ amount: 5 });
    await set(law);
    desk.at("2026-12-30 09:10");
    const id = await receive({ class: "D7" });
    expect(await clockOf(id)).toMatchObject({ dueAt: "2027-01-01T16:00:00.000Z" });
    await expect(set({ amount: 5, from: "2026-12-31" })).rejects.toMatchObject({ code: "invalid" });
  });
});
