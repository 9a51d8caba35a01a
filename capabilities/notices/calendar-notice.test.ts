import { expect, it } from "vitest";
import { contract as installation } from "#capabilities/installation/contract.ts";
import { calendarContract } from "#capabilities/administration/calendar-contract.ts";
import { warnOfCalendar } from "#server/jobs/calendar.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { contract } from "./contract.ts";

const house = await forTheseTests(startHarness({ at: "2026-11-30T08:40:00+08:00" }));

type Person = keyof Harness["town"]["people"];
const toldTo = async (person: Person) =>
  (await house.as(person)(contract["notice.list"], {})).items.filter(({ kind }) => kind === "calendarMissing");
/** The daily job at that moment, and what follows from it. */
async function warn(at: string): Promise<number | undefined> {
  house.clock.set(`${at}+08:00`);
  const year = await warnOfCalendar(house.platform);
  await house.platform.runEffects();
  return year;
}

it("the city's administrator hears once a week that the next year has no calendar, until it has one", async () => {
  expect(await warn("2026-11-30T08:40:00")).toBeUndefined();
  expect(await toldTo("systemAdmin")).toEqual([]);
  expect(await warn("2026-12-01T08:40:00")).toBe(2027);
  expect(await toldTo("systemAdmin")).toMatchObject([{ params: { year: 2027 }, urgency: "normal", readAt: null }]);
  // Every day the job looks; a run that was made up for at another hour, and two processes, tell nobody twice.
  for (const day of ["01", "02", "05", "07"]) await warn(`2026-12-${day}T19:00:00`);
  const other = await house.another();
  await Promise.all([warnOfCalendar(house.platform), warnOfCalendar(other)]);
  await Promise.all([house.platform.runEffects(), other.runEffects()]);
  expect(await toldTo("systemAdmin")).toHaveLength(1);
  await warn("2026-12-08T08:40:00");
  expect(await toldTo("systemAdmin")).toHaveLength(2);
  // Nobody else can do anything about it.
  for (const person of ["securityAdmin", "auditor", "cityOffice", "office", "leader", "officerA", "liaison"] as const)
    expect(await toldTo(person), person).toEqual([]);
  await house.as("systemAdmin")(calendarContract["workYear.set"], {
    year: 2027,
    source: "国办发明电〔示例〕1 号",
    days: [{ day: "2027-01-01", kind: "rest", name: "元旦" }],
  });
  expect(await warn("2026-12-16T08:40:00")).toBeUndefined();
  expect(await toldTo("systemAdmin")).toHaveLength(2);
});

it("what was said just before the calendar came is told to nobody after it", async () => {
  house.clock.set("2027-12-01T08:40:00+08:00");
  expect(await warnOfCalendar(house.platform)).toBe(2028);
  await house.as("systemAdmin")(calendarContract["workYear.set"], {
    year: 2028,
    source: "国办发明电〔示例〕2 号",
    days: [{ day: "2028-01-03", kind: "rest", name: "元旦" }],
  });
  await house.platform.runEffects();
  expect(await toldTo("systemAdmin")).toHaveLength(2);
});

it("a year that has begun without a calendar is missed until it has one", async () => {
  expect(await warn("2029-01-05T08:40:00")).toBe(2029);
  expect((await toldTo("systemAdmin"))[0]).toMatchObject({ params: { year: 2029 } });
  expect(await warn("2029-12-03T08:40:00")).toBe(2029);
  // The year begins at midnight in China, wherever the server stands.
  const stateAt = async (at: string) => {
    house.clock.set(`${at}+08:00`);
    const { items } = await house.as("systemAdmin")(installation["installation.checklist"], {});
    return items.find(({ item }) => item === "calendar")?.state;
  };
  expect(await stateAt("2028-11-30T23:59:00")).toBe("done");
  // The list of first steps says what the alarm says, from the same minute on.
  expect(await stateAt("2028-12-01T00:00:00")).toBe("open");
  expect(await stateAt("2029-01-01T00:00:00")).toBe("open");
});
