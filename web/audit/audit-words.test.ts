import { expect, test } from "vitest";
import { listSources } from "#test/sources.ts";
import { objectWords } from "#web/audit/audit-words.ts";
import { texts as chinese } from "#web/i18n/texts.zh-CN.ts";

const texts: Record<string, string> = {
  "audit.kind.matter": "事项",
  "audit.kind.file": "文件",
  "audit.kind.procedure": "一类事项",
  "consultation.name": "咨询",
};
const words = { say: (key: string) => texts[key] ?? "?", find: (key: string) => texts[key] };

test.each([
  ["matter:12", "事项 12"],
  ["file:3f2a91c0-5b1d-4c7e-9a53-0d1f2e3a4b5c", "文件 3f2a91c0"],
  ["procedure:consultation", "一类事项 咨询"],
  ["procedure:unknown", "一类事项 unknown"],
  ["", ""],
])("%s is read as %s", (object, read) => {
  expect(objectWords(words, object)).toBe(read);
});

test("every kind of record that a row can be about has its word", () => {
  const kinds = listSources(".ts")
    .filter(({ path }) => !path.endsWith(".test.ts") && !path.startsWith("web/"))
    .flatMap(({ text }) => text.split("\n").filter((line) => line.includes("about(")))
    .flatMap((line) => [...line.matchAll(/`([a-zA-Z]+):\$/g)].map(([, kind]) => String(kind)));
  expect(kinds).toContain("file");
  expect([...new Set(kinds)].filter((kind) => !(`audit.kind.${kind}` in chinese))).toEqual([]);
});
