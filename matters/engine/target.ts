import type { Procedure, StateDefinition } from "#kernel/procedure.ts";

/** The state's declaration; throws for a state that the procedure does not know. */
export function getState(procedure: Procedure, name: string): StateDefinition<string, string> {
  const state = procedure.states[name];
  if (!state) throw new Error(`${procedure.id} has no state ${name}`);
  return state;
}

/** The state that a new matter opens in. */
export function openingState(procedure: Procedure, relations: { readonly projectId: number | null }): string {
  return relations.projectId === null ? (procedure.opensWithoutProject ?? procedure.opensIn) : procedure.opensIn;
}

/**
 * The state that a step leads to from where the matter is: another one when it was taken often enough before, and the
 * next one when it ends the last of parallel tasks.
 */
export function targetOf(
  procedure: Procedure,
  stepId: string,
  before: { readonly state: string; readonly openTasks: readonly string[]; readonly timesTaken: number },
): string {
  const step = procedure.steps[stepId];
  if (!step) throw new Error(`${procedure.id} has no step ${stepId}`);
  const wanted = step.again && before.timesTaken >= step.again.after ? step.again.to : step.to;
  const to = wanted === "same" ? before.state : wanted;
  if (to !== before.state) return to;
  const { tasks, whenTasksDone } = getState(procedure, to);
  const open = [...before.openTasks.filter((kind) => !step.completes?.includes(kind)), ...(step.opens ?? [])];
  return whenTasksDone !== undefined && !tasks.some((kind) => open.includes(kind)) ? whenTasksDone : to;
}
