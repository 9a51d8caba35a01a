import { describe, expect, test } from "vitest";
import { personas } from "#capabilities/demo/personas.ts";
import { errorStatus } from "#kernel/errors.ts";
import { capacities } from "#kernel/procedure.ts";
import { projectStage } from "#directory/contract.ts";
import { listSources } from "#test/sources.ts";
import { operations } from "#web/operations.ts";
import { texts as english } from "#web/i18n/texts.en.ts";
import { texts as chinese } from "#web/i18n/texts.zh-CN.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => String(name)).toSorted();

describe("every text", () => {
  const pairs = Object.entries(chinese).map(([key, zh]) => ({
    key,
    zh,
    en: (english as Record<string, string>)[key] ?? "",
  }));

  test("stands in both languages, and nowhere else", () => {
    expect(Object.keys(english).toSorted()).toEqual(Object.keys(chinese).toSorted());
  });

  test("stands once in its file: the later of two would silently win", () => {
    const twice = listSources("messages.zh-CN.json", "messages.en.json").flatMap(({ path, text }) => {
      const keys = [...text.matchAll(/^\s*"([^"]+)":/gm)].map(([, key]) => key);
      return keys.filter((key, at) => keys.indexOf(key) < at).map((key) => `${path}: ${key}`);
    });
    expect(twice).toEqual([]);
  });

  test("fills in the same things in both languages", () => {
    // A singular need not name its number.
    const plain = pairs.filter(({ key }) => !key.endsWith("_one"));
    expect(plain.filter(({ zh, en }) => placeholders(zh).join() !== placeholders(en).join())).toEqual([]);
  });

  test("is written: no empty ones, no Chinese on the English page but a language and a plate", () => {
    expect(pairs.filter(({ zh, en }) => zh.trim() === "" || en.trim() === "")).toEqual([]);
    const han = pairs.filter(({ key, en }) => /\p{Script=Han}/u.test(en) && !/^(app\.language|issue\.plate)/.test(key));
    expect(han.map(({ key }) => key)).toEqual([]);
  });

  test("that counts things in English knows one of them", () => {
    // Told of a full officer only: he never has one.
    const never = /^issue\.officerFull$/;
    const plural = /\{\{count\}\} (?:(?!is|was|has|this|as)[a-z]+ ){0,2}?(?!is\b|was\b|has\b|this\b|as\b)[a-z]+s\b/;
    const counting = pairs.filter(({ key, en }) => !/_(one|other)$/.test(key) && plural.test(en) && !never.test(key));
    expect(counting.map(({ key, en }) => `${key}: ${en}`)).toEqual([]);
    expect(plural.test("{{count}} earlier matters")).toBe(true);
  });

  test("has its plural partner", () => {
    const one = pairs.filter(({ key }) => key.endsWith("_one")).map(({ key }) => key.slice(0, -4));
    const other = pairs.filter(({ key }) => key.endsWith("_other")).map(({ key }) => key.slice(0, -6));
    expect(one.toSorted()).toEqual(other.toSorted());
  });
});

describe.each([
  ["zh-CN", chinese],
  ["en", english],
] as const)("in %s", (_locale, texts) => {
  const known = new Set(Object.keys(texts));
  test.each([
    ["error", [...Object.keys(errorStatus), "network"]],
    ["capacity", capacities],
    // Else the audit page says of it that it cannot be shown.
    ["audit.op", Object.keys(operations)],
    ["stage", projectStage.options],
    ["persona", personas.flatMap((one) => [one.part, `${one.part}.name`])],
    [
      "duty",
      ["a", "b", "sponsor", "specialist", "specialists", "desk", "chief", "office", "leader", "self", "members"],
    ],
    ["why", ["asked", "officerOfProject", "wasAsked", "party", "inCharge"]],
    ["reason", ["notInThisState", "taskNotOpen", "childrenOpen", "nobodyHolds", "nothingToPublish", "closed"]],
    [
      "issue",
      [
        "required",
        "choose",
        "tooShort",
        "tooLong",
        "tooSmall",
        "tooBig",
        "wrongType",
        "notAChoice",
        "malformed",
        "unknownField",
      ],
    ],
  ])("%s has all its texts", (prefix, names) => {
    expect(names.filter((name) => !known.has(`${prefix}.${name}`))).toEqual([]);
  });
});
