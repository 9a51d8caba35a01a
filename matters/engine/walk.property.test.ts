import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PrincipalsByCapacity } from "#access/capacities.ts";
import { procedures } from "#capabilities/index.ts";
import { AppError } from "#kernel/errors.ts";
import { bruteDayIsWork, bruteWorked, calendars, moments } from "#kernel/brute-calendar.test-kit.ts";
import { capacities, type Procedure } from "#kernel/procedure.ts";
import { createCalendar } from "#kernel/work-calendar.ts";
import type { Limit } from "#kernel/working-time.ts";
import { dueOf } from "#test/fixture/clock-model.ts";
import {
  factsOf,
  type ModelMatter,
  openModel,
  phaseOf,
  runTo,
  takeStep,
  whyFails,
  whyBlocked,
} from "#test/fixture/engine-model.ts";
import { walkLimits } from "#test/fixture/cast.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { unsound } from "#test/fixture/soundness.ts";
import { blockOf } from "./open-steps.ts";
import { planOpening, planStep } from "./plan.ts";
import { openingState } from "./target.ts";
import {
  advance,
  blank,
  replay,
  type Resolved,
  type Snapshot,
  type StoredEntry,
  type TaskSnapshot,
} from "./snapshot.ts";

interface Action {
  /** Minutes that pass before it. */
  readonly after: number;
  readonly choice: number;
}

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 6000 })),
    choice: fc.nat({ max: 1000 }),
  }),
  { minLength: 1, maxLength: 30 },
);

/** Two principals behind the requester, one behind everybody else; perhaps nobody behind the specialist. */
function principalsOf(hasSpecialist: boolean): PrincipalsByCapacity {
  const entries = capacities.map((capacity, index) => {
    if (capacity === "system" || (capacity === "specialist" && !hasSpecialist)) return [capacity, []];
    return [capacity, capacity === "requester" ? [index + 1, index + 51] : [index + 1]];
  });
  return Object.fromEntries(entries);
}

/** The steps as a wheel of chances: those that close the matter come up more rarely, so that walks get far. */
function oftenGoingOn(procedure: Procedure, legal: readonly string[]): string[] {
  if (legal.length === 0) return [];
  const chances = legal.flatMap((id) => {
    const to = procedure.steps[id]?.to ?? "same";
    return procedure.states[to]?.phase === "closed" ? [id] : [id, id, id, id];
  });
  return Array.from({ length: 1001 }, (_, index) => chances[index % chances.length] ?? "");
}

/** A form that every guard and outcome of the declarations can live with. */
const form = {
  verdict: "SOLVED",
  target: "service",
  legs: [],
  pace: "SLOW",
  by: "LONG",
  class: "COMPLEX",
  span: "LONG",
  result: "DONE",
};
/** What the plan says, or the reason for which it cannot be. */
function planOrReason(plan: () => Resolved): Resolved | string {
  try {
    return plan();
  } catch (error) {
    if (error instanceof AppError && error.code === "illegal-step") return String(error.params["reason"]);
    throw error;
  }
}

/** As it comes back from jsonb. */
const stored = (resolved: Resolved) => JSON.parse(JSON.stringify(resolved)) as Resolved;

test.each<Procedure>([relay, ...procedures])("random walks of $id end where an independent model says", (procedure) => {
  const steps = Object.keys(procedure.steps);
  const draws = fc.record({
    source: calendars,
    start: moments,
    story: actions,
    hasSpecialist: fc.integer({ min: 0, max: 4 }).map((value) => value > 0),
    topicReviewed: fc.boolean(),
    hasProject: fc.boolean(),
    rules: fc.constantFrom({}, walkLimits),
  });
  const taken = new Set<string>();
  fc.assert(
    fc.property(draws, ({ source, start, story, hasSpecialist, topicReviewed, hasProject, rules }) => {
      const calendar = createCalendar(source);
      const principals = principalsOf(hasSpecialist);
      const limits = new Map<string, Limit>(Object.entries(rules));
      const model = openModel(
        procedure,
        {
          worked: bruteWorked(source),
          dayIsWork: (day) => bruteDayIsWork(source, day),
          principals: (capacity) => principals[capacity].map(String),
          topicReviewed,
          hasProject,
          limits: rules,
          fires: false,
        },
        start.getTime(),
      );
      let now = start;
      let snapshot = blank;
      const entries: StoredEntry[] = [];
      const snapshots = [blank];
      const write = (name: string, resolved: Resolved) => {
        const entry = { seq: entries.length + 1, at: now, kind: "step", name, resolved: stored(resolved) };
        entries.push(entry);
        const before = snapshot;
        snapshot = advance(snapshot, entry);
        snapshots.push(snapshot);
        expect(unsound(procedure, before, snapshot, limits)).toEqual([]);
        expect(shapeOf(snapshot)).toEqual(modelShape(model));
        expect(clocksOf(before, snapshot)).toEqual(modelClocks(model, before, snapshot));
      };
      const opening = openingState(procedure, { projectId: hasProject ? 1 : null });
      write("open", planOpening(procedure, opening, { now, calendar, principals, limits }));

      for (const { after, choice } of story) {
        now = new Date(now.getTime() + after * 60_000);
        runTo(model, now.getTime());
        const facts = factsOf(model, now.getTime());
        const openKinds = snapshot.tasks.filter((task) => task.state === "open").map((task) => task.kind);
        expect(openKinds.toSorted()).toEqual([...facts.openTasks].sort());
        const view = { state: snapshot.state, openTasks: openKinds, facts };
        const blocks = steps.map((id) => blockOf(procedure, id, view));
        expect(blocks).toEqual(steps.map((id) => whyBlocked(model, id, now.getTime())));

        const legal = steps.filter((_, index) => blocks[index] === null);
        const id = oftenGoingOn(procedure, legal)[choice];
        if (id === undefined) break;
        const moment = { now, calendar, principals, limits };
        const resolved = planOrReason(() => planStep(procedure, snapshot, id, form, model.counts[id] ?? 0, moment));
        expect(typeof resolved === "string" ? resolved : null).toBe(whyFails(model, id, form));
        if (typeof resolved === "string") continue;
        taken.add(id);
        takeStep(model, id, form, now.getTime());
        write(id, resolved);
        expect(snapshot.outcome).toBe(model.outcome);
        expect(snapshot.closedAt?.getTime() ?? null).toBe(model.closedAt);
      }

      for (const [length, then] of snapshots.entries()) expect(replay(entries.slice(0, length))).toEqual(then);
      const moves = snapshots.filter((one, index) => index > 0 && one.state !== snapshots[index - 1]?.state);
      expect(snapshot.version).toBe(moves.length);
    }),
    { seed: 20_261_009, numRuns: 400 },
  );
  // The walks went everywhere; a procedure that cannot be walked through would prove nothing.
  expect(steps.filter((id) => !taken.has(id))).toEqual([]);
});

function shapeOf(snapshot: Snapshot) {
  return {
    state: snapshot.state,
    phase: snapshot.phase,
    version: snapshot.version,
    tasks: snapshot.tasks.map(({ no, kind, holder, added, state }) => ({
      no,
      kind,
      state,
      holder: String(holder),
      added: added.map(String).toSorted(),
    })),
  };
}

function modelShape(model: ModelMatter) {
  return {
    state: model.state,
    phase: phaseOf(model),
    version: model.version,
    tasks: model.tasks.map(({ no, kind, holder, added, state }) => ({
      no,
      kind,
      state,
      holder,
      added: added.toSorted(),
    })),
  };
}

/** Open tasks whose clocks this entry touched: when they are due, and what they have used while they stand still. */
function touched(before: Snapshot, after: Snapshot): TaskSnapshot[] {
  return after.tasks.filter((task) => task.state === "open" && task.clock !== before.tasks[task.no - 1]?.clock);
}

function clocksOf(before: Snapshot, after: Snapshot) {
  return touched(before, after).map(({ no, clock }) => ({
    no,
    due: clock.dueAt === null ? null : Date.parse(clock.dueAt),
    used: clock.runningSince === null ? clock.usedMinutes : null,
  }));
}

function modelClocks(model: ModelMatter, before: Snapshot, after: Snapshot) {
  return touched(before, after).map(({ no }) => {
    const task = model.tasks[no - 1];
    if (!task) throw new Error(`the model has no task ${no}`);
    return { no, due: dueOf(model.world, task, model.minute), used: task.running ? null : task.used };
  });
}
