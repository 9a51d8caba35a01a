import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import en from "./messages.en.json";
import zh from "./messages.zh-CN.json";
import { fen, formatYuan, parseYuan } from "./money.ts";
import { maskName, personName } from "./person-name.ts";

describe("names of persons", () => {
  test.each([
    ["张三", "张三"],
    [" 张 三 ", "张三"],
    ["张　三", "张三"],
    ["欧阳修文", "欧阳修文"],
    ["𠮷田𬭎", "𠮷田𬭎"],
    ["㛃䶮", "㛃䶮"],
    ["阿卜杜·热合曼", "阿卜杜·热合曼"],
    ["阿卜杜•热合曼", "阿卜杜·热合曼"],
    ["阿卜杜 ・ 热合曼", "阿卜杜·热合曼"],
    ["John  Smith", "John Smith"],
    ["Zoë O’Brien-Łuczak", "Zoë O’Brien-Łuczak"],
  ])("%j is kept as %j", (given, kept) => {
    expect(personName.parse(given)).toBe(kept);
  });

  test.each([
    "",
    "张",
    "A",
    "张3",
    "张三 Smith",
    "·张三",
    "张三·",
    "阿··曼",
    "张\n三\u0000",
    "张\u200B三",
    "张😀",
    "=cmd()",
    "<b>张三</b>",
    "王".repeat(31),
    "a".repeat(61),
    "张\uD842",
  ])("%j is none", (given) => {
    expect(personName.safeParse(given).success).toBe(false);
  });

  test("are masked by their first character, whatever their length", () => {
    expect(maskName("张三")).toBe("张*");
    expect(maskName("欧阳修文")).toBe("欧*");
    expect(maskName("𠮷田")).toBe("𠮷*");
    expect(maskName("")).toBe("*");
  });
});

describe("money", () => {
  test("is whole fen", () => {
    expect(fen.parse(123_450)).toBe(123_450);
    for (const value of [-1, 0.5, Number.NaN, Infinity, 2 ** 60, 1_000_000_000_000_001, "5", null]) {
      expect(fen.safeParse(value).success).toBe(false);
    }
  });

  test.each([
    ["1234.5", 123_450],
    ["1,234.50", 123_450],
    ["￥ 1,234.50", 123_450],
    ["¥0.07", 7],
    ["0", 0],
    ["10000000000000", 1_000_000_000_000_000],
    ["１２．５", 1250],
  ])("%s yuan are %d fen", (typed, amount) => {
    expect(parseYuan(typed)).toBe(amount);
  });

  test.each(["", "-1", "1.234", "1,23", "12,345,6", "1e3", "0x10", ".5", "5.", "一百", "10000000000000.01", "1 2"])(
    "%j is no amount",
    (typed) => {
      expect(parseYuan(typed)).toBeUndefined();
    },
  );

  test("is written and read back without loss", () => {
    expect(formatYuan(123_456_789)).toBe("1,234,567.89");
    expect(formatYuan(7)).toBe("0.07");
    expect(formatYuan(-100_000)).toBe("-1,000.00");
    expect(() => formatYuan(0.5)).toThrow(RangeError);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000_000 }), (amount) => {
        expect(parseYuan(formatYuan(amount))).toBe(amount);
      }),
    );
  });
});

test("both languages have the same texts", () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh));
});
