import { describe, expect, it } from "vitest";
import { findCommand, moveChoice } from "./list-keys.ts";

const press = (key: string, held: { ctrlKey?: boolean } = {}) =>
  findCommand({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe("findCommand", () => {
  it("knows the keys of a list", () => {
    expect(["j", "k", "Enter", "x", "/", "?"].map((key) => press(key))).toEqual([
      "next",
      "previous",
      "open",
      "choose",
      "filter",
      "help",
    ]);
  });

  it("leaves the browser its own keys", () => {
    expect(press("j", { ctrlKey: true })).toBeUndefined();
    expect(press("y")).toBeUndefined();
    expect(press("constructor")).toBeUndefined();
  });
});

describe("moveChoice", () => {
  const ids = [7, 5, 9];
  it("moves by one and stops at the ends", () => {
    expect(moveChoice(ids, 7, 1)).toBe(5);
    expect(moveChoice(ids, 9, 1)).toBe(9);
    expect(moveChoice(ids, 7, -1)).toBe(7);
  });

  it("starts at the top when nothing, or something that has left, was chosen", () => {
    expect(moveChoice(ids, undefined, 1)).toBe(7);
    expect(moveChoice(ids, 4, -1)).toBe(7);
    expect(moveChoice([], 4, 1)).toBeUndefined();
  });
});
