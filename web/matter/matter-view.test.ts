import { describe, expect, test } from "vitest";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { entryLines, minuteWords } from "#web/matter/entry-lines.ts";
import {
  byDay,
  type Entry,
  findSuggestion,
  isEnding,
  isInternal,
  lastSeq,
  stepChoices,
} from "#web/matter/matter-view.ts";
import { findProcedure } from "#web/procedures.ts";

const entry = (part: Partial<Entry>): Entry => ({
  seq: 1,
  at: "2026-10-09T08:00:00.000Z",
  kind: "step",
  name: "answer",
  audience: "shared",
  actor: "李警官",
  capacity: "handler",
  mine: false,
  fromState: null,
  toState: null,
  form: {},
  masked: [],
  files: [],
  ...part,
});

describe("what can be done", () => {
  const procedure = findProcedure("consultation");

  test("has one main step, others, and blocked ones with their reason", () => {
    const steps = [
      { id: "acknowledge", blockedBy: null },
      { id: "answer", blockedBy: null },
      { id: "askSpecialist", blockedBy: "specialistAsked" },
    ];
    expect(stepChoices(procedure, steps)).toEqual({
      primary: "answer",
      others: ["acknowledge"],
      blocked: [{ step: "askSpecialist", reason: "specialistAsked" }],
    });
  });

  test("has no main step while that one is blocked", () => {
    const steps = [{ id: "answer", blockedBy: "needsSpecialist" }];
    expect(stepChoices(procedure, steps)).toMatchObject({ primary: undefined, others: [] });
  });

  test("works with a procedure that this page does not know yet", () => {
    expect(stepChoices(undefined, [{ id: "new", blockedBy: null }]).others).toEqual(["new"]);
    expect(isEnding(undefined, "new")).toBe(false);
  });

  test("knows what ends a matter", () => {
    expect(isEnding(procedure, "notOurRemit")).toBe(true);
    expect(isEnding(procedure, "acknowledge")).toBe(false);
    expect(isEnding(procedure, "askSpecialist")).toBe(false);
  });
});

test("an answer may begin with the newest draft in the same form", () => {
  const entries = [
    entry({ seq: 1, kind: "open", name: "question" }),
    entry({ seq: 2, name: "submitDraft", form: { text: "旧稿" } }),
    entry({ seq: 3, name: "submitDraft", form: { text: "新稿" } }),
    entry({ seq: 4, name: "acknowledge" }),
  ];
  expect(findSuggestion(consultation, "answer", entries)?.seq).toBe(3);
  expect(findSuggestion(consultation, "submitDraft", entries)).toBeUndefined();
  expect(findSuggestion(consultation, "askBack", entries)).toBeUndefined();
  expect(findSuggestion(undefined, "answer", entries)).toBeUndefined();
});

test("inner audiences leave out whoever asked", () => {
  expect(isInternal(consultation, "handlers")).toBe(true);
  expect(isInternal(consultation, "shared")).toBe(false);
  expect(isInternal(consultation, "unheard-of")).toBe(false);
});

describe("the history", () => {
  test("goes by the day in Shanghai", () => {
    const entries = [
      entry({ seq: 1, at: "2026-10-09T15:59:00.000Z" }),
      entry({ seq: 2, at: "2026-10-09T16:00:00.000Z" }),
      entry({ seq: 3, at: "2026-10-10T02:00:00.000Z" }),
    ];
    expect(byDay(entries).map(({ day, entries: ofDay }) => [day, ofDay.map((one) => one.seq)])).toEqual([
      ["2026-10-09", [1]],
      ["2026-10-10", [2, 3]],
    ]);
    expect(lastSeq({ entries })).toBe(3);
    expect(lastSeq({ entries: [] })).toBe(0);
  });

  test("shows what was written, labelled where it needs a label", () => {
    const written = entry({ form: { text: "可以。", source: "第七条" } });
    expect(entryLines(consultation, written)).toEqual([
      { kind: "text", text: "可以。" },
      { kind: "labelled", labelKey: "form.source", text: "第七条" },
    ]);
  });

  test("says a minute as people do, and nothing else", () => {
    const said = (text: string) => minuteWords(text, (day) => `<${day}>`);
    expect(said("2026-11-16 24:00")).toBe("<2026-11-16> 24:00");
    for (const text of ["2026-02-31 10:00", "2026-11-16", "第七条 10:00", "见 2026-11-16 20:15"])
      expect(said(text)).toBe(text);
  });

  test("leaves out what was left at its default", () => {
    const asked = { kind: "open", name: "question" } as const;
    const plain = entry({ ...asked, form: { text: "请问", urgency: "normal", tradeSecret: false } });
    expect(entryLines(consultation, plain)).toEqual([{ kind: "text", text: "请问" }]);
    const marked = entry({ ...asked, form: { text: "请问", urgency: "soon", tradeSecret: true } });
    expect(entryLines(consultation, marked)).toEqual([
      { kind: "text", text: "请问" },
      { kind: "choice", labelKey: "form.urgency", choiceKey: "form.urgency.soon" },
      { kind: "mark", labelKey: "form.tradeSecret" },
    ]);
  });

  test("shows remarks, and the text of a step that this page does not know", () => {
    expect(entryLines(consultation, entry({ kind: "comment", form: { text: "补充" } }))).toEqual([
      { kind: "text", text: "补充" },
    ]);
    expect(entryLines(undefined, entry({ name: "later", form: { text: "新" } }))).toEqual([
      { kind: "text", text: "新" },
    ]);
    expect(entryLines(consultation, entry({ kind: "reminder", form: { percent: 50 } }))).toEqual([]);
  });
});
