import type { CallInputOf, Operation, OutputOf } from "#kernel/operation.ts";
import type { City } from "./directory.ts";

/** Takes an operation as whoever runs the errand. */
export type Call = <Op extends Operation>(operation: Op, input: CallInputOf<Op>) => Promise<OutputOf<Op>>;

/**
 * Something that somebody does at an instant beside the matters of the courses: to a project, a service plan, a place.
 * It goes the way of every other call. Errands of one thread depend on each other: when one is refused, the rest is left.
 */
export interface Errand {
  readonly what: string;
  readonly at: Date;
  readonly by: string;
  /** Key of the firm for which somebody of a firm acts. */
  readonly firm: string | null;
  readonly area: string;
  readonly thread: { readonly drawn: true };
  /** Gives the matters that it has opened. */
  run(call: Call, city: City): Promise<readonly number[]>;
}
