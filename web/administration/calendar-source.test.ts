import { expect, it } from "vitest";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import type { Words } from "#web/i18n/index.ts";
import { calendarSource } from "#web/administration/calendar-source.ts";
import { texts } from "#web/i18n/texts.zh-CN.ts";

const t = ((key: keyof typeof texts) => texts[key]) as Words["t"];

it("names no package where the program brought a year along, and leaves what an administrator wrote", () => {
  for (const { source } of readCalendarSeed().years) {
    expect(calendarSource(t, source)).toMatch(/^国务院办公厅放假通知/);
  }
  expect(calendarSource(t, "国办发明电〔示例〕1 号")).toBe("国办发明电〔示例〕1 号");
});
