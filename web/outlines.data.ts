import { procedures } from "#capabilities/index.ts";
import type { StateDefinition, TaskDefinition } from "#kernel/procedure.ts";

/** What lists tell of a kind of matter; its forms and guards come with the pages on which it is written. */
export interface Outline {
  readonly id: string;
  readonly states: Readonly<Record<string, Pick<StateDefinition<string, string>, "phase" | "tasks">>>;
  readonly tasks: Readonly<Record<string, Pick<TaskDefinition<string, string>, "limit">>>;
}

/** Every kind of matter, in the order of their declaration. */
export const outlines: readonly Outline[] = procedures.map(({ id, states, tasks }) => ({
  id,
  states: mapped(states, ({ phase, tasks: opened }) => ({ phase, tasks: opened })),
  tasks: mapped(tasks, ({ limit }) => ({ limit })),
}));

function mapped<From, To>(parts: Readonly<Record<string, From>>, make: (part: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, make(part)]));
}
