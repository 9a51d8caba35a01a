import type { Contract, InputOf, Operation, OutputOf } from "#kernel/operation.ts";
import type { Context, FileReply } from "./context.ts";

/** What a rule answers: forbidden is 403, invisible is 404 as if there were nothing. */
export type Decision = "allow" | "forbidden" | "invisible";

/** Decides on one loaded subject. Rules stand in `access/rules` and nowhere else. */
export type Rule<Subject> = (actor: Context["actor"], subject: Subject) => Decision;

type Reply<Op> = Op extends { reply: "file" } ? FileReply : OutputOf<Op>;

/** What a handler has loaded: the subject that the rule decides on, and the work that waits for the decision. */
export interface Prepared<Subject, R> {
  readonly subject: Subject;
  run(): Promise<R>;
}

/**
 * The work of an operation in two halves: it loads, the pipeline asks the rule about what was loaded, then it runs.
 * Undefined is answered with 404, as if there were nothing.
 */
export type Handler<Op extends Operation, Subject> = (
  ctx: Context,
  input: InputOf<Op>,
) => Promise<Prepared<Subject, Reply<Op>> | undefined>;

type SubjectOf<R> = R extends Rule<infer Subject> ? Subject : never;

/** Handlers for a contract and its rules: one missing, of either, is a type error. */
export type Handlers<C extends Contract, R extends { readonly [K in keyof C]: Rule<never> }> = {
  readonly [K in keyof C]: Handler<C[K], SubjectOf<R[K]>>;
};

/** Handlers of this layer, whose rules decide on the actor alone; `server/registry.ts` puts both together. */
export type PlainHandlers<C extends Contract> = { readonly [K in keyof C]: Handler<C[K], unknown> };
