import { describe, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { countFilters, filtersOf, readWorkSearch } from "./work-filters.ts";

describe("readWorkSearch", () => {
  it("reads what the page writes", () => {
    const search = { kind: "appeal", state: "ROUTED", project: 3, topic: "traffic", late: true, phase: "active", m: 9 };
    expect(readWorkSearch(search)).toEqual(search);
    expect(readWorkSearch({ project: "3", m: "9", late: "true" })).toEqual({ project: 3, m: 9, late: true });
  });

  it("leaves out what somebody typed wrong", () => {
    const typed = {
      kind: "<b>",
      state: "ROUTED",
      project: -1,
      topic: "",
      late: "yes",
      phase: "open",
      m: 1.5,
      other: 1,
    };
    expect(readWorkSearch(typed)).toEqual({});
    expect(readWorkSearch({ kind: "appeal", state: "<b>" })).toEqual({ kind: "appeal" });
  });
});

describe("countFilters", () => {
  it("does not count the open matter", () => {
    expect(countFilters({ m: 9 })).toBe(0);
    expect(countFilters({ m: 9, late: true, project: 3 })).toBe(2);
  });

  it("counts a kind with its state as one", () => {
    expect(countFilters({ kind: "appeal", state: "ROUTED" })).toBe(1);
  });
});

describe("filtersOf", () => {
  it("asks the server for something that it understands", () => {
    const input = filtersOf("all", {
      kind: "appeal",
      state: "ROUTED",
      project: 3,
      topic: "traffic",
      late: true,
      phase: "active",
      m: 9,
    });
    expect(contract["matter.list"].input.parse(input)).toEqual({
      view: "all",
      limit: 30,
      procedure: "appeal",
      state: "ROUTED",
      projectId: 3,
      topic: "traffic",
      late: true,
      phase: "active",
    });
    expect(filtersOf("mine", {})).toEqual({ view: "mine", limit: 100 });
  });
});
