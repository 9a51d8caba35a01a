import { describe, expect, it } from "vitest";
import { maxCalendarBytes, readCalendarFile } from "./calendar-file.ts";
import { readNotice } from "./calendar-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const days = [
  { day: "2027-01-01", kind: "rest", name: "元旦" },
  { day: "2027-02-06", kind: "work", name: "春节" },
];
/** What the form makes of a file. */
function taken(file: Uint8Array) {
  const read = readCalendarFile(file);
  if ("fault" in read) return read.fault;
  return { year: read.year, ...readNotice(read.text, read.year ?? 0) };
}
const good = { year: 2027, days, faults: [] };

describe("a year's calendar in a file", () => {
  it("is a table as text, with or without headings, quotes and a byte order mark", () => {
    expect(taken(bytes("日期,类型,名称\r\n2027-01-01,休,元旦\r\n2027-02-06,班,春节\r\n"))).toEqual(good);
    expect(taken(bytes('\ufeff"date","kind","name"\n"2027-01-01","rest","元旦"\n"2027/2/6","work","春节"'))).toEqual(
      good,
    );
    expect(taken(bytes("2027年1月1日\t放假\t元旦\n\n2027年2月6日\t上班\t春节\n"))).toEqual(good);
  });

  it("is a table in GB 18030, as spreadsheets here write it", () => {
    // 2027-01-01,休,元旦 / 2027-02-06,班,春节
    const gb = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
    const line = (day: string, kind: string, name: string) =>
      Buffer.concat([Buffer.from(`${day},`), gb(kind), Buffer.from(","), gb(name), Buffer.from("\r\n")]);
    expect(
      taken(Buffer.concat([line("2027-01-01", "d0dd", "d4aab5a9"), line("2027-02-06", "b0e0", "b4babdda")])),
    ).toEqual(good);
  });

  it("is a list in JSON, by itself or below `days`", () => {
    const list = [
      { date: "2027-01-01", isOffDay: true, name: "元旦" },
      { date: "2027-02-06", isOffDay: false, name: "春节" },
    ];
    expect(taken(bytes(JSON.stringify({ year: 2027, papers: [], days: list })))).toEqual(good);
    expect(taken(bytes(JSON.stringify(days)))).toEqual(good);
  });

  it("is a calendar file, a day for each day of an entry, its end not among them", () => {
    const event = (from: string, to: string | null, summary: string) =>
      `BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${from}\r\n${to === null ? "" : `DTEND;VALUE=DATE:${to}\r\n`}SUMMARY:${summary}\r\nEND:VEVENT\r\n`;
    const calendar = `BEGIN:VCALENDAR\r\n${event("20270101", "20270102", "元旦放假")}${event("20270206", null, "春节补班")}${event("20271001", "20271003", "国庆节 休")}END:VCALENDAR\r\n`;
    expect(taken(bytes(calendar))).toEqual({
      year: 2027,
      // The second of October is a Saturday, which rests anyhow.
      days: [...days, { day: "2027-10-01", kind: "rest", name: "国庆节" }],
      faults: [],
    });
  });

  it("names its wrong lines as a pasted notice does, and never leaves one out in silence", () => {
    expect(taken(bytes("日期,类型\n2027-01-01,休\n下周一,休\n2027-02-30,休\n2027-01-04,"))).toMatchObject({
      faults: [
        { line: 2, code: "noDay" },
        { line: 3, code: "noDay" },
        { line: 4, code: "noKind" },
      ],
    });
  });

  it.each([
    ["a workbook, whatever its name", Uint8Array.from([0x50, 0x4b, 3, 4]), "workbook"],
    ["an old workbook", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]), "workbook"],
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0]), "notText"],
    ["too much", new Uint8Array(maxCalendarBytes + 1).fill(0x20), "tooLarge"],
    ["nothing", new Uint8Array(0), "noDays"],
    ["another text", bytes("放假安排见附件"), "noDays"],
    ["broken JSON", bytes('[{"date": "2027-01-01"'), "badJson"],
    ["another JSON", bytes('{"year": 2027}'), "badJson"],
    ["a calendar without entries", bytes("BEGIN:VCALENDAR\nEND:VCALENDAR"), "noDays"],
  ])("is refused in words: %s", (_, file, fault) => {
    expect(taken(file)).toBe(fault);
  });
});
