import { sql } from "kysely";
import { mayCall } from "#access/machines.ts";
import { sendAhead } from "#directory/ahead.ts";
import type { Actor, Context, FileReply, Part } from "#directory/context.ts";
import type { Prepared } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import { Apart } from "./apart.ts";
import { isIntact, writeAudit, writeAudits } from "./audit.ts";
import { isOutOfRoom, isRetryable, isUnreachable, isUnstorable, type Tx } from "./database.ts";
import { drawAgain } from "./draw.ts";
import { claimKey, keepAnswer } from "./idempotency.ts";
import { identityDoor } from "./identity-door.ts";
import { asked, blank, factsOf, fromOf, newTrace, type Trace } from "./on-record.ts";
import { emitter } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import { passkeyDoor } from "./passkey-door.ts";
import { postDoor } from "./post.ts";
import type { Service } from "./registry.ts";
import { codeDoor, factorDoor, keyDoor, type SessionChange, sessionDoor } from "./session-door.ts";
import { type Arrival, fileDoor, type Upload } from "./upload.ts";
import { authenticate, hasProved, nobody } from "./who-calls.ts";

/** Who calls, before the database has said who that is. */
export interface Caller {
  /** SHA-256 of the session token. */
  readonly tokenHash?: Buffer;
  /** In place of a token: SHA-256 of another system's key, and where the call comes from. */
  readonly key?: { readonly hash: Buffer; readonly address: string };
  /** In place of a token, within this process: seeding and tests. */
  readonly account?: { readonly accountId: number; readonly enterpriseId: number | null };
  readonly device: "phone" | "desk";
  /** A page asks by itself while nobody touches it: no use that keeps a session alive (decision 33). */
  readonly unattended?: boolean;
  /** By whom the browser is known (`known-devices.ts`). */
  readonly marks?: string;
  /** From where it came; only its network is kept. */
  readonly address?: string;
  readonly idempotencyKey?: string;
  /** The file of a multipart request. */
  readonly arrival?: Arrival;
}

export interface Answer {
  readonly body: unknown;
  readonly file?: FileReply;
  readonly session?: SessionChange;
}

const attempts = 3;

/**
 * The one way of every operation, from whatever door: authenticate → parse → one transaction { set the actor → load →
 * decide → run → audit and outbox } → present. Throws AppError and nothing else that a caller could meet.
 */
export async function execute(platform: Platform, id: string, raw: unknown, caller: Caller): Promise<Answer> {
  const service = platform.registry.get(id);
  if (!service) throw new AppError("not-found");
  const trace = newTrace();
  let upload: Upload | undefined;
  try {
    if (caller.arrival) upload = await receive(platform, service.operation, caller, trace);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await trace.apart.settle(() => inTransaction(platform, service, raw, caller, trace, upload));
        platform.witness?.note(trace.marks);
        return answer;
      } catch (error) {
        if (!isRetryable(error) || attempt >= attempts) throw error;
      }
    }
  } catch (error) {
    await upload?.discard();
    const known = toAppError(platform, error);
    await recordFailure(platform, service.operation, raw, caller, trace, known);
    throw known;
  }
}

async function inTransaction(
  platform: Platform,
  service: Service,
  raw: unknown,
  caller: Caller,
  trace: Trace,
  upload: Upload | undefined,
): Promise<Answer> {
  const { operation, handler } = service;
  return platform.db.transaction().execute(async (tx) => {
    const now = platform.clock.now();
    Object.assign(trace, blank());
    let actor: Actor;
    try {
      actor = await authenticate(tx, operation, caller, now, trace);
    } finally {
      // What is refused before the handler knows what it is would else stand beside what is sent again a moment later.
      trace.unnamed = trace.actor?.kind === "member" && mayAskForNoName(operation, raw);
    }
    const input = parse(operation, raw);
    const ctx = createContext(platform, tx, actor, now, caller, trace, upload);

    const keyed = operation.kind === "write" && operation.replayable !== false;
    const claim = keyed ? claimOf(platform, operation, caller, actor, input, now) : null;
    if (claim) {
      const stored = await claimKey(tx, platform.crypto, claim);
      if (stored !== undefined) return { body: stored };
    }
    trace.unnamed = false;

    const result = await perform(platform, tx, service, caller, trace, now, input, await handler(ctx, input));
    await trace.trials.giveBack(tx);
    if (operation.reply === "file") return { body: null, file: result as FileReply };
    const body = operation.output.parse(result);
    if (claim) await keepAnswer(tx, platform.crypto, claim, body);
    return { body, ...(trace.session && { session: trace.session }) };
  });
}

/** The second half of every operation: the rule decides on what was loaded, the work is done, and is on record. */
async function perform<R>(
  platform: Platform,
  tx: Tx,
  { operation, rule }: Service,
  caller: Caller,
  trace: Trace,
  now: Date,
  query: unknown,
  prepared: Prepared<unknown, R> | undefined,
): Promise<R> {
  if (!prepared) throw new AppError("not-found");
  const decision = rule(trace.actor ?? nobody, prepared.subject);
  if (decision !== "allow") throw new AppError(decision === "invisible" ? "not-found" : "forbidden");
  if (operation.sensitive && !hasProved(trace.actor, caller, now)) throw new AppError("reauthenticate");
  const result = await prepared.run();
  if (operation.audit !== "none") {
    // A list is one row with what was asked for and how much was shown (decision 24).
    const shown = trace.shown.length > 0 && { shown: trace.shown };
    const detail =
      operation.audit === "list" ? { query: asked(trace.actor, query), ...shown } : { ...trace.because, ...shown };
    const facts = factsOf(operation, caller, trace, now, 200, detail);
    const own = await writeAudit(tx, platform.crypto, facts);
    // Each names what it was part of.
    const part = { ...facts, count: null, detail: { ...fromOf(caller), within: trace.object } };
    const parts = await writeAudits(
      tx,
      platform.crypto,
      trace.changed.map((object) => ({ ...part, object })),
    );
    trace.marks = [...trace.marks, ...own, ...parts];
  }
  return result;
}

/**
 * What goes on after the call that asked for it, in one transaction like a call: in the asker's name, by the rights that
 * he has now, by the operation's rule, and on record under it. Throws whatever the work throws.
 */
export async function executeLater<R>(
  platform: Platform,
  id: string,
  caller: Caller,
  prepare: (ctx: Context) => Promise<Prepared<unknown, R> | undefined>,
): Promise<R> {
  const service = platform.registry.get(id);
  if (!service) throw new AppError("not-found");
  const trace = newTrace();
  const result = await trace.apart.settle(() =>
    platform.db.transaction().execute(async (tx) => {
      const now = platform.clock.now();
      Object.assign(trace, blank());
      const actor = await authenticate(tx, service.operation, caller, now, trace);
      const ctx = createContext(platform, tx, actor, now, caller, trace, undefined);
      return perform(platform, tx, service, caller, trace, now, {}, await prepare(ctx));
    }),
  );
  platform.witness?.note(trace.marks);
  return result;
}

/** One operation within another; both are one transaction, and each has its audit row. */
async function performPart<Op extends Operation>(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  now: Date,
  caller: Caller,
  whole: Trace,
  operation: Op,
  raw: unknown,
): Promise<Part<OutputOf<Op>>> {
  const service = platform.registry.get(operation.id);
  if (!service) throw new Error(`there is no operation ${operation.id}`);
  const { apart, trials } = whole;
  const trace = { ...newTrace(), actor, apart, trials };
  await sql`savepoint part`.execute(tx);
  try {
    if (!mayCall(actor, operation)) throw new AppError("forbidden");
    const input = parse(operation, raw);
    const ctx = createContext(platform, tx, actor, now, caller, trace, undefined);
    const result = await perform(platform, tx, service, caller, trace, now, input, await service.handler(ctx, input));
    const done = operation.output.parse(result) as OutputOf<Op>;
    // What is looked at last must not wait for the end, where it would take all parts with it.
    await sql`set constraints all immediate`.execute(tx);
    await sendAhead(tx, sql`set constraints all deferred`);
    await sendAhead(tx, sql`release savepoint part`);
    whole.marks = [...whole.marks, ...trace.marks];
    return { done };
  } catch (error) {
    // Not this part's: the whole is tried again, or has no database.
    const others = isRetryable(error) || isUnreachable(error) || isOutOfRoom(error) || Apart.isPause(error);
    if (others) throw error;
    const refused = toAppError(platform, error);
    await sql`rollback to savepoint part`.execute(tx);
    await sendAhead(tx, sql`release savepoint part`);
    const facts = factsOf(operation, caller, trace, now, refused.status, { code: refused.code });
    whole.marks = [...whole.marks, ...(await writeAudit(tx, platform.crypto, facts))];
    return { refused };
  }
}

/** Whether somebody may have wished to stay unnamed: he says anything but no, or something that is not understood. */
function mayAskForNoName({ unnamedBy, input }: Operation, raw: unknown): boolean {
  if (unnamedBy === undefined) return false;
  const said = (raw ?? {}) as Readonly<Record<string, unknown>>;
  if (said[unnamedBy] !== undefined) return said[unnamedBy] !== false;
  return Object.keys(said).some((field) => !Object.hasOwn(input.shape, field));
}

function parse(operation: Operation, raw: unknown): Record<string, unknown> {
  const parsed = operation.input.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error, "") });
  return parsed.data;
}

function createContext(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  now: Date,
  caller: Caller,
  trace: Trace,
  upload: Upload | undefined,
): Context {
  return {
    db: tx,
    now,
    actor,
    calendar: platform.calendar(),
    demo: platform.demo,
    about(object, purpose) {
      trace.object = object;
      trace.purpose = purpose ?? trace.purpose;
    },
    unnamed() {
      trace.unnamed = true;
    },
    because(why, field) {
      trace.because = { why, ...(field !== undefined && { field }) };
    },
    shown(accounts) {
      trace.shown = [...new Set([...trace.shown, ...accounts])].filter((one) => one !== actor.accountId);
    },
    counted(count) {
      trace.count = count;
    },
    changed(objects) {
      trace.changed = [...trace.changed, ...objects];
    },
    part: (operation, input) => performPart(platform, tx, actor, now, caller, trace, operation, input),
    emit: emitter(tx, now),
    isIntact: (row) => isIntact(platform.crypto, row),
    vault: platform.vault,
    drawAgain: (drawer, keyId) => drawAgain(platform, drawer, keyId),
    session: sessionDoor(platform, tx, now, actor, caller, trace, (change, entered) => {
      trace.session = change;
      trace.actor = entered ?? trace.actor;
    }),
    codes: codeDoor(platform),
    keys: keyDoor(platform),
    factors: factorDoor(platform, now),
    passkeys: passkeyDoor(platform, tx, now),
    identities: identityDoor(platform, tx, now, trace.apart),
    files: fileDoor(platform, upload),
    post: postDoor(platform),
  };
}

/** A key belongs to an actor and an operation; the body is compared by its digest (decision 27). */
function claimOf(
  platform: Platform,
  operation: Operation,
  caller: Caller,
  actor: Actor,
  input: Record<string, unknown>,
  now: Date,
) {
  const key = caller.idempotencyKey;
  if (key === undefined || !/^[\x21-\x7e]{8,100}$/.test(key)) throw new AppError("idempotency-key-missing");
  const bodyHash = platform.crypto.mac("idempotency", JSON.stringify([actor.enterpriseId, input]));
  return { accountId: actor.accountId, operation: operation.id, key, bodyHash, now };
}

/** A file is taken in before the transaction, so that a slow line holds no connection; only for somebody signed in. */
async function receive(platform: Platform, operation: Operation, caller: Caller, trace: Trace): Promise<Upload> {
  await platform.db.transaction().execute((tx) => authenticate(tx, operation, caller, platform.clock.now(), trace));
  if (!caller.arrival) throw new AppError("bad-request");
  return caller.arrival.takeIn(platform);
}

/** Everything that can go wrong, as one of the errors that a caller may see; the rest is logged and told as internal. */
function toAppError(platform: Platform, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isUnreachable(error)) return new AppError("unavailable", { cause: error });
  if (isOutOfRoom(error)) {
    platform.log.error({ err: error }, "the database has no room left");
    return new AppError("unavailable", { cause: error });
  }
  if (isUnstorable(error)) {
    platform.log.warn({ err: error }, "a contract lets through what the database refuses");
    return new AppError("bad-request", { cause: error });
  }
  platform.log.error({ err: error }, "unexpected error");
  return new AppError("internal", { cause: error });
}

/** What was refused is on record too (CR1): in a transaction of its own, since the call's was rolled back. */
async function recordFailure(
  platform: Platform,
  operation: Operation,
  raw: unknown,
  caller: Caller,
  trace: Trace,
  error: AppError,
): Promise<void> {
  const { trials } = trace;
  const onRecord = error.code !== "unavailable" && (trace.actor || trials.hasWrong || trials.tellRefusal);
  if (!onRecord && !trials.isOwed) return;
  try {
    const marks = await platform.db.transaction().execute(async (tx) => {
      const now = platform.clock.now();
      await trials.giveBack(tx);
      if (!onRecord) return [];
      const wanted = (raw as { readonly id?: unknown } | null | undefined)?.id;
      if (trace.object === "" && (typeof wanted === "string" || typeof wanted === "number")) {
        trace.object = `${operation.id.split(".")[0]}:${String(wanted).slice(0, 40)}`;
      }
      if (trace.object === "") trace.object = await trials.about(tx);
      const detail = { ...trace.because, code: error.code, ...error.params };
      return writeAudit(tx, platform.crypto, factsOf(operation, caller, trace, now, error.status, detail));
    });
    platform.witness?.note(marks);
  } catch (failure) {
    platform.log.error({ err: failure }, "a refused call could not be recorded");
  }
}
