import { performance } from "node:perf_hooks";
import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { prepareStep } from "#capabilities/imports/work.commands.ts";
import { ImportBusy, ImportCancelled, ImportProblem, steps, type Work } from "#capabilities/imports/work.ts";
import { AppError } from "#kernel/errors.ts";
import type { Progress } from "#sheets/import.ts";
import { isUnreachable } from "../database.ts";
import { emitter } from "../outbox.ts";
import { executeLater } from "../pipeline.ts";
import type { Platform } from "../platform.ts";
import { importKinds } from "../registry.ts";

/** Before each further attempt; after the last one the batch goes back to where it was. */
const pausesMs = [5_000, 60_000];
/** Open screens hear of it no more often than this. */
const tellMs = 1_000;

/**
 * Reads, writes and takes back the lists that were asked for, the oldest first; gives the number of steps that were
 * brought to an end. Several processes share the work: whoever works on a batch holds a lock that ends with its
 * connection, so that what a killed process left is begun anew by the next look.
 * `signal` lets go of what is under way.
 */
export async function runImports(platform: Platform, signal?: AbortSignal): Promise<number> {
  const tried = new Set<number>();
  let ended = 0;
  for (;;) {
    const work = await findNext(platform, tried);
    if (!work || signal?.aborted === true) return ended;
    tried.add(work.batch_id);
    if (await attempt(platform, work, signal)) ended += 1;
  }
}

async function findNext(platform: Platform, tried: ReadonlySet<number>): Promise<Work | undefined> {
  const now = platform.clock.now();
  return platform.asSystem((tx) =>
    tx
      .selectFrom("import_work")
      .selectAll()
      .where((eb) => eb.or([eb("not_before", "is", null), eb("not_before", "<=", now)]))
      .where(sql<boolean>`batch_id <> all (${[...tried]}::int[])`)
      .orderBy("asked_at")
      .orderBy("batch_id")
      .limit(1)
      .executeTakeFirst(),
  );
}

/** False when it is somebody else's, or has to wait. */
async function attempt(platform: Platform, work: Work, signal?: AbortSignal): Promise<boolean> {
  const caller = { account: { accountId: work.asked_by, enterpriseId: null }, device: work.device } as const;
  let begun = 0;
  try {
    await executeLater(platform, steps[work.step].operation, caller, async (ctx) => {
      await hold(ctx, work);
      begun = await begin(platform, work);
      return prepareStep(ctx, importKinds, {
        work,
        progress: counting(platform, work, signal),
        finish: async (own) => {
          if (signal?.aborted === true) throw new ImportBusy();
          await finish(own, work);
        },
      });
    });
    return true;
  } catch (error) {
    if (error instanceof ImportBusy) {
      if (begun > 0) await takeBack(platform, work);
      return false;
    }
    return fail(platform, work, begun, error);
  }
}

/** The lock ends with the transaction, however that ends. */
async function hold(ctx: Context, work: Work): Promise<void> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('import batch'), ${work.batch_id}) as taken`.execute(ctx.db);
  if (rows[0]?.taken !== true) throw new ImportBusy();
  // Tables that were nearly empty when a plan was made grow by thousands of rows within this transaction, and whoever
  // looks up a foreign key by reading all of them takes a minute where a second does.
  await sql`set local enable_seqscan = off`.execute(ctx.db);
  await sql`discard plans`.execute(ctx.db);
}

/** Counts the attempt before it begins, so that one that takes the whole process with it is not tried for ever. */
async function begin(platform: Platform, work: Work): Promise<number> {
  const row = await platform.asSystem((tx) =>
    tx
      .updateTable("import_work")
      .set(({ eb }) => ({ attempts: eb("attempts", "+", 1), done: 0, total: null }))
      .where("batch_id", "=", work.batch_id)
      .where("step", "=", work.step)
      .returning(["attempts", "cancelled_at"])
      .executeTakeFirst(),
  );
  // Another process has just brought it to its end.
  if (!row) throw new ImportBusy();
  if (row.cancelled_at !== null) throw new ImportCancelled();
  if (row.attempts > pausesMs.length + 1) throw new Error("a list was begun too often");
  return row.attempts;
}

/** It had to wait after all: that was no attempt. */
async function takeBack(platform: Platform, work: Work): Promise<void> {
  await platform.asSystem((tx) =>
    tx
      .updateTable("import_work")
      .set(({ eb }) => ({ attempts: eb("attempts", "-", 1), done: 0, total: null }))
      .where("batch_id", "=", work.batch_id)
      .where("step", "=", work.step)
      .where("attempts", ">", 0)
      .execute(),
  );
}

/** What is done so far, for everybody to see at once, and in a transaction of its own. */
function counting(platform: Platform, work: Work, signal?: AbortSignal): Progress {
  let told = Number.NEGATIVE_INFINITY;
  return async (done, total) => {
    if (signal?.aborted === true) throw new ImportBusy();
    const row = await platform.asSystem(async (tx) => {
      if (performance.now() - told >= tellMs) {
        told = performance.now();
        await emitter(tx, platform.clock.now())({ name: "importProgressed", batch: work.batch_id }, work.readers);
      }
      return tx
        .updateTable("import_work")
        .set({ done, total })
        .where("batch_id", "=", work.batch_id)
        .returning("cancelled_at")
        .executeTakeFirst();
    });
    if (!row || row.cancelled_at !== null) throw new ImportCancelled();
  };
}

/** Whoever wants to stop it now waits for the end of this transaction, and then is too late. */
async function finish(ctx: Context, work: Work): Promise<void> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom("import_work")
    .where("batch_id", "=", work.batch_id)
    .where("cancelled_at", "is", null)
    .executeTakeFirstOrThrow();
  if (numDeletedRows !== 1n) throw new ImportCancelled();
}

/** Nothing of the attempt is left. It is tried again, or the batch goes back to where it was and says why. */
async function fail(platform: Platform, work: Work, begun: number, error: unknown): Promise<boolean> {
  const problem = problemOf(error);
  if (!problem) platform.log.error({ err: error, batch: work.batch_id, attempt: begun }, "a list could not be done");
  // The database is away: that is nobody's attempt.
  if (isUnreachable(error)) throw error;
  const pause = begun === 0 ? undefined : pausesMs[begun - 1];
  const now = platform.clock.now();
  return platform.asSystem(async (tx) => {
    if (!problem && pause !== undefined) {
      const later = new Date(now.getTime() + pause);
      await tx
        .updateTable("import_work")
        .set({ not_before: later, done: 0, total: null })
        .where("batch_id", "=", work.batch_id)
        .execute();
      return false;
    }
    await tx.deleteFrom("import_work").where("batch_id", "=", work.batch_id).execute();
    await tx
      .updateTable("import_batch")
      .set(({ eb }) => ({
        state: steps[work.step].back,
        version: eb("version", "+", 1),
        problem: JSON.stringify(problem ?? { code: "importFailed", params: {} }),
      }))
      .where("id", "=", work.batch_id)
      .where("state", "=", steps[work.step].during)
      .execute();
    await emitter(tx, now)({ name: "importMoved", batch: work.batch_id }, work.readers);
    return true;
  });
}

function problemOf(error: unknown): { code: string; params: object } | undefined {
  if (error instanceof ImportProblem) return { code: error.code, params: error.params };
  if (error instanceof ImportCancelled) return { code: "importCancelled", params: {} };
  // He may no longer do what he asked for.
  if (error instanceof AppError) return { code: "importNotAllowed", params: {} };
  return undefined;
}
