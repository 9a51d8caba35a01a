import { isWithoutName } from "#access/capacities.ts";
import type { Actor } from "#directory/context.ts";
import type { Operation } from "#kernel/operation.ts";
import { Apart } from "./apart.ts";
import type { AuditFacts, AuditMark } from "./audit.ts";
import { networkOf } from "./network.ts";
import type { Caller } from "./pipeline.ts";
import type { SessionChange } from "./session-door.ts";
import { Trials } from "./trials.ts";

/** What is known of a call while it runs; the audit row is made of it, also when it fails. */
export interface Trace {
  actor: Actor | null;
  object: string;
  purpose: string | null;
  count: number | null;
  because: { readonly why: string; readonly field?: string } | null;
  /** Its row names nobody, whatever it is about. */
  unnamed: boolean;
  /** Records beside `object` that the call has changed; each gets a row of its own. */
  changed: readonly string[];
  session: SessionChange | undefined;
  /** What is done without a connection, and the guesses that this call makes. */
  readonly apart: Apart;
  readonly trials: Trials;
  /** Accounts that the answer shows whole, beside the actor's own. */
  shown: readonly number[];
  /** The audit rows of the transaction, to be witnessed once it is committed. */
  marks: AuditMark[];
}

export function newTrace(): Trace {
  return {
    actor: null,
    object: "",
    purpose: null,
    count: null,
    because: null,
    unnamed: false,
    session: undefined,
    apart: new Apart(),
    trials: new Trials(),
    ...blank(),
  };
}

/** What each trial of a transaction gathers anew. */
export const blank = (): Pick<Trace, "changed" | "shown" | "marks"> => ({ changed: [], shown: [], marks: [] });

/**
 * What the audit row of a call says. That a call was made about a complaint without a name is on record like any other, with
 * its time and its outcome; that its requester made it is not, neither by account and firm nor by device and network
 * (docs/decisions, "A complaint without a name").
 */
export function factsOf(
  operation: Operation,
  caller: Caller,
  trace: Trace,
  at: Date,
  status: number,
  detail: Readonly<Record<string, unknown>> | null,
): AuditFacts {
  const { actor } = trace;
  // A record's name may come from the caller; a character that no text of the database holds must not keep it off the record.
  const object = trace.object.replaceAll("\0", "\uFFFD");
  const call = { at, operation: operation.id, object, count: trace.count, status };
  if (actor !== null && (trace.unnamed || isAboutUnnamed(actor, trace.object))) {
    const nobody = { account_id: null, enterprise_id: null, unit_id: null, device: null };
    const { shown: _shown, ...rest } = detail ?? {};
    return { ...call, ...nobody, purpose: "unnamed", detail: rest };
  }
  return {
    ...call,
    account_id: actor?.accountId ?? null,
    enterprise_id: actor?.enterpriseId ?? null,
    unit_id: actor?.unitId ?? null,
    device: caller.device,
    // Decision 24: the purpose follows from the relation.
    purpose: trace.purpose ?? (actor === null ? "none" : actor.kind === "member" ? "ownMatter" : "duty"),
    detail: { ...detail, ...fromOf(caller) },
  };
}

function isAboutUnnamed(actor: Actor, object: string): boolean {
  const [, id] = /^matter:(\d{1,15})$/.exec(object) ?? [];
  return id !== undefined && isWithoutName(actor, Number(id));
}

/** The network that a call came from, where it came over one. */
export function fromOf(caller: { readonly address?: string | undefined }): { from?: string } {
  const from = caller.address === undefined ? null : networkOf(caller.address);
  return from === null ? {} : { from };
}

/**
 * What a list was asked for. Of a firm's people without the place where a page begins and the rows that a screen had left
 * over: these are ids of records, and one of them may be a complaint without a name.
 */
export function asked(actor: Actor | null, query: unknown): unknown {
  if (actor?.kind !== "member" || !isRecord(query)) return query;
  const { cursor: _cursor, only: _only, ...rest } = query;
  return rest;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
