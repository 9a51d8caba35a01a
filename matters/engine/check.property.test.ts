import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Procedure } from "#kernel/procedure.ts";
import { createCalendar } from "#kernel/work-calendar.ts";
import { unsound } from "#test/fixture/soundness.ts";
import { checkProcedure } from "./check.ts";
import { blockOf } from "./open-steps.ts";
import { planOpening, planStep } from "./plan.ts";
import { advance, blank, type Snapshot } from "./snapshot.ts";

const stateNames = ["A", "B", "C", "END"] as const;
const openNames = ["A", "B", "C"] as const;
const taskNames = ["one", "two", "three"] as const;
const stepNames = ["s1", "s2", "s3", "s4", "s5", "s6"] as const;
const some = <T>(names: readonly T[], minLength: number, maxLength = names.length) =>
  fc.subarray([...names], { minLength, maxLength });
const seldom = <T>(arbitrary: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 8, arbitrary: fc.constant(otherwise) });

/** Drawn so that chance finds enough procedures without fault; the check has to find the others. */
const step = (from: readonly string[]) =>
  fc.record({
    from: seldom(some(stateNames, 1, 2), [...from]),
    to: fc.constantFrom("same", ...stateNames),
    completes: some(taskNames, 0, 2),
    opens: seldom(some(taskNames, 1, 1), []),
    again: seldom(fc.record({ after: fc.integer({ min: 1, max: 2 }), to: fc.constantFrom(...stateNames) }), undefined),
  });

const state = fc.record({
  phase: fc.constantFrom("open" as const, "open" as const, "waiting" as const),
  tasks: some(taskNames, 1, 2),
  pauses: seldom(some(taskNames, 0, 1), []),
  whenTasksDone: fc.option(fc.constantFrom(...stateNames), { freq: 2, nil: undefined }),
});

const procedures = fc
  .record({
    states: fc.tuple(state, state, state),
    steps: fc.tuple(step(["A"]), step(["B"]), step(["C"]), step(["A"]), step(["B", "C"]), step(["A"])),
    survives: fc.tuple(some(openNames, 0, 1), some(openNames, 0, 1), seldom(some(stateNames, 1, 1), [])),
  })
  .map(({ states, steps, survives }): Procedure => {
    const form = z.strictObject({});
    return {
      id: "drawn",
      version: 1,
      typeCode: "X",
      openedBy: ["requester"],
      allowsPrivate: false,
      opensIn: "A",
      sections: { wish: { audience: "all", form } },
      audiences: { all: { capacities: ["requester", "handler"], writers: [] } },
      states: {
        ...Object.fromEntries(states.map((one, index) => [stateNames[index], one])),
        END: { phase: "closed", tasks: [] },
      },
      tasks: Object.fromEntries(
        taskNames.map((name, index) => [
          name,
          {
            holder: "handler",
            audience: "all",
            limit: { amount: index + 1, unit: "wh" },
            remind: [],
            ladder: ["deputy"],
            survives: survives[index] ?? [],
          },
        ]),
      ),
      steps: Object.fromEntries(
        stepNames.map((name, index) => [name, { ...steps[index], by: ["handler"], audience: "all", form }]),
      ),
    } as Procedure;
  });

const principals = {
  requester: [1],
  firm: [1],
  handler: [2],
  deputy: [3],
  specialist: [],
  stationChief: [],
  programOffice: [],
  leader: [],
  inspector: [],
  cityLeader: [],
  dataProtection: [],
  sideA: [],
  sideB: [],
  system: [],
};
const calendar = createCalendar({ days: [], years: [2026] });
const limits = new Map();

/** What goes wrong on a walk: faults of a snapshot, or an open matter from which no step leads on. */
function troubleOf(procedure: Procedure, choices: readonly number[]): string[] {
  const counts: Record<string, number> = {};
  let now = new Date("2026-09-01T09:00:00+08:00");
  let snapshot: Snapshot = blank;
  const write = (resolved: Parameters<typeof advance>[1]["resolved"]) => {
    const before = snapshot;
    snapshot = advance(before, { seq: before.seq + 1, at: now, kind: "step", name: "step", resolved });
    return unsound(procedure, before, snapshot);
  };
  const trouble = write(planOpening(procedure, procedure.opensIn, { now, calendar, principals, limits }));
  for (const choice of choices) {
    now = new Date(now.getTime() + 600_000);
    const openTasks = snapshot.tasks.filter((task) => task.state === "open").map((task) => task.kind);
    const legal = stepNames.filter(
      (id) =>
        blockOf(procedure, id, { state: snapshot.state, openTasks, facts: { stepCounts: counts, openChildren: 0 } }) ===
        null,
    );
    const id = legal[choice % Math.max(1, legal.length)];
    if (id === undefined) {
      if (snapshot.phase !== "closed") trouble.push(`nothing can be done in ${snapshot.state}`);
      break;
    }
    trouble.push(
      ...write(planStep(procedure, snapshot, id, {}, counts[id] ?? 0, { now, calendar, principals, limits })),
    );
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return trouble;
}

test("whatever the check finds no fault in, walks without trouble", () => {
  let sound = 0;
  fc.assert(
    fc.property(procedures, fc.array(fc.nat({ max: 60 }), { minLength: 12, maxLength: 12 }), (procedure, choices) => {
      if (checkProcedure(procedure).length > 0) return;
      sound += 1;
      expect(troubleOf(procedure, choices)).toEqual([]);
    }),
    { seed: 20_261_011, numRuns: 8_000 },
  );
  expect(sound).toBeGreaterThan(100);
});
