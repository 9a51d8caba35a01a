import { expect, it, describe } from "vitest";
import { z } from "zod";
import { creditCode } from "#kernel/fields/credit-code.ts";
import { plainLine } from "#kernel/fields/text.ts";
import { zipOf } from "#server/files/test-samples.ts";
import { parseApart } from "./parse.ts";
import { interpret, readSheet } from "./read.ts";
import { defineSheet, SheetError } from "./sheet.ts";
import { book, type BookCell } from "#test/workbooks.ts";
import { writeSheet } from "./write.ts";

const firms = defineSheet({
  columns: [
    {
      key: "code",
      headings: { zh: "信用代码", en: "Credit code", also: ["统一社会信用代码"] },
      as: "code",
      field: creditCode,
      required: true,
    },
    {
      key: "name",
      headings: { zh: "名称", en: "Name" },
      as: "text",
      field: plainLine({ min: 2, max: 40 }),
      required: true,
    },
    { key: "since", headings: { zh: "成立日期", en: "Since" }, as: "day", field: z.string() },
    { key: "capital", headings: { zh: "注册资本", en: "Capital" }, as: "wan", field: z.number() },
    {
      key: "size",
      headings: { zh: "规模", en: "Size" },
      as: { choices: { SMALL: ["小型", "小"], LARGE: ["大型", "大"] } },
      field: z.enum(["SMALL", "LARGE"]),
    },
  ],
});
const good = "91350100M000100Y43";
const headings = ["信用代码", "名称", "成立日期", "注册资本", "规模"];

/** As the parser gives it; `readWhole` goes through a real workbook. */
const read = (rows: readonly (readonly BookCell[])[]) => interpret({ rows, merges: [] }, firms);
const readWhole = async (rows: readonly (readonly BookCell[])[], merges: readonly string[]) =>
  readSheet(await book(rows, { merges }), firms);
const refusal = async (reading: Promise<unknown>) =>
  reading.then(
    () => "read",
    (error: unknown) => (error instanceof SheetError ? `${error.code} ${error.names.join(",")}`.trim() : error),
  );
/** What one cell below `heading` becomes. */
async function cell(heading: string, value: BookCell) {
  const at = headings.findIndex((one) => heading.startsWith(one));
  const row = [good, "甲公司", null, null, null].map((one, index) => (index === at ? value : one));
  const found = await read([headings.map((one, index) => (index === at ? heading : one)), row]);
  const key = firms.columns[at]?.key ?? "name";
  return found.rows[0]?.issues[0]?.code ?? found.rows[0]?.values[key];
}

describe("headings", () => {
  it("are found below merged titles and blank rows, in any order, by synonyms, with stars and remarks", async () => {
    const found = await readWhole(
      [
        ["东营市企业名单", null, null, null],
        [],
        ["填报单位：某某局", null, null, null],
        ["* 名称", "注册资本（亿元）", "统一社会信用代码", "备注"],
        ["甲公司", "1.2", good, { day: "2026-03-05" }],
      ],
      ["A1:D1", "A3:D3"],
    );
    expect(found).toMatchObject({
      headingRow: 4,
      columns: ["name", "capital", "code"],
      unknown: ["备注"],
      dropped: [],
    });
    expect(found.rows).toEqual([
      {
        row: 5,
        cells: { name: "甲公司", capital: "1.2", code: good },
        values: { code: good, name: "甲公司", since: null, capital: 12_000, size: null },
        issues: [],
      },
    ]);
  });

  it("of religion, origin, party, petitions are dropped and told, and nothing below them is kept", async () => {
    const found = await read([
      [...headings, "民族", "政治面貌", "宗教信仰", "信访情况"],
      [good, "甲公司", null, null, null, "汉族", "党员", "无", "两次"],
    ]);
    expect(found.dropped).toEqual(["民族", "政治面貌", "宗教信仰", "信访情况"]);
    expect(JSON.stringify(found.rows)).not.toMatch(/汉族|党员|两次/);
  });

  it("that nobody knows, that lack what is needed, that stand there twice are refused with their names", async () => {
    expect(
      await refusal(
        read([
          ["甲", "乙", "丙"],
          ["1", "2", "3"],
        ]),
      ),
    ).toBe("sheet-no-headings");
    expect(
      await refusal(
        read([
          ["名称", "规模"],
          ["甲公司", "小"],
        ]),
      ),
    ).toBe("sheet-missing-columns 信用代码");
    expect(
      await refusal(
        read([
          ["名称", "信用代码", "Name"],
          ["甲公司", good, "乙"],
        ]),
      ),
    ).toBe("sheet-column-twice 名称");
  });

  it("in the eleventh row are too late", async () => {
    const title = Array.from({ length: 10 }, (_, at) => [`第 ${at} 行说明`]);
    expect(await refusal(read([...title, headings, [good, "甲公司"]]))).toBe("sheet-no-headings");
  });
});

describe("cells", () => {
  it("with full-width digits, spaces and marks become plain", async () => {
    expect(await cell("信用代码", "９１３５０１００Ｍ０００１００Ｙ４３")).toBe(good);
    expect(await cell("信用代码", " 91350100 m000100y43\u202c")).toBe(good);
    expect(await cell("名称", "  甲公司\ufeff ")).toBe("甲公司");
  });

  it.each([
    ["2026年3月5日", "2026-03-05"],
    ["2026/3/5", "2026-03-05"],
    ["2026.3.5", "2026-03-05"],
    ["２０２６－０３－０５", "2026-03-05"],
    ["20260305", "2026-03-05"],
    [46_086, "2026-03-05"],
    ["46086", "2026-03-05"],
    [{ day: "2026-03-05" }, "2026-03-05"],
    ["2026-02-29", "cellNotADay"],
    ["三月五日", "cellNotADay"],
    [12, "cellNotADay"],
  ] as const)("day %j", async (written, expected) => {
    expect(await cell("成立日期", written)).toBe(expected);
  });

  it.each([
    [12_500, 12_500],
    ["12,500", 12_500],
    ["１２５００万元", 12_500],
    ["1.25亿", 12_500],
    ["1.25 亿元", 12_500],
    ["125000000元", 12_500],
    ["￥12,500.5", 12_500.5],
    [-3, "cellNotAnAmount"],
    ["约一亿", "cellNotAnAmount"],
    ["1,25", "cellNotAnAmount"],
    ["99999999999", "cellNotAnAmount"],
  ] as const)("amount %j", async (written, expected) => {
    expect(await cell("注册资本（万元）", written)).toBe(expected);
  });

  it("the heading's unit counts where the cell names none", async () => {
    expect(await cell("注册资本(元)", 125_000_000)).toBe(12_500);
    expect(await cell("注册资本(亿元)", "12500万")).toBe(12_500);
  });

  it("that are wrong are told one by one, with what their field wants", async () => {
    expect(await cell("规模", "中型")).toBe("notAChoice");
    expect(await cell("规模", "大型")).toBe("LARGE");
    expect(await cell("名称", "x".repeat(41))).toBe("tooLong");
    expect(await cell("名称", null)).toBe("required");
    expect(await cell("信用代码", "91350100M000100Y44")).toBe("creditCode");
    expect(await cell("信用代码", 9.135e17)).toBe("cellDigitsLost");
    expect(await cell("注册资本", "#REF!")).toBe("cellFormulaFailed");
  });

  it("that are merged inside the table are wrong, each of them; empty rows and the sum below are none", async () => {
    const found = await readWhole(
      [headings, [good, "甲公司", null, 1], [good, null, null, 2], [], [null, "  "], ["合计", null, null, 3]],
      ["B2:B3"],
    );
    expect(found.rows.map(({ row, issues }) => [row, issues])).toEqual([
      [2, [{ column: "name", code: "cellMerged" }]],
      [3, [{ column: "name", code: "cellMerged" }]],
    ]);
  });
});

describe("a workbook as other programs write it", () => {
  const rows = [headings, [good, "甲公司", { day: "2026-03-05" }, 12, "大型"]] as const;
  const edited = async (edit: (part: string, text: string) => string) =>
    (await readSheet(await book(rows, { edit }), firms)).rows;

  it("with a formula that failed is told, not read as an empty cell", async () => {
    const [row] = await edited((part, text) =>
      part.startsWith("xl/worksheets/")
        ? text.replace(/<c r="D2"[^>]*>.*?<\/c>/, '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
        : text,
    );
    expect(row?.issues).toEqual([{ column: "capital", code: "cellFormulaFailed" }]);
    expect(row?.cells.capital).toBe("#DIV/0!");
  });

  it.each(["1", "true"])("whose days begin in 1904, said by %s, has the days that its writer saw", async (said) => {
    const [row] = await edited((part, text) =>
      part === "xl/workbook.xml"
        ? text.replace(/<workbookPr[^>]*>/, "").replace(/(<workbook[^>]*>)/, `$1<workbookPr date1904="${said}"/>`)
        : text,
    );
    // The same number means a day four years and a day later there.
    expect(row?.values.since).toBe("2030-03-06");
  });

  it("whose first sheet is hidden is read from the first that its sender saw", async () => {
    const edit = (part: string, text: string) => {
      if (part === "xl/workbook.xml")
        return text.replace(/<sheet /, '<sheet name="旧" sheetId="99" state="veryHidden" r:id="rId99"/><sheet ');
      return part === "xl/_rels/workbook.xml.rels"
        ? text.replace(
            "</Relationships>",
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/old.xml"/></Relationships>',
          )
        : text;
    };
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const old = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${cell("A1", "信用代码")}${cell("B1", "名称")}</row><row r="2">${cell("A2", good)}${cell("B2", "旧公司")}</row></sheetData></worksheet>`;
    const content = await book(rows, { edit, extra: { "xl/worksheets/old.xml": old } });
    expect((await readSheet(content, firms)).rows.map(({ values }) => values.name)).toEqual(["甲公司"]);
  });

  it("with an amount that a formula made is as its sender saw it", async () => {
    expect(await cell("注册资本（万元）", 1.1 * 3)).toBe(3.3);
    expect((await read([headings, [good, "甲公司", null, 0.1 + 0.2]])).rows[0]?.cells.capital).toBe("0.3");
  });
});

describe("a workbook is refused", () => {
  it("without a row below the headings", async () => {
    expect(await refusal(read([headings]))).toBe("sheet-empty");
    expect(await refusal(read([headings, [], [null, " "]]))).toBe("sheet-empty");
  });

  it("with 200 columns", async () => {
    const wide = Array.from({ length: 200 }, (_, at) => headings[at] ?? `列${at}`);
    expect(await refusal(readWhole([wide, wide], []))).toBe("sheet-too-many-columns");
  });

  it("with a cell at the far end, before anything lays out the rows in between", async () => {
    const far = await book([headings, [good, "甲公司"]], { far: "B1048576" });
    expect(await refusal(readSheet(far, firms))).toBe("sheet-too-many-rows");
  });

  it("that is a bomb: a part that swells, or many that add up", async () => {
    const bomb = await book([headings, [good, "甲公司"]], { padding: 64 * 1024 * 1024 });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusal(readSheet(bomb, firms))).toBe("sheet-too-large");
  });

  it("that unfolds entities", async () => {
    const evil = await book([headings, [good, "甲公司"]], { doctype: true });
    expect(await refusal(readSheet(evil, firms))).toBe("sheet-damaged");
  });

  it("with macros, whatever they are called", async () => {
    const part = await book([headings, [good, "甲公司"]], { extra: { "xl/vbaProject.bin": "x" } });
    expect(await refusal(readSheet(part, firms))).toBe("sheet-has-macros");
    const type = await book([headings, [good, "甲公司"]], { macroType: true });
    expect(await refusal(readSheet(type, firms))).toBe("sheet-has-macros");
  });

  it("that is something else: text under its name, an empty package, a torn one", async () => {
    expect(await refusal(readSheet(Buffer.from("名称,信用代码\n甲公司,1\n"), firms))).toBe("sheet-not-xlsx");
    expect(await refusal(readSheet(zipOf({ "a.txt": "x" }), firms))).toBe("sheet-not-xlsx");
    const whole = await book([headings, [good, "甲公司"]]);
    expect(await refusal(readSheet(whole.subarray(0, whole.length - 40), firms))).toBe("sheet-damaged");
    expect(await refusal(readSheet(Buffer.alloc(0), firms))).toBe("sheet-not-xlsx");
  });
});

describe("what is written", () => {
  const rows = [
    ["=1+1", "+86 10", "-x", "@a"],
    ["\tx", " =1", "12", "plain"],
    ["＝1+1", "＋86", "－x", " ＠a"],
  ];

  it("is no formula, comes back as it was, and says so in a demo", async () => {
    const columns = ["甲", "乙", "丙", "丁"].map((heading) => ({ heading }));
    const content = await writeSheet({ name: "a/b:c", columns, rows }, { demo: true, locale: "zh" });
    const { rows: back } = await parseApart(content);
    expect(back[0]?.[0]).toBe("示例数据，不含真实人员与企业");
    expect(
      back
        .slice(2)
        .flat()
        .filter((one) => /^\s*[=+\-@＝＋－＠\t]/.test(typeof one === "string" ? one : "")),
    ).toEqual([]);
    const sheet = defineSheet({
      columns: ["甲", "乙", "丙", "丁"].map((zh, at) => ({
        key: `c${at}`,
        headings: { zh, en: zh },
        as: "text" as const,
        field: plainLine({ min: 0, max: 99 }),
      })),
    });
    const found = await readSheet(content, sheet);
    expect(found.rows.map(({ values }) => Object.values(values))).toEqual([
      ["=1+1", "+86 10", "-x", "@a"],
      ["x", "=1", "12", "plain"],
      ["＝1+1", "＋86", "－x", "＠a"],
    ]);
  });
});
