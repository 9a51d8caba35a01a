import { beforeEach, expect, test } from "vitest";
import { recountCalendar } from "#server/jobs/calendar.ts";
import { deskOf } from "#test/fixture/desk.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { calendarContract as contract } from "./calendar-contract.ts";

const house = await forTheseTests(startHarness({ at: "2026-12-31T08:00:00+08:00" }));
const desk = deskOf(house);

const ask = () => desk.open("liaison", questionOf(house.town));
/** The notice of the year 2027, or a later one in its place; then the job that follows it. Gives how many due times moved. */
async function notice(days: Record<string, "work" | "rest">): Promise<number> {
  const list = Object.entries({ ...days, "10-01": "rest" as const }).map(([day, kind]) => ({
    day: `2027-${day}`,
    kind,
    name: "示例",
  }));
  await house.as("systemAdmin")(contract["workYear.set"], { year: 2027, source: "示例通知", days: list });
  return recountCalendar(house.platform);
}
beforeEach(async () => {
  await desk.sql("truncate matter, outbox, idempotency, rating, number_series cascade");
  desk.at("2026-12-31 08:00");
  await notice({});
});

test("what is late already climbs on by the new calendar, and stays as late as it was", async () => {
  desk.at("2026-12-31 13:30");
  const id = await ask();
  await desk.runTo("2026-12-31 18:00");
  const before = await desk.view("officerA", id);
  expect(await notice({ "01-01": "rest" })).toBe(0);
  expect((await desk.view("officerA", id)).turns).toMatchObject([
    { clock: { state: "late", dueAt: before.turns[0]?.clock.dueAt } },
  ]);
  // Without the notice they would have come on the first of January.
  await desk.runTo("2027-01-04 18:00");
  expect((await desk.story(id)).slice(3)).toEqual([
    "12-31 17:30 climb firstReply deputy",
    "01-04 10:30 climb firstReply stationChief",
    "01-04 14:00 climb firstReply programOffice",
    "01-04 16:00 climb firstReply leader",
  ]);
});

test("days that change places leave the due time, and move the reminder between them", async () => {
  // Ten working days over a weekend that was to be worked and a Friday that was to be free.
  desk.at("2027-01-06 09:00");
  const id = await ask();
  await desk.step("officerA", id, "answer", { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" });
  expect(await notice({ "01-08": "rest", "01-09": "work" })).toBe(0);
  await desk.runTo("2027-01-31 12:00");
  const plain = (await desk.story(id)).slice(2);
  desk.at("2027-01-06 09:00");
  await notice({});
  const other = await ask();
  await desk.step("officerA", other, "answer", { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" });
  // Here the swap lies across the reminder at five days.
  expect(await notice({ "01-12": "rest", "01-16": "work" })).toBe(0);
  await desk.runTo("2027-01-31 12:00");
  const swapped = (await desk.story(other)).slice(2);
  expect(plain).toEqual([
    "01-13 09:00 reminder confirm 50",
    "01-18 09:00 reminder confirm 80",
    "01-20 09:00 step closeUnrated → UNRATED",
  ]);
  expect(swapped).toEqual([
    "01-14 09:00 reminder confirm 50",
    "01-18 09:00 reminder confirm 80",
    "01-20 09:00 step closeUnrated → UNRATED",
  ]);
});

test("a make-up day that becomes known when it is over makes nobody late", async () => {
  desk.at("2027-01-08 16:30");
  const id = await ask();
  // By plain weekends due on Monday at 11:30, by the notice on Saturday.
  desk.at("2027-01-10 12:00");
  expect(await notice({ "01-09": "work" })).toBe(0);
  const [turn] = (await desk.view("officerA", id)).turns;
  expect(turn?.clock).toMatchObject({ state: "running", dueAt: "2027-01-11T03:30:00.000Z" });
  await desk.runTo("2027-01-11 16:00");
  expect(await desk.story(id)).toEqual([
    "01-08 16:30 open question → ROUTED",
    "01-10 12:00 reminder firstReply 50",
    "01-10 12:00 reminder firstReply 80",
    "01-11 11:30 climb firstReply deputy",
    "01-11 15:00 climb firstReply stationChief",
  ]);
});

test("what a notice moves before its own minute happens behind it in the history", async () => {
  desk.at("2027-01-15 16:30");
  const id = await ask();
  desk.at("2027-01-16 11:00");
  expect(await notice({ "01-16": "work" })).toBe(1);
  await desk.runTo("2027-01-16 12:00");
  expect(await desk.story(id)).toEqual([
    "01-15 16:30 open question → ROUTED",
    "01-16 11:00 calendar firstReply",
    "01-16 11:00 reminder firstReply 50",
    "01-16 11:00 reminder firstReply 80",
    "01-16 11:30 climb firstReply deputy",
  ]);
});

test("a matter that cannot be computed anew holds up no other", async () => {
  desk.at("2027-01-22 16:30");
  const [broken, whole] = [await ask(), await ask()];
  await desk.sql("update matter set procedure = 'gone' where id = $1", [broken]);
  expect(await notice({ "01-25": "rest" })).toBe(1);
  expect((await desk.story(whole)).at(-1)).toBe("01-22 16:30 calendar firstReply");
  const [change] = await desk.sql<{ through: Date | null }>(
    "select through from calendar_change order by id desc limit 1",
  );
  expect(change?.through).not.toBeNull();
  await desk.sql("update matter set procedure = 'consultation' where id = $1", [broken]);
});
