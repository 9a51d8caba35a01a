import { expect, it } from "vitest";
import { afterTouch } from "./selection.ts";

const ids = [7, 5, 9, 2];
const touch = (chosen: readonly number[], id: number, from?: number) => [...afterTouch(ids, new Set(chosen), id, from)];

it("chooses a row, and lets it go again", () => {
  expect(touch([], 5)).toEqual([5]);
  expect(touch([7, 5], 5)).toEqual([7]);
});

it("chooses a range in the order of the list, up and down, and lets one go", () => {
  expect(touch([7], 9, 7)).toEqual([7, 5, 9]);
  expect(touch([2], 5, 2)).toEqual([2, 5, 9]);
  expect(touch([7, 5, 9, 2], 9, 7)).toEqual([2]);
});

it("begins anew where the last row has left the list", () => {
  expect(touch([7], 2, 4)).toEqual([7, 2]);
});
