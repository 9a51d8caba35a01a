import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actsFrom, dayFault, movesFrom, plannedFault, sideStates, stageDays, stages, targetOf } from "./life-cycle.ts";

const at = (state: string, suspendedFrom: string | null = null) =>
  ({ state, suspendedFrom, since: "2026-03-01" }) as Parameters<typeof targetOf>[0];

describe("the way of a project", () => {
  test("goes one stage on, or one back, and leaps over nothing", () => {
    expect(movesFrom("SIGNED")).toEqual(["LANDED"]);
    expect(movesFrom("CONSTRUCTION")).toEqual(["PRODUCTION", "LANDED"]);
    expect(movesFrom("FOLLOW_UP")).toEqual(["PRODUCTION"]);
    expect(targetOf(at("SIGNED"), { kind: "move", to: "CONSTRUCTION" })).toBeUndefined();
    for (const state of sideStates) expect(movesFrom(state)).toEqual([]);
  });

  test("returns from a side state to the stage that it left, also after both", () => {
    const suspended = targetOf(at("CONSTRUCTION"), { kind: "suspend" });
    expect(suspended).toEqual({ state: "SUSPENDED", suspendedFrom: "CONSTRUCTION" });
    const terminated = targetOf(at("SUSPENDED", "CONSTRUCTION"), { kind: "terminate" });
    expect(terminated).toEqual({ state: "TERMINATED", suspendedFrom: "CONSTRUCTION" });
    expect(targetOf(at("TERMINATED", "CONSTRUCTION"), { kind: "resume" })?.state).toBe("CONSTRUCTION");
  });

  test("ends in the archive, from the last stage or after it was given up", () => {
    expect(targetOf(at("CONSTRUCTION"), { kind: "archive" })).toBeUndefined();
    expect(targetOf(at("FOLLOW_UP"), { kind: "archive" })?.state).toBe("ARCHIVED");
    expect(actsFrom("ARCHIVED")).toEqual([]);
  });

  test("whatever is done, a side state knows its way back and a stage has none", () => {
    const acts = fc.constantFrom(
      ...stages.map((to) => ({ kind: "move" as const, to })),
      ...(["suspend", "resume", "terminate", "archive"] as const).map((kind) => ({ kind })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.array(acts, { maxLength: 20 }), (start, story) => {
        let here = at(start);
        for (const act of story) here = { ...here, ...targetOf(here, act) };
        expect(here.suspendedFrom !== null).toBe(here.state === "SUSPENDED" || here.state === "TERMINATED");
      }),
    );
  });
});

describe("days", () => {
  test("of a change have come, and are not before the present stage", () => {
    expect(dayFault(at("SIGNED"), "2026-03-01", "2026-03-05")).toBeUndefined();
    expect(dayFault(at("SIGNED"), "2026-03-06", "2026-03-05")).toBe("dayAhead");
    expect(dayFault(at("SIGNED"), "2026-02-28", "2026-03-05")).toBe("dayBeforeStage");
  });

  test("that are planned follow one another; gaps are allowed", () => {
    expect(plannedFault({ landed: "2026-05-01", construction: null, production: "2027-01-01" })).toBeUndefined();
    expect(plannedFault({ landed: "2026-05-01", construction: null, production: "2026-01-01" })).toBe("production");
    expect(plannedFault({ landed: "2026-05-01", construction: "2026-04-30", production: null })).toBe("construction");
  });

  test("in each stage add up to the days since the beginning, also when one came back", () => {
    const days = stageDays(
      [
        { stage: "SIGNED", since: "2026-01-01" },
        { stage: "LANDED", since: "2026-01-11" },
        { stage: "SIGNED", since: "2026-01-12" },
        { stage: "LANDED", since: "2026-01-12" },
      ],
      "2026-01-22",
    );
    expect(Object.fromEntries(days)).toEqual({ SIGNED: 10, LANDED: 11 });
  });
});
