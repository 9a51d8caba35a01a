import { describe, expect, test } from "vitest";
import { consultation } from "#capabilities/consultation/procedure.ts";
import type { Capacity, Facts } from "#kernel/procedure.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { blockOf, factsNeeded, factsOfStep, openSteps } from "./open-steps.ts";

const facts: Facts = {
  stepCounts: {},
  openChildren: 0,
  openTasks: [],
  daysSinceClosed: null,
  topicReviewed: false,
  hasFirm: true,
  stationKnown: true,
  lateTasks: [],
  ownOriginSteps: [],
  ownSteps: [],
};
const stepsOf = (state: string, capacities: readonly Capacity[], openTasks: readonly string[], more = {}) =>
  openSteps(consultation, { state, capacities, openTasks, facts: { ...facts, openTasks, ...more } });
const ids = (steps: { id: string; blockedBy: string | null }[]) => steps.map((step) => step.id);

describe("who is offered which steps", () => {
  test("the officer asks back and sends to review before his first reply and after it", () => {
    for (const [state, task] of [
      ["ROUTED", "firstReply"],
      ["ANSWERING", "answer"],
    ] as const) {
      expect(ids(stepsOf(state, ["handler"], [task]))).toEqual(
        expect.arrayContaining(["answer", "sendToReview", "askBack", "convert", "notOurRemit"]),
      );
    }
  });

  test("the officer is not offered what only the requester or the specialist may do", () => {
    expect(ids(stepsOf("ANSWERING", ["handler"], ["answer"]))).not.toContain("withdraw");
    expect(stepsOf("REVIEWING", ["handler"], ["answer", "review"])).toEqual([]);
    expect(stepsOf("ANSWERED", ["handler", "deputy"], ["confirm"])).toEqual([]);
  });

  test("nobody is offered the clock's steps", () => {
    const everybody: Capacity[] = ["requester", "handler", "deputy", "specialist", "stationChief", "programOffice"];
    expect(ids(stepsOf("ANSWERED", everybody, ["confirm"]))).not.toContain("closeUnrated");
  });

  test("a step that stays in its state is offered while one of its tasks is open", () => {
    expect(ids(stepsOf("ANSWERING", ["specialist"], ["answer", "draft"]))).toEqual(["submitDraft"]);
    expect(stepsOf("ANSWERING", ["specialist"], ["answer"])).toEqual([]);
  });

  test("a blocked step stands there with its reason", () => {
    const reviewed = stepsOf("ANSWERING", ["handler"], ["answer"], { topicReviewed: true });
    expect(reviewed.find((step) => step.id === "answer")).toEqual({ id: "answer", blockedBy: "needsSpecialist" });
    expect(stepsOf("CLOSED", ["requester"], [], { daysSinceClosed: 30 })).toEqual([{ id: "reopen", blockedBy: null }]);
    expect(stepsOf("CLOSED", ["requester"], [], { daysSinceClosed: 31 })).toEqual([
      { id: "reopen", blockedBy: "reopenTooLate" },
    ]);
    expect(stepsOf("WITHDRAWN", ["requester", "handler"], [])).toEqual([]);
  });
});

describe("a parent closes after its children", () => {
  const offered = (openChildren: number, refused = 0) =>
    openSteps(relay, {
      state: "OFFERED",
      capacities: ["requester"],
      openTasks: ["judge"],
      facts: { ...facts, openChildren, stepCounts: { refuse: refused } },
    });

  test("no closing step is open while a child is", () => {
    expect(offered(1)).toEqual([
      { id: "accept", blockedBy: "childrenOpen" },
      { id: "refuse", blockedBy: null },
    ]);
    expect(offered(0).every((step) => step.blockedBy === null)).toBe(true);
  });

  test("a step that closes the second time is blocked the second time", () => {
    expect(offered(1, 1).map((step) => step.blockedBy)).toEqual(["childrenOpen", "childrenOpen"]);
  });

  test("the number of children is asked for where a step may close", () => {
    expect(factsOfStep(relay, "accept")).toEqual(["openChildren"]);
    expect(factsOfStep(relay, "refuse")).toEqual(["stepCounts", "openChildren"]);
    expect(factsOfStep(relay, "start")).toEqual([]);
    expect(new Set(factsNeeded(relay, "OFFERED"))).toEqual(new Set(["stepCounts", "openChildren"]));
  });
});

test("a step in another state, and one that nobody declared, are not open", () => {
  const view = { state: "DRAWN", openTasks: ["sort"], facts };
  expect(blockOf(relay, "accept", view)).toBe("notInThisState");
  expect(blockOf(relay, "nothing", view)).toBe("notInThisState");
  expect(blockOf(relay, "start", view)).toBeNull();
});
