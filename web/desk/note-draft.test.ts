import { describe, expect, it } from "vitest";
import { emptyNote, noteComplaints, type NoteDraft, noteOpening, reviveNote, titleOf } from "./note-draft.ts";

const good: NoteDraft = { ...emptyNote, topic: "traffic", text: "工地大门夜里总被堵住。连续三晚了，想请你们处理。" };
const pathsOf = (draft: NoteDraft) => noteComplaints(draft).map(({ path, code }) => `${path} ${code}`);
const where = { id: 3, firm: 7 };

describe("the title of a note", () => {
  it.each([
    ["工地大门夜里总被堵住。连续三晚了。", "工地大门夜里总被堵住"],
    ["门口被堵\n第二行", "门口被堵"],
    ["喂。我们门口被堵了", "喂。我们门口被堵了"],
    ["堵".repeat(80), "堵".repeat(60)],
    ["𠮷".repeat(80), "𠮷".repeat(60)],
  ])("of %s is its first sentence", (text, title) => {
    expect(titleOf(text)).toBe(title);
  });
});

describe("what is sent", () => {
  it("is the firm's, by telephone, with the caller known to it", () => {
    const note = noteOpening({ ...good, callerName: "周工", callback: "0546-0000001" }, where);
    expect(note).toMatchObject({ procedure: "consultation", projectId: 3, onBehalfOf: 7, channel: "phone" });
    expect(note.form).toEqual({
      question: { text: good.text },
      caller: { name: "周工", callback: "0546-0000001" },
    });
  });

  it("keeps a confidential caller apart, and names nobody when nobody was named", () => {
    expect(noteOpening({ ...good, kind: "appeal", callerName: "周工", confidential: true }, where).form).toEqual({
      demand: { text: good.text },
      confidentialCaller: { name: "周工" },
    });
    expect(noteOpening(good, where).form).toEqual({ question: { text: good.text } });
  });
});

describe("complaints", () => {
  it("are none for a text with a topic", () => {
    expect(pathsOf(good)).toEqual([]);
  });

  it("name what is missing, also the name of a caller who is to stay confidential", () => {
    expect(pathsOf(emptyNote)).toEqual(["topic choose", "text required"]);
    expect(pathsOf({ ...good, confidential: true })).toEqual(["callerName required"]);
    expect(pathsOf({ ...good, callback: "0546-0000001" })).toEqual(["callerName required"]);
    expect(pathsOf({ ...good, text: "字".repeat(2001) })).toEqual(["text tooLong"]);
  });
});

it("a note of another page is not taken for one", () => {
  expect(reviveNote(JSON.parse(JSON.stringify(good)))).toEqual(good);
  expect(reviveNote({ text: "x" })).toBeUndefined();
});
