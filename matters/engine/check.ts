import { choicesOf } from "#kernel/fields/widget.ts";
import {
  type ChosenLimit,
  type Facts,
  handlingPlaces,
  type Procedure,
  type StepDefinition,
} from "#kernel/procedure.ts";
import { countsWorkingTime, type Limit } from "#kernel/working-time.ts";

type Step = StepDefinition<string, string, string>;

/**
 * The static check of a procedure: everything that can be known wrong before the first matter is opened.
 * Gives one sentence per fault; an empty list is a sound procedure. Texts are checked by a test of their own.
 */
export function checkProcedure(procedure: Procedure): string[] {
  // Unknown names first: with them the other questions have no answer.
  const unknown = unknownNames(procedure);
  if (unknown.length > 0) return unknown;
  const steps = Object.entries(procedure.steps);
  return [
    ...checkWays(procedure),
    ...Object.keys(procedure.states).flatMap((name) => checkState(procedure, name)),
    ...Object.keys(procedure.tasks).flatMap((name) => checkTask(procedure, name)),
    ...steps.flatMap(([name, step]) => checkStep(procedure, name, step)),
    ...steps.flatMap(([name, step]) => checkLimits(procedure, name, step)),
    ...checkAudiences(procedure),
    ...(Object.values(procedure.sections)[0]?.optional
      ? ["the first section of its opening form can be left out"]
      : []),
    ...(procedure.openedBy.length === 0 ? ["nobody can open it"] : []),
    ...(Object.keys(procedure.sections).length === 0 ? ["its opening form has no section"] : []),
  ];
}

/** Names that nothing is declared for. The types catch most of them, but not in a procedure made of data. */
function unknownNames(procedure: Procedure): string[] {
  const faults: string[] = [];
  const look = (kind: "states" | "tasks" | "steps" | "audiences", name: string | undefined, place: string) => {
    const noun = kind.slice(0, -1);
    if (name !== undefined && !Object.hasOwn(procedure[kind], name))
      faults.push(`${place} the unknown ${noun} ${name}`);
  };
  look("states", procedure.opensIn, "it opens in");
  look("states", procedure.opensWithoutProject, "it opens without a project in");
  for (const [name, { audience }] of Object.entries(procedure.sections))
    look("audiences", audience, `section ${name} is for`);
  for (const [name, { alsoReads }] of Object.entries(procedure.audiences)) {
    for (const other of alsoReads ?? []) look("audiences", other, `audience ${name} also reads`);
  }
  for (const [name, state] of Object.entries(procedure.states)) {
    for (const task of [...state.tasks, ...(state.pauses ?? [])]) look("tasks", task, `state ${name} names`);
    look("states", state.whenTasksDone, `state ${name} goes on to`);
  }
  for (const [name, task] of Object.entries(procedure.tasks)) {
    look("audiences", task.audience, `task ${name} is for`);
    look("steps", task.whenDue, `task ${name} ends in`);
    for (const state of task.survives ?? []) look("states", state, `task ${name} survives`);
  }
  for (const [name, step] of Object.entries(procedure.steps)) {
    look("audiences", step.audience, `step ${name} writes for`);
    look("steps", step.publishes, `step ${name} publishes`);
    look("steps", step.apartFrom, `step ${name} is apart from`);
    look("states", step.again?.to, `step ${name} leads again to`);
    if (step.to !== "same") look("states", step.to, `step ${name} leads to`);
    for (const state of step.from) look("states", state, `step ${name} comes from`);
    for (const task of step.completes ?? []) look("tasks", task, `step ${name} ends`);
    for (const task of step.opens ?? []) look("tasks", task, `step ${name} opens`);
    for (const task of Object.keys(step.limits ?? {})) look("tasks", task, `step ${name} limits`);
    look("tasks", step.extends?.task, `step ${name} extends`);
  }
  return faults;
}

/** Every state can be reached, and from every state an ending. */
function checkWays(procedure: Procedure): string[] {
  const states = Object.keys(procedure.states);
  const isClosed = (name: string) => procedure.states[name]?.phase === "closed";
  const openings = [procedure.opensIn, procedure.opensWithoutProject ?? procedure.opensIn];
  const reachable = new Set(openings.flatMap((opening) => [...reachedFrom(procedure, opening)]));
  return [
    ...states.filter((name) => !reachable.has(name)).map((name) => `state ${name} is never reached`),
    ...(states.some(isClosed) ? [] : ["no state closes the matter"]),
    ...states
      .filter((name) => ![...reachedFrom(procedure, name)].some(isClosed))
      .map((name) => `from state ${name} no ending can be reached`),
    ...(openings.some(isClosed) ? ["it opens in a closed state"] : []),
  ];
}

function checkState(procedure: Procedure, name: string): string[] {
  const state = procedure.states[name];
  if (!state) return [];
  const faults: string[] = [];
  if (state.phase === "closed" && state.tasks.length > 0) faults.push(`closed state ${name} has tasks`);
  if (state.phase === "closed" && state.whenTasksDone) faults.push(`closed state ${name} goes on by itself`);
  if (state.whenTasksDone === name) faults.push(`state ${name} goes on to itself`);
  if (state.phase !== "closed" && state.tasks.length === 0) faults.push(`open state ${name} waits for nobody`);
  if (state.pauses?.length && state.phase !== "waiting") faults.push(`state ${name} pauses a clock but does not wait`);
  for (const kind of state.pauses ?? []) {
    if (!state.tasks.includes(kind)) faults.push(`state ${name} pauses ${kind}, which is not its task`);
  }
  if (state.phase === "closed" || state.tasks.length === 0) return faults;

  const staying = Object.values(procedure.steps).filter((step) => targetsOf(step, name).includes(name));
  const endable = staying.flatMap((step) => step.completes?.filter((kind) => !step.opens?.includes(kind)) ?? []);
  const isDone = state.whenTasksDone !== undefined && state.tasks.every((kind) => endable.includes(kind));
  // A step that stays and ends something leads elsewhere again only if that has been opened anew.
  const leaves = Object.values(procedure.steps).some((step) =>
    targetsOf(step, name).some((to) => to !== name && (step.to !== "same" || !step.completes?.length)),
  );
  if (!isDone && !leaves) faults.push(`from state ${name} nothing surely leads on`);
  if (state.whenTasksDone) return faults;
  const running = state.tasks.filter((kind) => !state.pauses?.includes(kind));
  // A clock has to run, unless the project does: it takes the matter along when it goes on.
  const goesOn = Object.values(procedure.steps).some((step) => step.withProject && step.from.includes(name));
  if (running.length === 0 && !goesOn) faults.push(`in state ${name} every clock stands still`);
  else if (running.length > 0 && running.every((kind) => endable.includes(kind))) {
    faults.push(`state ${name} can be left waiting for nobody`);
  }
  return faults;
}

function checkTask(procedure: Procedure, name: string): string[] {
  const task = procedure.tasks[name];
  if (!task) return [];
  const faults: string[] = [];
  const homes = Object.keys(procedure.states).filter((state) => mayBeOpen(procedure, name, state));
  const ending = Object.values(procedure.steps).filter((step) => step.completes?.includes(name));
  if (!isLimit(task.limit)) faults.push(`task ${name} has no limit`);
  if (task.remind.some((percent) => !(percent > 0 && percent <= 100))) {
    faults.push(`task ${name} reminds at what is no percentage`);
  }
  if (task.ladder.length === 0 && !task.whenDue) faults.push(`nothing happens when task ${name} is overdue`);
  if (task.holder === "system") faults.push(`task ${name} waits for the clock`);
  if (homes.length === 0) faults.push(`task ${name} is never opened`);
  if (ending.length === 0) faults.push(`no step ends the task ${name}`);
  const canAct = Object.values(procedure.steps).some(
    (step) => step.by.includes(task.holder) && step.from.some((state) => homes.includes(state)),
  );
  if (homes.length > 0 && !canAct) faults.push(`whoever holds task ${name} can do nothing`);
  for (const state of task.survives ?? []) {
    if (procedure.states[state]?.phase === "closed") faults.push(`task ${name} survives the closing in ${state}`);
  }
  const whenDue = task.whenDue === undefined ? undefined : procedure.steps[task.whenDue];
  if (whenDue) {
    if (!whenDue.by.includes("system")) faults.push(`task ${name} ends in a step that the clock may not take`);
    if (!whenDue.completes?.includes(name)) faults.push(`task ${name} is not ended by ${task.whenDue}`);
    for (const state of homes) {
      if (procedure.states[state]?.pauses?.includes(name)) continue;
      if (!whenDue.from.includes(state))
        faults.push(`task ${name} can be due in state ${state}, where ${task.whenDue} is not open`);
    }
  }
  return faults;
}

function checkStep(procedure: Procedure, name: string, step: Step): string[] {
  const faults: string[] = [];
  const isClosed = (state: string | undefined) => state !== undefined && procedure.states[state]?.phase === "closed";
  if (step.by.length === 0) faults.push(`step ${name} can be taken by nobody`);
  if (step.from.length === 0) faults.push(`step ${name} is open in no state`);
  if (step.by.includes("system")) {
    if (!step.form.safeParse({}).success) faults.push(`step ${name} is the clock's but has a form to fill`);
    if (!step.withProject && !step.byEffect && !Object.values(procedure.tasks).some((task) => task.whenDue === name)) {
      faults.push(`step ${name} waits for a clock that never takes it`);
    }
  }
  if ((step.withProject || step.byEffect) && step.by.some((capacity) => capacity !== "system")) {
    faults.push(`step ${name} goes with ${step.withProject ? "the project" : "an event"} but others may take it`);
  }
  for (const state of step.from) {
    const stays = targetsOf(step, state).includes(state);
    if (!stays) continue;
    const ends = step.completes ?? [];
    if (ends.length === 0 && !step.opens?.length && !step.children && !step.continues && !step.extends)
      faults.push(`step ${name} changes nothing in ${state}`);
    if (ends.length > 0 && !ends.some((kind) => mayBeOpen(procedure, kind, state))) {
      faults.push(`step ${name} has nothing to end in ${state}`);
    }
  }
  if (step.again && !(step.again.after >= 1)) faults.push(`step ${name} leads elsewhere from the first time on`);
  if (step.handsTo !== undefined) {
    const places = choicesOf(step.form.shape[step.handsTo]);
    if (places.length === 0 || places.some((place) => !handlingPlaces.some((one) => one === place))) {
      faults.push(`step ${name} hands the matter to somebody who has no place in it`);
    }
  }
  const closes = step.from
    .flatMap((state) => targetsOf(step, state))
    .some((state) => isClosed(state) || isClosed(procedure.states[state]?.whenTasksDone));
  if (step.bulk && (closes || step.outcome || step.again || step.confirm || step.extends || step.children)) {
    faults.push(`step ${name} decides something and is taken for many matters at once`);
  }
  if (closes && step.children) faults.push(`step ${name} opens matters and may close its own`);
  if (closes && step.opens?.length) faults.push(`step ${name} opens a task and may close the matter`);
  if (step.publishes && procedure.steps[step.publishes]?.audience === step.audience) {
    faults.push(`step ${name} publishes what its readers have read already`);
  }
  for (const fact of factsTouched(step)) {
    if (!step.needs?.some((need) => need === fact)) faults.push(`the guard of ${name} uses ${fact} without needing it`);
  }
  return faults;
}

/** Limits that a form chooses: for tasks that the step starts, or for the one that it extends. */
function checkLimits(procedure: Procedure, name: string, step: Step): string[] {
  const faults: string[] = [];
  const targets = step.from.flatMap((state) => targetsOf(step, state));
  for (const [kind, choice] of Object.entries(step.limits ?? {})) {
    const starts = step.opens?.includes(kind) || targets.some((state) => procedure.states[state]?.tasks.includes(kind));
    if (!starts) faults.push(`step ${name} chooses a limit for ${kind}, which it does not start`);
    if (choice) faults.push(...checkChoice(name, step, choice));
  }
  if (!step.extends) return faults;
  const { task } = step.extends;
  faults.push(...checkChoice(name, step, step.extends));
  if (step.completes?.includes(task)) faults.push(`step ${name} extends ${task}, which it ends`);
  for (const state of step.from) {
    if (!mayBeOpen(procedure, task, state)) faults.push(`step ${name} has nothing to extend in ${state}`);
  }
  // A clock of working time goes on in working time.
  const limits = [procedure.tasks[task], ...Object.values(step.extends.options)];
  if (new Set(limits.map((one) => one && countsWorkingTime(one.limit))).size > 1) {
    faults.push(`step ${name} extends ${task} in another measure`);
  }
  return faults;
}

function checkChoice(name: string, step: Step, { field, options }: ChosenLimit): string[] {
  const choices = choicesOf(step.form.shape[field]);
  const keys = Object.keys(options);
  return [
    ...(choices.length === keys.length && choices.every((choice) => keys.includes(choice))
      ? []
      : [`the limits of step ${name} are not the choices of its field ${field}`]),
    ...Object.values(options)
      .filter(({ limit }) => !isLimit(limit))
      .map(() => `step ${name} chooses what is no limit`),
  ];
}

function isLimit(limit: Limit): boolean {
  return Number.isSafeInteger(limit.amount) && limit.amount >= 1;
}

/** Whoever reads an audience that reads another one reads that one too: it has to be declared in full. */
function checkAudiences(procedure: Procedure): string[] {
  return Object.entries(procedure.audiences).flatMap(([name, { alsoReads }]) =>
    (alsoReads ?? []).flatMap((other) =>
      (procedure.audiences[other]?.alsoReads ?? [])
        .filter((third) => third !== name && !alsoReads?.includes(third))
        .map((third) => `audience ${name} reads ${other}, but not ${third}, which ${other} reads`),
    ),
  );
}

/** Where a step may lead from a state, the work of parallel tasks left out. */
function targetsOf(step: Step, from: string): string[] {
  if (!step.from.includes(from)) return [];
  return [step.to === "same" ? from : step.to, ...(step.again ? [step.again.to] : [])];
}

function reachedFrom(procedure: Procedure, from: string): Set<string> {
  const seen = new Set([from]);
  const queue = [from];
  for (let here = queue.pop(); here !== undefined; here = queue.pop()) {
    const state = here;
    const next = Object.values(procedure.steps).flatMap((step) => targetsOf(step, state));
    for (const target of [...next, procedure.states[state]?.whenTasksDone ?? state]) {
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return seen;
}

/** Whether a task can be open in a state: its own, opened there, or survived from elsewhere. */
function mayBeOpen(procedure: Procedure, kind: string, state: string): boolean {
  const opening = Object.values(procedure.steps).filter((step) => step.opens?.includes(kind));
  const opensHere = (name: string) =>
    procedure.states[name]?.tasks.includes(kind) ||
    opening.some((step) => step.from.some((from) => targetsOf(step, from).includes(name)));
  if (opensHere(state)) return true;
  return (procedure.tasks[kind]?.survives?.includes(state) ?? false) && Object.keys(procedure.states).some(opensHere);
}

/** Which facts a guard looks at, found by letting it look: every way through it that facts can open. */
function factsTouched(step: Step): Set<string> {
  const touched = new Set<string>();
  if (!step.guard) return touched;
  const each = (value: unknown) => new Proxy({}, { get: () => value });
  for (const stepCounts of [{}, each(1), each(99)] as Facts["stepCounts"][])
    for (const openChildren of [0, 99])
      for (const openTasks of [[], [...(step.opens ?? []), ...(step.completes ?? [])]])
        for (const daysSinceClosed of [null, 0, 1e6])
          for (const yes of [false, true]) {
            const facts: Facts = {
              stepCounts,
              openChildren,
              openTasks,
              daysSinceClosed,
              topicReviewed: yes,
              hasFirm: yes,
              stationKnown: yes,
              // Lateness is as wide a question as openness, so both are asked together.
              lateTasks: openTasks,
              ownSteps: [],
              ownOriginSteps: [],
            };
            const watched = new Proxy(facts, {
              get(target, name) {
                touched.add(String(name));
                return Reflect.get(target, name);
              },
            });
            step.guard(watched);
          }
  return touched;
}
