import { mayTakeStep, type MatterSubject } from "#access/rules/matters.ts";
import type { FactName, Facts, Procedure } from "#kernel/procedure.ts";
import { targetOf } from "./target.ts";

/** What both sides of the wire know of a matter when they ask which steps are open. */
export interface StepView extends MatterSubject {
  readonly state: string;
  /** Kinds of all open tasks. */
  readonly openTasks: readonly string[];
  readonly facts: Partial<Facts>;
}

export interface StepAbility {
  readonly id: string;
  /** Null when the step can be taken now, else a message key below `reason.`. */
  readonly blockedBy: string | null;
}

/** The steps that stand before the actor in this state, with the reason where one is blocked. */
export function openSteps(procedure: Procedure, view: StepView): StepAbility[] {
  return Object.entries(procedure.steps)
    .filter(([, step]) => step.from.includes(view.state) && mayTakeStep({ ...view, by: step.by }))
    .map(([id]) => ({ id, blockedBy: blockOf(procedure, id, view) }))
    .filter(({ blockedBy }) => blockedBy !== "taskNotOpen");
}

/** Why the step is not open, apart from who asks: null when it is. */
export function blockOf(procedure: Procedure, id: string, view: Omit<StepView, "capacities">): string | null {
  const step = procedure.steps[id];
  if (!step?.from.includes(view.state)) return "notInThisState";
  if (step.to === "same" && step.completes?.length && !step.completes.some((kind) => view.openTasks.includes(kind))) {
    return "taskNotOpen";
  }
  if (step.apartFrom && view.facts.ownSteps?.includes(step.apartFrom) === true) return "fourEyes";
  const answer = step.guard?.(view.facts as Facts) ?? true;
  if (answer !== true) return answer;
  const extending = step.extends ? extensionBlock(procedure, step.extends.task, view) : null;
  if (extending !== null) return extending;
  // A parent closes after its children.
  const target = targetOf(procedure, id, { ...view, timesTaken: view.facts.stepCounts?.[id] ?? 0 });
  return procedure.states[target]?.phase === "closed" && (view.facts.openChildren ?? 0) > 0 ? "childrenOpen" : null;
}

/** CR3: a limit is replaced only while it runs or stands still, and once in a matter. */
function extensionBlock(procedure: Procedure, task: string, view: Omit<StepView, "capacities">): string | null {
  if (!view.openTasks.includes(task)) return "taskNotOpen";
  const taken = view.facts.stepCounts ?? {};
  if (Object.entries(procedure.steps).some(([id, step]) => step.extends && (taken[id] ?? 0) > 0)) return "extendedOnce";
  return view.facts.lateTasks?.includes(task) === true ? "limitEnded" : null;
}

/** The facts that have to be loaded to know whether a step is open. */
export function factsOfStep(procedure: Procedure, id: string): FactName[] {
  const step = procedure.steps[id];
  if (!step) return [];
  const targets = [...(step.to === "same" ? step.from : [step.to]), ...(step.again ? [step.again.to] : [])];
  const mayClose = targets.some((name) =>
    [name, procedure.states[name]?.whenTasksDone].some((end) => end && procedure.states[end]?.phase === "closed"),
  );
  return [
    ...new Set([
      ...(step.needs ?? []),
      ...(step.again || step.extends ? (["stepCounts"] as const) : []),
      ...(step.extends ? (["lateTasks"] as const) : []),
      ...(step.apartFrom ? (["ownSteps"] as const) : []),
      ...(mayClose ? (["openChildren"] as const) : []),
    ]),
  ];
}

/** The facts that have to be loaded to know which steps are open in a state. */
export function factsNeeded(procedure: Procedure, state: string): FactName[] {
  const ids = Object.keys(procedure.steps).filter((id) => procedure.steps[id]?.from.includes(state));
  return [...new Set(ids.flatMap((id) => factsOfStep(procedure, id)))];
}
