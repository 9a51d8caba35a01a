import type { PrincipalsByCapacity } from "#access/capacities.ts";
import type { Procedure, StateDefinition } from "#kernel/procedure.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { type LimitClock, pauseClock, resumeClock, startClock } from "#kernel/working-time.ts";
import type { Resolved, Snapshot, TaskSnapshot } from "./snapshot.ts";

export interface Moment {
  readonly now: Date;
  readonly calendar: WorkCalendar;
  readonly principals: PrincipalsByCapacity;
}

/** Nobody stands behind a capacity that the procedure needs: a hole in the city's set-up, named to the operator. */
export class NobodyHolds extends Error {
  constructor(task: string, capacity: string) {
    super(`nobody can hold the task ${task}: the capacity ${capacity} has no principal in this matter`);
    this.name = "NobodyHolds";
  }
}

/** What opening a matter leads to. */
export function planOpening(procedure: Procedure, moment: Moment): Resolved {
  const start: Snapshot = { state: "", phase: "open", outcome: null, version: 0, seq: 0, closedAt: null, tasks: [] };
  return enter(procedure, start, procedure.opensIn, moment, { done: [], opens: [], raised: [] });
}

/**
 * What a step leads to: the next state, tasks done, dropped and opened, clocks paused and resumed.
 * The step is taken as allowed; `open-steps.ts` says whether it is.
 */
export function planStep(
  procedure: Procedure,
  before: Snapshot,
  stepId: string,
  form: Record<string, unknown>,
  timesTaken: number,
  moment: Moment,
): Resolved {
  const step = procedure.steps[stepId];
  if (!step) throw new Error(`${procedure.id} has no step ${stepId}`);
  const open = before.tasks.filter((task) => task.state === "open");
  const done = open.filter((task) => step.completes?.includes(task.kind)).map((task) => task.no);
  const again = step.again && timesTaken >= step.again.after ? step.again.to : null;
  const target = again ?? (step.to === "same" ? before.state : step.to);
  const raised = (step.raises ?? []).flatMap((capacity) => moment.principals[capacity]);
  const resolved = enter(procedure, before, target, moment, { done, opens: step.opens ?? [], raised });
  const outcome = step.outcome?.(form);
  if (outcome !== undefined) return { ...resolved, outcome };
  // Reopening: what the matter came to is open again.
  return before.phase === "closed" && resolved.phase !== "closed" ? { ...resolved, outcome: null } : resolved;
}

interface Change {
  readonly done: readonly number[];
  readonly opens: readonly string[];
  readonly raised: readonly number[];
}

function enter(procedure: Procedure, before: Snapshot, target: string, moment: Moment, change: Change): Resolved {
  let to = target;
  let state = getState(procedure, to);
  const stillOpen = before.tasks.filter((task) => task.state === "open" && !change.done.includes(task.no));
  const has = (kind: string) => stillOpen.some((task) => task.kind === kind);

  // A state is entered when it changes; a step that stays only opens what it names.
  const opens = () =>
    [...new Set([...(to === before.state ? [] : state.tasks), ...change.opens])].filter((kind) => !has(kind));
  for (let hops = 0; state.whenTasksDone && hops < 10; hops += 1) {
    const waitsFor = state.tasks.some((kind) => has(kind) || opens().includes(kind));
    if (waitsFor) break;
    to = state.whenTasksDone;
    state = getState(procedure, to);
  }

  const stays = (task: TaskSnapshot) =>
    to === before.state || state.tasks.includes(task.kind) || procedure.tasks[task.kind]?.survives?.includes(to);
  const dropped = stillOpen.filter((task) => !stays(task)).map((task) => task.no);
  const kept = stillOpen.filter((task) => !dropped.includes(task.no));

  let no = before.tasks.length;
  const opened = opens().map((kind) => {
    no += 1;
    return openTask(procedure, kind, no, state, moment, change.raised);
  });

  const clocks: Record<number, LimitClock> = {};
  const added: Record<number, readonly number[]> = {};
  for (const task of kept) {
    const pauses = state.pauses?.includes(task.kind) ?? false;
    if (pauses && task.clock.runningSince !== null) {
      clocks[task.no] = pauseClock(moment.calendar, task.clock, moment.now, to);
    } else if (!pauses && task.clock.runningSince === null) {
      clocks[task.no] = resumeClock(moment.calendar, task.clock, moment.now);
    }
    const more = change.raised.filter((principal) => principal !== task.holder && !task.added.includes(principal));
    if (more.length > 0 && state.tasks.includes(task.kind)) added[task.no] = more;
  }
  return { to, phase: state.phase, done: change.done, dropped, opened, clocks, added };
}

function openTask(
  procedure: Procedure,
  kind: string,
  no: number,
  state: StateDefinition<string, string>,
  moment: Moment,
  raised: readonly number[],
) {
  const task = procedure.tasks[kind];
  if (!task) throw new Error(`${procedure.id} has no task ${kind}`);
  const [holder, ...others] = moment.principals[task.holder];
  if (holder === undefined) throw new NobodyHolds(kind, task.holder);
  const started = startClock(moment.calendar, { at: moment.now, limit: task.limit });
  const paused = state.pauses?.includes(kind) ?? false;
  return {
    no,
    kind,
    audience: task.audience,
    holder,
    added: [...new Set([...others, ...(state.tasks.includes(kind) ? raised : [])])].filter((p) => p !== holder),
    clock: paused ? pauseClock(moment.calendar, started, moment.now, kind) : started,
  };
}

/** The state's declaration; throws for a state that the procedure does not know. */
export function getState(procedure: Procedure, name: string): StateDefinition<string, string> {
  const state = procedure.states[name];
  if (!state) throw new Error(`${procedure.id} has no state ${name}`);
  return state;
}
