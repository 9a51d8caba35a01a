import { expect, test } from "vitest";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import { addWorkingMinutes, createCalendar, isWorkingDay } from "#kernel/work-calendar.ts";
import { dueAt } from "#kernel/working-time.ts";
import { readCalendarSeed } from "./calendar-seed.ts";

const seed = readCalendarSeed();
const calendar = createCalendar({
  days: seed.days.map(({ day, kind }) => [day, kind] as const),
  years: seed.years.map(({ year }) => year),
});
const daysOf = (year: number, kind: string) =>
  seed.days.filter(({ day, kind: other }) => day.startsWith(`${year}-`) && other === kind).map(({ day }) => day);

test("2026 as the State Council arranged it", () => {
  expect(daysOf(2026, "work")).toEqual([
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
  ]);
  expect(daysOf(2026, "rest")).toHaveLength(19);
  expect(seed.days.find(({ day }) => day === "2026-10-10")).toEqual({
    day: "2026-10-10",
    kind: "work",
    name: "国庆节",
  });
  expect(dueAt(calendar, shanghaiMoment("2026-09-30", "17:30"), { amount: 3, unit: "wd" })).toEqual({
    at: shanghaiMoment("2026-10-10", "17:30"),
    provisional: false,
  });
});

test("2004 to 2026 are covered, 2027 is not", () => {
  expect(seed.years.map(({ year }) => year)).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index));
  expect(seed.years[0]?.source).toMatch(/^chinese-days \d+\.\d+\.\d+$/);
  expect(daysOf(2027, "rest")).toEqual([]);
  expect(addWorkingMinutes(calendar, shanghaiMoment("2026-12-31", "17:00"), 31).provisional).toBe(true);
});

test("rows are one per day, in order, and all differ from plain weeks", () => {
  expect(new Set(seed.days.map(({ day }) => day)).size).toBe(seed.days.length);
  expect(seed.days.map(({ day }) => day)).toEqual(seed.days.map(({ day }) => day).toSorted());
  expect(calendar.exceptions).toHaveLength(seed.days.length);
  expect(seed.days.every(({ name }) => name.length > 0)).toBe(true);
});

test("a notice also moves days at the end of the year before", () => {
  expect(isWorkingDay(calendar, "2018-12-29")).toBe(true);
  expect(isWorkingDay(calendar, "2018-12-31")).toBe(false);
});
