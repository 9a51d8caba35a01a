import { describe, expect, it } from "vitest";
import {
  type AskDraft,
  chosenProject,
  complaintsOf,
  emptyDraft,
  findGroupToMend,
  groupOf,
  openingOf,
  reviveDraft,
} from "./ask-draft.ts";

const good: AskDraft = {
  ...emptyDraft,
  projectId: 3,
  topic: "traffic",
  title: "大件运输夜间通行",
  text: "周五有大件进场，想问夜间通行怎么办手续。",
};
const pathsOf = (draft: AskDraft) => complaintsOf(draft).map((issue) => [issue.path, issue.code]);

describe("complaintsOf", () => {
  it("lets a whole draft pass, also with rare characters", () => {
    expect(complaintsOf(good)).toEqual([]);
    expect(complaintsOf({ ...good, title: "𠮷野家 👍", projectId: null })).toEqual([]);
  });

  it("names what an empty draft lacks by the page's fields", () => {
    expect(pathsOf(emptyDraft)).toEqual([
      ["topic", "choose"],
      ["title", "required"],
      ["text", "required"],
    ]);
  });

  it("counts characters as people do", () => {
    expect(pathsOf({ ...good, title: "𠮷" })).toEqual([["title", "tooShort"]]);
    expect(complaintsOf({ ...good, title: "𠮷".repeat(60) })).toEqual([]);
    expect(pathsOf({ ...good, title: "𠮷".repeat(61) })).toEqual([["title", "tooLong"]]);
    expect(pathsOf({ ...good, text: "字".repeat(2001) })).toEqual([["text", "tooLong"]]);
  });

  it("refuses what cannot be seen", () => {
    expect(pathsOf({ ...good, title: "​​ " })).toEqual([["title", "required"]]);
  });
});

describe("the group that has to be mended", () => {
  it("is the first one with a complaint", () => {
    expect(findGroupToMend(complaintsOf(emptyDraft))).toBe("about");
    expect(findGroupToMend(complaintsOf({ ...good, text: "" }))).toBe("question");
    expect(findGroupToMend([])).toBeUndefined();
  });

  it("is found for the server's paths too", () => {
    expect(groupOf("form.question.text")).toBe("question");
    expect(groupOf("files.2")).toBe("question");
    expect(groupOf("projectId")).toBe("about");
    expect(groupOf("procedure")).toBe("check");
  });
});

describe("openingOf", () => {
  it("sends exactly what was written, without the draft's key", () => {
    expect(openingOf({ ...good, private: true, urgency: "soon", key: "k" })).toEqual({
      procedure: "consultation",
      projectId: 3,
      title: good.title,
      topic: "traffic",
      private: true,
      form: { question: { text: good.text, urgency: "soon", tradeSecret: false } },
      files: [],
    });
  });
});

it("sends an appeal under its own section", () => {
  const { procedure, form } = openingOf({ ...good, kind: "appeal" });
  expect({ procedure, form }).toEqual({
    procedure: "appeal",
    form: { demand: { text: good.text, urgency: "normal", tradeSecret: false } },
  });
  expect(pathsOf({ ...good, kind: "appeal", text: "短" })).toEqual([["text", "tooShort"]]);
  expect(groupOf("form.demand.text")).toBe("question");
});

describe("reviveDraft", () => {
  it("gives back what was kept", () => {
    expect(reviveDraft(JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it("refuses what another page kept", () => {
    expect(reviveDraft({ title: "x" })).toBeUndefined();
    expect(reviveDraft("text")).toBeUndefined();
  });
});

describe("chosenProject", () => {
  it.each<[number | null | undefined, number, number | undefined, number | null, string]>([
    [5, Number.NaN, undefined, 5, "chosen here"],
    [undefined, 7, 5, 7, "named by the link"],
    [undefined, Number.NaN, 5, 5, "looked at last"],
    [undefined, Number.NaN, undefined, 3, "else the first"],
    [null, 7, 5, null, "none was wanted"],
    [99, 98, undefined, 3, "not among his"],
  ])("chosen %s, linked %s, remembered %s: %s, %s", (chosen, linked, remembered, expected) => {
    expect(chosenProject(chosen, [3, 5, 7], linked, remembered)).toBe(expected);
  });

  it("is null without projects", () => {
    expect(chosenProject(undefined, [], 3, 3)).toBeNull();
  });
});
