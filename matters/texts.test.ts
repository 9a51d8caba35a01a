import { expect, test } from "vitest";
import { procedures } from "#capabilities/index.ts";
import { readFileSync } from "node:fs";
import { textFaults } from "#test/fixture/procedure-texts.ts";
import { relay } from "#test/fixture/relay/procedure.ts";

/** A capability's folder is named like its procedure, unless it has more to it than that. */
const named: Readonly<Record<string, string>> = {
  stageItem: "projects",
  returnVisit: "return-visits",
  rightsRequest: "rights",
};
const folders = [
  ...procedures.map((procedure) => ({ procedure, folder: `../capabilities/${named[procedure.id] ?? procedure.id}` })),
  { procedure: relay, folder: "../test/fixture/relay" },
];
const read = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<string, string>;

test.each(folders)("$procedure.id speaks both languages", ({ procedure, folder }) => {
  const messages = { "zh-CN": read(`${folder}/messages.zh-CN.json`), en: read(`${folder}/messages.en.json`) };
  expect(textFaults(procedure, messages)).toEqual([]);
});

test("a missing text, an empty one and a forgotten one are found", () => {
  const { name: _name, ...rest } = read("../test/fixture/relay/messages.en.json");
  const texts = { ...rest, "state.DRAWN": " ", "state.GONE": "Gone", "outcome.SOLVED": "" };
  expect(textFaults(relay, { en: texts })).toEqual([
    "en: name is missing",
    "en: state.DRAWN is missing",
    "en: outcome.SOLVED is missing",
    "en: state.GONE is asked for by nothing",
  ]);
});
