import type { Facts, Procedure } from "#kernel/procedure.ts";

/**
 * The static check of a procedure: everything that can be known wrong before the first matter is opened.
 * Gives one sentence per fault; an empty list is a sound procedure. Texts are checked by the messages' own test.
 */
export function checkProcedure(procedure: Procedure): string[] {
  const faults: string[] = [];
  const states = Object.keys(procedure.states);
  const steps = Object.entries(procedure.steps);
  const closed = states.filter((name) => procedure.states[name]?.phase === "closed");

  const reachable = closure(procedure, [procedure.opensIn]);
  for (const name of states) if (!reachable.has(name)) faults.push(`state ${name} is never reached`);
  if (closed.length === 0) faults.push("no state closes the matter");
  for (const name of states) {
    if (!closed.includes(name) && ![...closure(procedure, [name])].some((next) => closed.includes(next))) {
      faults.push(`from state ${name} no ending can be reached`);
    }
  }

  for (const [name, state] of Object.entries(procedure.states)) {
    if (state.phase === "closed" && state.tasks.length > 0) faults.push(`closed state ${name} has tasks`);
    if (state.phase !== "closed" && state.tasks.length === 0) faults.push(`open state ${name} waits for nobody`);
    if (state.pauses?.length && state.phase !== "waiting")
      faults.push(`state ${name} pauses a clock but does not wait`);
    for (const kind of state.tasks)
      if (!procedure.tasks[kind]) faults.push(`state ${name} names an unknown task ${kind}`);
    for (const kind of state.pauses ?? []) {
      if (!state.tasks.includes(kind)) faults.push(`state ${name} pauses ${kind}, which is not its task`);
    }
    if (state.phase === "waiting" && state.tasks.every((kind) => state.pauses?.includes(kind))) {
      faults.push(`in state ${name} every clock stands still`);
    }
    for (const kind of state.tasks) {
      const ends = steps.some(([, step]) => step.completes?.includes(kind));
      if (!ends) faults.push(`no step ends the task ${kind}`);
    }
  }

  for (const [name, task] of Object.entries(procedure.tasks)) {
    if (!(task.limit.amount > 0)) faults.push(`task ${name} has no limit`);
    if (!procedure.audiences[task.audience]) faults.push(`task ${name} has the unknown audience ${task.audience}`);
    if (task.ladder.length === 0 && !task.whenDue) faults.push(`nothing happens when task ${name} is overdue`);
    if (task.whenDue && !procedure.steps[task.whenDue]?.by.includes("system")) {
      faults.push(`task ${name} ends in a step that the clock may not take`);
    }
  }

  for (const [name, step] of steps) {
    if (step.by.length === 0) faults.push(`step ${name} can be taken by nobody`);
    if (!procedure.audiences[step.audience])
      faults.push(`step ${name} writes for the unknown audience ${step.audience}`);
    if (step.publishes && !procedure.steps[step.publishes]) faults.push(`step ${name} publishes an unknown step`);
    if (step.by.includes("system") && !isEmptyForm(step.form))
      faults.push(`step ${name} is the clock's but has a form to fill`);
    if (step.to === "same" && !step.completes?.length && !step.opens?.length)
      faults.push(`step ${name} changes nothing`);
    const touched = factsTouched(step.guard);
    for (const fact of touched) {
      if (!step.needs?.some((need) => need === fact))
        faults.push(`the guard of ${name} uses ${fact} without needing it`);
    }
  }
  for (const [name, section] of Object.entries(procedure.sections)) {
    if (!procedure.audiences[section.audience]) faults.push(`section ${name} is for an unknown audience`);
  }
  return faults;
}

function closure(procedure: Procedure, from: string[]): Set<string> {
  const seen = new Set(from);
  const queue = [...from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const here = name;
    const next = [
      procedure.states[here]?.whenTasksDone,
      ...Object.values(procedure.steps)
        .filter((step) => step.from.includes(here))
        .flatMap((step) => [step.to === "same" ? here : step.to, step.again?.to]),
    ];
    for (const state of next) {
      if (state !== undefined && !seen.has(state)) {
        seen.add(state);
        queue.push(state);
      }
    }
  }
  return seen;
}

function isEmptyForm(form: { safeParse(value: unknown): { success: boolean } }): boolean {
  return form.safeParse({}).success;
}

/** Which facts a guard looks at, found by letting it look. */
function factsTouched(guard: ((facts: Facts) => unknown) | undefined): string[] {
  if (!guard) return [];
  const touched = new Set<string>();
  for (const [counts, number, flag] of [
    [{}, 0, false],
    [new Proxy({}, { get: () => 1 }), 100, true],
  ] as const) {
    const facts: Facts = {
      stepCounts: counts,
      openChildren: number,
      openTasks: [],
      daysSinceClosed: number,
      topicReviewed: flag,
    };
    guard(
      new Proxy(facts, {
        get(target, name) {
          touched.add(String(name));
          return Reflect.get(target, name);
        },
      }),
    );
  }
  return [...touched];
}
