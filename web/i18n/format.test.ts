import { expect, test } from "vitest";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import {
  formatDate,
  formatDay,
  formatDue,
  formatDuration,
  formatLabelled,
  formatList,
  formatMoment,
} from "./format.ts";

const now = shanghaiMoment("2025-04-02", "23:30");

test.each([
  ["2025-04-03", "09:30", "明天 09:30", "tomorrow 09:30"],
  ["2025-04-02", "10:12", "今天 10:12", "today 10:12"],
  ["2025-04-01", "00:00", "昨天 00:00", "yesterday 00:00"],
  ["2025-04-10", "09:30", "4月10日 周四 09:30", "Thu 10 Apr 09:30"],
  ["2025-12-31", "24:00", "2026年1月1日 周四 00:00", "Thu 1 Jan 2026 00:00"],
  ["2024-02-29", "18:05", "2024年2月29日 周四 18:05", "Thu 29 Feb 2024 18:05"],
  ["2025-09-21", "08:30", "9月21日 周日 08:30", "Sun 21 Sep 08:30"],
])("%s %s is said as %s, %s", (day, time, zh, en) => {
  const at = shanghaiMoment(day, time);
  expect(formatMoment(at, now, "zh-CN")).toBe(zh);
  expect(formatMoment(at, now, "en")).toBe(en);
});

test("the day is that of Shanghai, not of the device or of UTC", () => {
  expect(formatMoment(new Date("2025-04-02T16:30:00Z"), now, "zh-CN")).toBe("明天 00:30");
  expect(formatMoment(new Date("2025-04-02T15:59:59Z"), now, "zh-CN")).toBe("今天 23:59");
});

test("a limit that ends at midnight ends the day before", () => {
  expect(formatDue(shanghaiMoment("2025-04-03", "24:00"), now, "zh-CN")).toBe("明天 24:00");
  expect(formatDue(shanghaiMoment("2025-12-31", "24:00"), now, "zh-CN")).toBe("12月31日 周三 24:00");
  expect(formatDue(shanghaiMoment("2025-12-31", "24:00"), now, "en")).toBe("Wed 31 Dec 24:00");
  expect(formatDue(shanghaiMoment("2025-04-10", "09:30"), now, "zh-CN")).toBe("4月10日 周四 09:30");
});

test("days", () => {
  expect(formatDay("2025-04-02", now, "zh-CN")).toBe("今天");
  expect(formatDay("2025-05-01", now, "zh-CN")).toBe("5月1日 周四");
  expect(formatDay("2026-04-03", now, "en")).toBe("Fri 3 Apr 2026");
  expect(formatDate("2025-04-03", "zh-CN")).toBe("2025年4月3日");
  expect(formatDate("2025-04-03", "en")).toBe("3 April 2025");
  expect(formatDate("1949-10-01", "zh-CN")).toBe("1949年10月1日");
  for (const day of ["2025-02-30", "", "2025-4-3"]) {
    expect(() => formatDay(day, now, "zh-CN")).toThrow(RangeError);
    expect(() => formatDate(day, "zh-CN")).toThrow(RangeError);
  }
});

test.each([
  [0, "0 分", "0 min"],
  [1, "1 分", "1 min"],
  [25, "25 分", "25 min"],
  [60, "1 小时", "1 h"],
  [130, "2 小时 10 分", "2 h 10 min"],
  [449, "7 小时 29 分", "7 h 29 min"],
  [450, "1 天", "1 day"],
  [475, "1 天", "1 day"],
  [630, "1 天 3 小时", "1 day 3 h"],
  [4500, "10 天", "10 days"],
  [59.9, "59 分", "59 min"],
])("%d working minutes are %s, %s", (minutes, zh, en) => {
  expect(formatDuration(minutes, "zh-CN")).toBe(zh);
  expect(formatDuration(minutes, "en")).toBe(en);
});

test("clock time has days of 24 hours", () => {
  expect(formatDuration(1439, "zh-CN", "elapsed")).toBe("23 小时 59 分");
  expect(formatDuration(1440 + 120, "zh-CN", "elapsed")).toBe("1 天 2 小时");
  expect(formatDuration(2880, "en", "elapsed")).toBe("2 days");
});

test("parts and labels stand as each language writes them", () => {
  expect(formatList(["甲", "乙"], "zh-CN")).toBe("甲、乙");
  expect(formatList(["A", "B", "C"], "en")).toBe("A, B, C");
  expect(formatList([], "en")).toBe("");
  expect(formatLabelled("电话", "不对", "zh-CN")).toBe("电话：不对");
  expect(formatLabelled("Telephone", "wrong", "en")).toBe("Telephone: wrong");
  expect(formatLabelled(undefined, "wrong", "en")).toBe("wrong");
});
