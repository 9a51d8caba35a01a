import { describe, expect, it } from "vitest";
import { excerpt, normal, wordsOf } from "./words.ts";

describe("the words of a question", () => {
  it.each([
    ["渣土车 北门", ["渣土车", "北门"]],
    ["  渣土车　渣土车 ", ["渣土车"]],
    ["ＺＸ-370522", ["zx-370522"]],
    ["𠮷林 😀", ["𠮷林", "😀"]],
  ])("of %j", (question, words) => {
    expect(wordsOf(question)).toEqual(words);
  });
});

describe("an excerpt", () => {
  const long = `${"前".repeat(60)}渣土车走北门${"后".repeat(120)}`;

  it("shows the first word with a little around it", () => {
    const shown = excerpt(long, ["北门"]) ?? "";
    expect(shown).toMatch(/^…前+渣土车走北门后+…$/);
    expect(shown.length).toBeLessThan(80);
  });

  it("cuts no character in two", () => {
    const shown = excerpt(`${"𠮷".repeat(40)}北门${"𠮷".repeat(40)}`, ["北门"]) ?? "";
    expect(shown).toContain("北门");
    expect(shown.isWellFormed()).toBe(true);
  });

  it("shows the beginning where composing changes the length", () => {
    expect(excerpt("㍿の工地 北门", ["北门"])).toContain("北门");
  });

  it("is none where no word stands", () => {
    expect(excerpt(long, ["南门"])).toBeNull();
  });

  it("takes full width for half width", () => {
    expect(normal("ＡＢＣ１２")).toBe("abc12");
  });
});
