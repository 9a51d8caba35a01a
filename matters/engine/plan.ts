import type { PrincipalsByCapacity } from "#access/capacities.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { type LimitClock, pauseClock, resumeClock, startClock } from "#kernel/working-time.ts";
import { blank, type Resolved, type Snapshot, type TaskSnapshot } from "./snapshot.ts";
import { getState, targetOf } from "./target.ts";

export interface Moment {
  readonly now: Date;
  readonly calendar: WorkCalendar;
  readonly principals: PrincipalsByCapacity;
}

/** What opening a matter leads to. Throws `illegal-step` when nobody can hold a task. */
export function planOpening(procedure: Procedure, moment: Moment): Resolved {
  return enter(procedure, blank, procedure.opensIn, moment, { done: [], opens: [], raised: [] });
}

/**
 * What a step leads to: the next state, tasks done, dropped and opened, clocks paused and resumed.
 * The step is taken as allowed; `open-steps.ts` says whether it is. Throws `illegal-step` when nobody can hold a task.
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
  const target = targetOf(procedure, stepId, {
    state: before.state,
    openTasks: open.map((task) => task.kind),
    timesTaken,
  });
  const raised = (step.raises ?? []).flatMap((capacity) => moment.principals[capacity]);
  const resolved = enter(procedure, before, target, moment, { done, opens: step.opens ?? [], raised });
  if (resolved.phase === "closed") {
    const outcome = step.outcome?.(form);
    return outcome === undefined ? resolved : { ...resolved, outcome };
  }
  // Reopening: what the matter came to is open again.
  return before.phase === "closed" ? { ...resolved, outcome: null } : resolved;
}

interface Change {
  readonly done: readonly number[];
  readonly opens: readonly string[];
  readonly raised: readonly number[];
}

function enter(procedure: Procedure, before: Snapshot, to: string, moment: Moment, change: Change): Resolved {
  const state = getState(procedure, to);
  const stillOpen = before.tasks.filter((task) => task.state === "open" && !change.done.includes(task.no));
  const stays = (task: TaskSnapshot) =>
    to === before.state || state.tasks.includes(task.kind) || procedure.tasks[task.kind]?.survives?.includes(to);
  const kept = stillOpen.filter(stays);
  const dropped = stillOpen.filter((task) => !kept.includes(task)).map((task) => task.no);

  // A state is entered when it changes; a step that stays only opens what it names.
  const wanted = new Set([...(to === before.state ? [] : state.tasks), ...change.opens]);
  const missing = [...wanted].filter((kind) => !kept.some((task) => task.kind === kind));
  const opened = missing.map((kind, index) =>
    openTask(procedure, kind, before.tasks.length + 1 + index, to, moment, change.raised),
  );

  const clocks: Record<number, LimitClock> = {};
  const added: Record<number, readonly number[]> = {};
  for (const task of kept) {
    const pauses = state.pauses?.includes(task.kind) ?? false;
    if (pauses && task.clock.runningSince !== null) {
      clocks[task.no] = pauseClock(moment.calendar, task.clock, moment.now, to);
    } else if (!pauses && task.clock.runningSince === null) {
      clocks[task.no] = resumeClock(moment.calendar, task.clock, moment.now);
    }
    const more = [...new Set(change.raised)].filter(
      (principal) => principal !== task.holder && !task.added.includes(principal),
    );
    if (more.length > 0 && state.tasks.includes(task.kind)) added[task.no] = more;
  }
  return { to, phase: state.phase, done: change.done, dropped, opened, clocks, added };
}

function openTask(
  procedure: Procedure,
  kind: string,
  no: number,
  to: string,
  moment: Moment,
  raised: readonly number[],
) {
  const task = procedure.tasks[kind];
  if (!task) throw new Error(`${procedure.id} has no task ${kind}`);
  const [holder, ...others] = moment.principals[task.holder];
  if (holder === undefined) {
    // Nobody stands behind a capacity that the procedure needs: a hole in the city's set-up, named in the audit.
    throw new AppError("illegal-step", { params: { reason: "nobodyHolds", task: kind, capacity: task.holder } });
  }
  const started = startClock(moment.calendar, { at: moment.now, limit: task.limit });
  const state = getState(procedure, to);
  const paused = state.pauses?.includes(kind) ?? false;
  return {
    no,
    kind,
    audience: task.audience,
    holder,
    added: [...new Set([...others, ...(state.tasks.includes(kind) ? raised : [])])].filter((p) => p !== holder),
    clock: paused ? pauseClock(moment.calendar, started, moment.now, to) : started,
  };
}
