import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PrincipalsByCapacity } from "#access/capacities.ts";
import { procedures } from "#capabilities/index.ts";
import { AppError } from "#kernel/errors.ts";
import { bruteDayIsWork, bruteWorked, calendars, moments } from "#kernel/brute-calendar.test-kit.ts";
import { capacities, type Procedure } from "#kernel/procedure.ts";
import { createCalendar } from "#kernel/work-calendar.ts";
import { dueOf } from "#test/fixture/clock-model.ts";
import {
  factsOf,
  type ModelMatter,
  openModel,
  openTasks,
  phaseOf,
  runTo,
  takeStep,
  whoIsMissing,
  whyBlocked,
} from "#test/fixture/engine-model.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { blockOf } from "./open-steps.ts";
import { planOpening, planStep } from "./plan.ts";
import { advance, blank, replay, type Resolved, type Snapshot, type StoredEntry } from "./snapshot.ts";

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
  return Object.fromEntries(entries) as unknown as PrincipalsByCapacity;
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
const form = { verdict: "SOLVED", target: "appeal", legs: [] };
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
  });
  const taken = new Set<string>();
  fc.assert(
    fc.property(draws, ({ source, start, story, hasSpecialist, topicReviewed }) => {
      const calendar = createCalendar(source);
      const principals = principalsOf(hasSpecialist);
      const model = openModel(
        procedure,
        {
          worked: bruteWorked(source),
          dayIsWork: (day) => bruteDayIsWork(source, day),
          principals: (capacity) => principals[capacity].map(String),
          topicReviewed,
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
        checkSound(procedure, before, snapshot);
        expect(shapeOf(snapshot)).toEqual(modelShape(model));
        checkClocks(model, before, snapshot);
      };
      write("open", planOpening(procedure, { now, calendar, principals }));

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
        const plan = () =>
          planStep(procedure, snapshot, id, form, model.counts[id] ?? 0, { now, calendar, principals });
        if (whoIsMissing(model, id) !== null) {
          expect(plan).toThrow(AppError);
          continue;
        }
        const resolved = plan();
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
    { seed: 20_261_009, numRuns: 200 },
  );
  // The walks went everywhere; a procedure that cannot be walked through would prove nothing.
  expect(steps.filter((id) => !taken.has(id))).toEqual([]);
});

/** What holds after every entry, whatever was written. */
function checkSound(procedure: Procedure, before: Snapshot, after: Snapshot): void {
  const state = procedure.states[after.state];
  const open = after.tasks.filter((task) => task.state === "open");
  expect(after.phase).toBe(state?.phase);
  if (after.phase === "closed") expect(open).toEqual([]);
  else {
    expect(open.length).toBeGreaterThan(0);
    expect(after.outcome).toBeNull();
    expect(after.closedAt).toBeNull();
  }
  expect(new Set(open.map((task) => task.kind)).size).toBe(open.length);
  for (const task of open) {
    expect(task.holder).toBeGreaterThan(0);
    expect(task.added).not.toContain(task.holder);
    expect(task.clock.limit).toEqual(procedure.tasks[task.kind]?.limit);
    expect(task.clock.runningSince === null).toBe(state?.pauses?.includes(task.kind) ?? false);
  }
  expect(after.tasks.map((task) => task.no)).toEqual(after.tasks.map((_, index) => index + 1));
  for (const [index, task] of before.tasks.entries()) {
    if (task.state !== "open") expect(after.tasks[index]).toEqual(task);
  }
}

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

/** Clocks that this entry touched: when they are due, or what they have used while they stand still. */
function checkClocks(model: ModelMatter, before: Snapshot, after: Snapshot): void {
  for (const task of openTasks(model)) {
    const clock = after.tasks[task.no - 1]?.clock;
    if (!clock || clock === before.tasks[task.no - 1]?.clock) continue;
    const due = dueOf(model.world, task, model.minute);
    expect(clock.dueAt === null ? null : Date.parse(clock.dueAt), task.kind).toBe(due);
    if (!task.running) expect(clock.usedMinutes).toBe(task.used);
  }
}
