import { changedPlaces, type PrincipalsByCapacity } from "#access/capacities.ts";
import { AppError } from "#kernel/errors.ts";
import type { Capacity, ChosenLimit, HandlingPlace, Procedure, RuledLimit } from "#kernel/procedure.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { extendClock, type Limit, type LimitClock, pauseClock, resumeClock, startClock } from "#kernel/working-time.ts";
import { blank, type Resolved, type Snapshot, type TaskSnapshot } from "./snapshot.ts";
import { getState, targetOf } from "./target.ts";

export interface Moment {
  readonly now: Date;
  readonly calendar: WorkCalendar;
  readonly principals: PrincipalsByCapacity;
  /** The city's own limits that are in force now, by the key of their rule. */
  readonly limits: ReadonlyMap<string, Limit>;
  /** When limits began to count that did so before now, by the kind of their task. */
  readonly begun?: Readonly<Record<string, Date>>;
  /** Principals of whoever opens the matter or takes the step. */
  readonly held?: readonly number[];
}

/**
 * What opening a matter in this state leads to; the moment's principals already stand in the places of whoever handles
 * it. Throws `illegal-step` when nobody can hold a task.
 */
export function planOpening(
  procedure: Procedure,
  state: string,
  moment: Moment,
  handledBy: HandlingPlace = blank.handledBy,
): Resolved {
  const opened = enter(procedure, blank, state, moment, {
    done: [],
    opens: [],
    raised: [],
    chosen: {},
    extended: {},
    apart: [],
  });
  return handledBy === blank.handledBy ? opened : { ...opened, handledBy };
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
  given: Moment,
): Resolved {
  const step = procedure.steps[stepId];
  if (!step) throw new Error(`${procedure.id} has no step ${stepId}`);
  const handledBy = step.handsTo === undefined ? before.handledBy : placeIn(form[step.handsTo]);
  const moment = handledBy === before.handledBy ? given : { ...given, principals: changedPlaces(given.principals) };
  const open = before.tasks.filter((task) => task.state === "open");
  const done = open.filter((task) => step.completes?.includes(task.kind)).map((task) => task.no);
  const target = targetOf(procedure, stepId, {
    state: before.state,
    openTasks: open.map((task) => task.kind),
    timesTaken,
  });
  const raised = (step.raises ?? []).flatMap((capacity) => moment.principals[capacity]);
  const chosen = Object.fromEntries(
    Object.entries(step.limits ?? {}).flatMap(([kind, choice]) => {
      const limit = choice && chosenLimit(choice, form);
      return limit ? [[kind, limit]] : [];
    }),
  );
  const extended = step.extends ? extension(before, step.extends, form, moment) : {};
  const apart = Object.values(procedure.steps).flatMap((one) =>
    one.apartFrom === stepId ? (one.completes ?? []) : [],
  );
  const change = { done, opens: step.opens ?? [], raised, chosen, extended, apart };
  const entered = enter(procedure, before, target, moment, change);
  const resolved = handledBy === before.handledBy ? entered : { ...entered, handledBy };
  if (resolved.phase === "closed") {
    const outcome = step.outcome?.(form);
    return outcome === undefined ? resolved : { ...resolved, outcome };
  }
  // Reopening: what the matter came to is open again.
  return before.phase === "closed" ? { ...resolved, outcome: null } : resolved;
}

/** Whose place a form names; its schema has admitted only the two. */
function placeIn(choice: unknown): HandlingPlace {
  return choice === "deputy" ? "deputy" : "handler";
}

interface Change {
  readonly done: readonly number[];
  readonly opens: readonly string[];
  readonly raised: readonly number[];
  /** Limits that the step's form chose, by the kind of task. */
  readonly chosen: Readonly<Record<string, RuledLimit>>;
  /** Clocks with a new limit, by task number. */
  readonly extended: Readonly<Record<number, LimitClock>>;
  /** Kinds of tasks that are for somebody else than whoever takes this step. */
  readonly apart: readonly string[];
}

function chosenLimit(choice: ChosenLimit, form: Record<string, unknown>): RuledLimit | undefined {
  const option = String(form[choice.field]);
  return Object.hasOwn(choice.options, option) ? choice.options[option] : undefined;
}

/** The limit that holds now: the city's rule, else the declared one. */
function inForce({ limit, rule }: RuledLimit, moment: Moment): Limit {
  return (rule === undefined ? undefined : moment.limits.get(rule)) ?? limit;
}

/** The new clock of the task whose limit is replaced. Throws `illegal-step` unless it would end later than before. */
function extension(
  before: Snapshot,
  choice: ChosenLimit & { readonly task: string },
  form: Record<string, unknown>,
  moment: Moment,
): Record<number, LimitClock> {
  const task = before.tasks.find((one) => one.state === "open" && one.kind === choice.task);
  const option = chosenLimit(choice, form);
  if (!task || !option) throw new Error(`nothing to extend: ${choice.task}`);
  const { calendar, now } = moment;
  const extended = extendClock(calendar, task.clock, now, inForce(option, moment));
  // By the minute in which each ends: the two may count differently. What stands still is compared as if it ran on now.
  const runs = (clock: LimitClock) => (clock.runningSince === null ? resumeClock(calendar, clock, now) : clock);
  if ((runs(extended).dueAt ?? "") <= (runs(task.clock).dueAt ?? "")) {
    throw new AppError("illegal-step", { params: { reason: "nothingGained" } });
  }
  return { [task.no]: extended };
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
    openTask(procedure, kind, before.tasks.length + 1 + index, to, moment, change),
  );

  const clocks: Record<number, LimitClock> = { ...change.extended };
  const added: Record<number, readonly number[]> = {};
  for (const task of kept) {
    const pauses = state.pauses?.includes(task.kind) ?? false;
    const clock = change.extended[task.no] ?? task.clock;
    if (pauses && clock.runningSince !== null) {
      clocks[task.no] = pauseClock(moment.calendar, clock, moment.now, to);
    } else if (!pauses && clock.runningSince === null) {
      clocks[task.no] = resumeClock(moment.calendar, clock, moment.now);
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
  { raised, chosen, apart }: Pick<Change, "raised" | "chosen" | "apart">,
) {
  const task = procedure.tasks[kind];
  if (!task) throw new Error(`${procedure.id} has no task ${kind}`);
  // What somebody asks about himself goes past his own desk.
  const isApart = (capacity: Capacity) =>
    apart.includes(kind) || (procedure.aboutOneself === true && capacity !== "requester");
  const isOwn = (capacity: Capacity) =>
    isApart(capacity) && moment.principals[capacity].some((one) => moment.held?.includes(one));
  const heldBy = [task.holder, ...task.ladder].find((capacity) => !isOwn(capacity)) ?? task.holder;
  const [holder, ...others] = moment.principals[heldBy];
  if (holder === undefined) {
    // Nobody stands behind a capacity that the procedure needs: a hole in the city's set-up, named in the audit.
    throw new AppError("illegal-step", { params: { reason: "nobodyHolds", task: kind, capacity: task.holder } });
  }
  const limit = inForce(chosen[kind] ?? task, moment);
  const since = moment.begun?.[kind] ?? moment.now;
  const started = startClock(moment.calendar, { at: moment.now, limit, since });
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
