import { expect, it } from "vitest";
import { noFilters } from "#capabilities/projects/board-view.ts";
import { sortKeys } from "#capabilities/projects/sort-keys.ts";
import { boardSettings } from "#capabilities/views/contract.ts";
import { sameSettings } from "#web/views/view-settings.ts";
import { plainOrder, settingsOf, stateOf } from "./board-settings.ts";

const state = {
  filters: { typed: "", unit: "7", officer: null, gap: "A", lateOnly: true },
  order: { key: "late", down: true },
  hidden: ["sponsor", "open"],
  as: "table",
} as const;

it("keeps what is set and gives it back, but for words that were typed", () => {
  expect(stateOf(settingsOf(state))).toEqual(state);
  expect(stateOf(settingsOf({ ...state, filters: { ...noFilters, typed: "大桥" } }))?.filters).toEqual(noFilters);
});

it("knows every column, and says of another list's settings that they are none", () => {
  expect(boardSettings.shape.order.shape.key.options).toEqual([...sortKeys]);
  expect(stateOf({ kind: "appeal" })).toBeUndefined();
});

it("is the same view in whatever order columns were left out", () => {
  const plain = { filters: noFilters, order: plainOrder, as: "table" } as const;
  expect(
    sameSettings(settingsOf({ ...plain, hidden: ["open", "a"] }), settingsOf({ ...plain, hidden: ["a", "open"] })),
  ).toBe(true);
  expect(sameSettings(settingsOf({ ...plain, hidden: ["a"] }), settingsOf({ ...plain, hidden: [] }))).toBe(false);
});
