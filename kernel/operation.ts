import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";

/** A zod object whose keys are the whole input: path, query and body parameters together. */
export type InputSchema = z.ZodObject;

/** What somebody has to do before anything else opens to him. */
export type SessionLimit = "password" | "factor";

/**
 * One thing a caller can do. The server's loop turns it into a route, OpenAPI, audit and idempotency; the
 * browser's `call` into a typed request. Its access rule stands in `access/rules`, its work in a handler.
 */
export interface Operation<
  Id extends string = string,
  I extends InputSchema = InputSchema,
  O extends z.ZodType = z.ZodType,
> {
  /** `noun.verb`, also the OpenAPI operationId. */
  readonly id: Id;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path with `:name` parameters; every parameter is a key of `input`. */
  readonly path: `/api/${string}`;
  /** A write takes an Idempotency-Key and is one transaction with its audit row and outbox messages. */
  readonly kind: "read" | "write";
  /** Callable without a session. */
  readonly open?: true;
  /**
   * The same for everybody, and for so many seconds whoever passes it on may keep it. Only of an open reading operation that
   * leaves nothing on record.
   */
  readonly shared?: number;
  /** A write that must not be replayed from a stored answer (signing in and out). */
  readonly replayable?: false;
  /**
   * Only within minutes of a proof who is there: what gives others access or ends it, takes data out, or changes the
   * proofs. Each write about who has access says so or says `false` (access/sensitive.test.ts).
   */
  readonly sensitive?: boolean;
  /** Also for other systems, by a service account whose scopes name it; of the matters of which procedures it tells. */
  readonly machines?: { readonly procedures: readonly string[] };
  /** Also for whoever has to choose a password, or to set up a second factor, before anything else opens to him. */
  readonly whileLimited?: readonly SessionLimit[];
  /**
   * The part of the input by which somebody of a firm asks to stay unnamed. As long as it is not understood, whatever is not
   * a plain no counts as a yes.
   */
  readonly unnamedBy?: string;
  /** What the request carries besides parameters; `multipart` hands a file stream to the handler. */
  readonly body?: "json" | "multipart";
  /** `file`: the handler answers with a stream instead of JSON. */
  readonly reply?: "json" | "file";
  readonly input: I;
  readonly output: O;
  /** What the audit says was looked at or changed: one row per record, one per list, or nothing personal in it. */
  readonly audit: "record" | "list" | "none";
  /** Errors beyond the ones that every operation has. */
  readonly errors?: readonly ErrorCode[];
  /** One English sentence for the published description. */
  readonly summary: string;
}

export function defineOperation<const Id extends string, I extends InputSchema, O extends z.ZodType>(
  operation: Operation<Id, I, O>,
): Operation<Id, I, O> {
  return operation;
}

export type InputOf<Op> = Op extends Operation<string, infer I, z.ZodType> ? z.output<I> : never;
/** What a caller writes: before defaults and coercions. */
export type CallInputOf<Op> = Op extends Operation<string, infer I, z.ZodType> ? z.input<I> : never;
export type OutputOf<Op> = Op extends Operation<string, InputSchema, infer O> ? z.output<O> : never;

/** Operations by id, as a capability's contract lists them. */
export type Contract = Readonly<Record<string, Operation>>;
