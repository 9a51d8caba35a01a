import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { plainLine, plainText } from "./text.ts";

const text = plainText({ min: 1, max: 10 });
const line = plainLine({ min: 2, max: 10 });
const codesOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error?.issues.map((issue) => (issue.code === "custom" ? issue.params?.["code"] : issue.code)) ?? [];
};

describe("text", () => {
  test.each([
    ["  施工噪声  ", "施工噪声"],
    ["　全角空格　", "全角空格"],
    ["一\r\n二\n\t三", "一\n二\n\t三"],
    ["a  b", "a  b"],
    ["e\u0301", "é"],
    ["\u202D0546\u202C", "0546"],
    ["\uFEFF表格", "表格"],
    ["👩‍🔧", "👩‍🔧"],
    ["'; drop table x; --".slice(0, 10), "'; drop ta"],
    ["<b>&amp;", "<b>&amp;"],
  ])("%j becomes %j", (given, kept) => {
    expect(text.parse(given)).toBe(kept);
  });

  test.each([
    ["", "required"],
    ["   \n ", "required"],
    ["\u200B\u200D\u3164", "required"],
    ["a\u0000b", "controlCharacters"],
    ["a\u001B[31mb", "controlCharacters"],
    ["a\rb", "controlCharacters"],
    ["a\u0085b", "controlCharacters"],
    ["a\uD800b", "brokenText"],
    ["\uDC00", "brokenText"],
    ["12345678901", "too_big"],
    [null, "invalid_type"],
    [17, "invalid_type"],
    [["a"], "invalid_type"],
    [undefined, "invalid_type"],
  ])("%j is refused: %s", (given, code) => {
    expect(codesOf(text, given)).toContain(code);
  });

  test("a rare character and an emoji count as one", () => {
    expect(text.parse("𠮷".repeat(10))).toHaveLength(20);
    expect(text.parse("😀".repeat(10))).toHaveLength(20);
    expect(codesOf(text, "𠮷".repeat(11))).toEqual(["too_big"]);
    expect(codesOf(line, "𠮷")).toEqual(["too_small"]);
  });

  test("may be empty where nothing is asked", () => {
    expect(plainText({ min: 0, max: 5 }).parse("  ")).toBe("");
  });

  test("is described with its length in characters", () => {
    expect(z.toJSONSchema(text)).toMatchObject({ type: "string", minLength: 1, maxLength: 10 });
  });
});

test("a line has no line ends and no tabs inside", () => {
  expect(line.parse("施工噪声\n")).toBe("施工噪声");
  for (const value of ["一\n二", "一\r\n二", "一\t二", "一\u2028二", "一\u2029二", "一\u0007二"]) {
    expect(codesOf(line, value)).toEqual(["controlCharacters"]);
  }
});

test("whatever is accepted is clean, short enough, and accepted again unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 14 }), (value) => {
      const parsed = text.safeParse(value);
      if (!parsed.success) return;
      expect(parsed.data).toBe(parsed.data.normalize("NFC").trim());
      expect(parsed.data.isWellFormed()).toBe(true);
      expect(Array.from(parsed.data).length).toBeLessThanOrEqual(10);
      expect(text.parse(parsed.data)).toBe(parsed.data);
    }),
    { numRuns: 500 },
  );
});
