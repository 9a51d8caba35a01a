import { expect, test } from "vitest";
import { createCalendar } from "#kernel/work-calendar.ts";
import { shanghaiDay, shanghaiMoment, shanghaiTime } from "#kernel/shanghai-time.ts";
import { nextDigest, nextLoudMoment, type Quiet, usualQuiet } from "./quiet.ts";

/** National Day 2026: 1–7 October free, Saturday 10 October worked instead. */
const calendar = createCalendar({
  days: [
    ...["01", "02", "03", "04", "05", "06", "07"].map((day) => [`2026-10-${day}`, "rest"] as const),
    ["2026-10-10", "work"],
  ],
  years: [2026],
});
const usual: Quiet = { ...usualQuiet, days: [] };
const at = (text: string) => shanghaiMoment(text.slice(0, 10), text.slice(11));
const say = (moment: Date) => `${shanghaiDay(moment)} ${shanghaiTime(moment)}`;

test.each([
  ["a working day's noon is loud", "2026-10-12 12:00", "2026-10-12 12:00"],
  ["the last minute before the evening", "2026-10-12 18:59", "2026-10-12 18:59"],
  ["the evening waits for the morning", "2026-10-12 19:00", "2026-10-13 08:30"],
  ["the night as well", "2026-10-13 03:00", "2026-10-13 08:30"],
  ["the first minute of the morning", "2026-10-13 08:30", "2026-10-13 08:30"],
  ["Friday evening before a Saturday that is worked", "2026-10-09 20:00", "2026-10-10 08:30"],
  ["a make-up Saturday is a working day", "2026-10-10 11:00", "2026-10-10 11:00"],
  ["its evening waits for Monday", "2026-10-10 19:00", "2026-10-12 08:30"],
  ["a plain Saturday waits for Monday", "2026-10-17 10:00", "2026-10-19 08:30"],
  ["a holiday waits for its end", "2026-10-01 10:00", "2026-10-08 08:30"],
])("%s", (_what, asked, told) => {
  expect(say(nextLoudMoment(calendar, usual, at(asked)))).toBe(told);
});

test("an instant that is loud stays to the second", () => {
  const moment = new Date(at("2026-10-12 12:00").getTime() + 12_345);
  expect(nextLoudMoment(calendar, usual, moment)).toBe(moment);
});

test("a firm's quiet days come on top", () => {
  const quiet = { ...usual, days: [{ from: "2026-10-12", to: "2026-10-13" }] };
  expect(say(nextLoudMoment(calendar, quiet, at("2026-10-12 10:00")))).toBe("2026-10-14 08:30");
});

test("no quiet hours at all, and hours within a day", () => {
  const never = { from: 0, to: 0, restDays: false, days: [] };
  expect(say(nextLoudMoment(calendar, never, at("2026-10-17 03:00")))).toBe("2026-10-17 03:00");
  const noon = { from: 720, to: 810, restDays: false, days: [] };
  expect(say(nextLoudMoment(calendar, noon, at("2026-10-12 12:15")))).toBe("2026-10-12 13:30");
  expect(say(nextLoudMoment(calendar, noon, at("2026-10-12 13:30")))).toBe("2026-10-12 13:30");
});

test("all quiet days in a row end some day", () => {
  const quiet = { ...usual, days: [{ from: "2026-01-01", to: "2099-12-31" }] };
  expect(nextLoudMoment(calendar, quiet, at("2026-10-12 10:00")).getTime()).toBeLessThan(
    at("2027-03-01 00:00").getTime(),
  );
});

test("a daily message comes at its time, the next day once that is past, and never in quiet hours", () => {
  const digest = (asked: string, minute: number) => say(nextDigest(calendar, usual, minute, at(asked)));
  expect(digest("2026-10-12 08:00", 17 * 60)).toBe("2026-10-12 17:00");
  expect(digest("2026-10-12 17:00", 17 * 60)).toBe("2026-10-13 17:00");
  expect(digest("2026-10-16 18:00", 17 * 60)).toBe("2026-10-19 17:00");
  expect(digest("2026-10-12 12:00", 7 * 60)).toBe("2026-10-13 08:30");
});
