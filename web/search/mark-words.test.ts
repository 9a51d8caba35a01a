import { expect, it } from "vitest";
import { markWords } from "./mark-words.ts";

const shown = (text: string, words: string[]) =>
  markWords(text, words)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join("");

it.each([
  ["渣土车进场路线", ["进场"], "渣土车[进场]路线"],
  ["P-1 大桥", ["p-1", "大桥"], "[P-1] [大桥]"],
  ["北门北门", ["北门"], "[北门][北门]"],
  ["北门外", ["北", "北门"], "[北门]外"],
  ["无", ["有"], "无"],
  ["", ["有"], ""],
  ["㍿北门", ["北门"], "㍿北门"],
])("marks in %j %j", (text, words, marked) => {
  expect(shown(text, words)).toBe(marked);
});
