import { mayTakeStep, type MatterSubject } from "#access/rules/matters.ts";
import type { FactName, Facts, Procedure } from "#kernel/procedure.ts";

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
  return Object.keys(procedure.steps)
    .filter((id) => {
      const step = procedure.steps[id];
      return (
        step !== undefined &&
        step.from.includes(view.state) &&
        mayTakeStep({ ...view, by: step.by, completes: step.completes ?? [] })
      );
    })
    .filter((id) => endsSomething(procedure, id, view))
    .map((id) => ({ id, blockedBy: blockOf(procedure, id, view) }));
}

/** Why the step is not open, apart from who asks: null when it is. */
export function blockOf(procedure: Procedure, id: string, view: StepView): string | null {
  const step = procedure.steps[id];
  if (!step || !step.from.includes(view.state)) return "notInThisState";
  if (!endsSomething(procedure, id, view)) return "taskNotOpen";
  const answer = step.guard?.(view.facts as Facts) ?? true;
  return answer === true ? null : answer;
}

/**
 * A step that stays in its state and ends tasks needs at least one of them to be open. One that moves on ends
 * whichever of its tasks are open: asking back is possible before the first reply and after it.
 */
function endsSomething(procedure: Procedure, id: string, view: StepView): boolean {
  const step = procedure.steps[id];
  return (
    !step?.completes?.length || step.to !== "same" || step.completes.some((kind) => view.openTasks.includes(kind))
  );
}

/** The facts that have to be loaded to know which steps are open in a state. */
export function factsNeeded(procedure: Procedure, state: string): FactName[] {
  const steps = Object.values(procedure.steps).filter((step) => step.from.includes(state));
  return [...new Set(steps.flatMap((step) => step.needs ?? []))];
}
