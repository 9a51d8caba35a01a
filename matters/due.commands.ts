import { sql } from "kysely";
import { principalsOf } from "#access/capacities.ts";
import { sendAhead } from "#directory/ahead.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { localMinute, momentOf } from "#kernel/shanghai-time.ts";
import type { TaskSnapshot } from "./engine/snapshot.ts";
import { takeStep } from "./steps.commands.ts";
import { type LoadedMatter, lockMatter, openDoor, procedureOf } from "./store.queries.ts";
import { type Author, type EngineContext, writeEntry } from "./write.commands.ts";

const clock: Author = { accountId: null, label: "", capacity: "system" };

/**
 * Matters for which something is due and has not happened, the longest due first; at most `limit`, and none of `except`.
 * Only the platform's own actor sees it.
 */
export async function findDueMatters(
  ctx: Pick<EngineContext, "db" | "now">,
  limit: number,
  except: readonly number[] = [],
): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom("due")
    .select("matter_id")
    .where("fired_at", "is", null)
    .where("at", "<=", ctx.now)
    .where(sql<boolean>`matter_id <> all (${[...except]}::bigint[])`)
    .orderBy("at")
    .orderBy("matter_id")
    .limit(limit)
    .execute();
  return [...new Set(rows.map((row) => row.matter_id))];
}

/** Locks one matter as the platform's clock and settles what is due for it. */
export async function settleMatter(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  matterId: number,
): Promise<void> {
  await openDoor(ctx.db, matterId);
  await settleDue(ctx, procedures, await lockMatter(ctx.db, matterId));
  await openDoor(ctx.db, null);
}

/**
 * Lets happen what the clock owes a locked matter until now, in the order in which it was due and stamped with its
 * due minute, also when the server was down at that minute (decision 15). Gives the matter as it is afterwards.
 */
export async function settleDue(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  locked: LoadedMatter,
): Promise<LoadedMatter> {
  let matter = locked;
  if (locked.firstDue !== "unknown" && (locked.firstDue === null || locked.firstDue > ctx.now)) return matter;
  for (;;) {
    const next = await ctx.db
      .selectFrom("due")
      .selectAll()
      .where("matter_id", "=", matter.id)
      .where("fired_at", "is", null)
      .where("at", "<=", ctx.now)
      .orderBy("at")
      .orderBy("task_no")
      // Reminders before what follows from the end of the limit, and in the order of their percentages.
      .orderBy(sql`array_position(array['remind', 'due', 'climb'], split_part(name, ':', 1))`)
      .orderBy(sql`nullif(split_part(name, ':', 2), '')::int`)
      .limit(1)
      .executeTakeFirst();
    if (!next) return matter;
    const row = ctx.db
      .updateTable("due")
      .where("matter_id", "=", matter.id)
      .where("task_no", "=", next.task_no)
      .where("name", "=", next.name);
    const task = matter.snapshot.tasks.find((one) => one.no === next.task_no && one.state === "open");
    if (task && next.at < ctx.now && wasHeld(task, next)) {
      // It could not happen in its minute, so it happens now, after everything else that was due.
      await sendAhead(ctx.db, row.set({ at: ctx.now }));
      continue;
    }
    await sendAhead(ctx.db, row.set({ fired_at: ctx.now }));
    if (!task) continue;
    const after = await fire(ctx, procedures, matter, task, next.name, next.at);
    if (after) matter = after;
    // What cannot happen yet, as a parent cannot close before its children, is tried again from minute to minute.
    else await sendAhead(ctx.db, row.set({ fired_at: null, at: nextMinute(ctx.now) }));
  }
}

/** Whether the end of a limit was put off before, because nothing could be done about it. */
function wasHeld(task: TaskSnapshot, due: { readonly name: string; readonly at: Date }): boolean {
  return due.name === "due" && task.clock.dueAt !== null && due.at > new Date(task.clock.dueAt);
}

function nextMinute(now: Date): Date {
  return momentOf(localMinute(now) + 1);
}

/** Undefined: it cannot happen now, and nothing has been written. */
async function fire(
  ctx: EngineContext,
  procedures: ReadonlyMap<string, Procedure>,
  matter: LoadedMatter,
  task: TaskSnapshot,
  name: string,
  at: Date,
): Promise<LoadedMatter | undefined> {
  const procedure = procedureOf(procedures, matter.procedure);
  const [kind, argument] = name.split(":");
  if (kind === "remind") return remind(ctx, procedure, matter, task, Number(argument), at);
  if (kind === "climb") return climb(ctx, procedure, matter, task, Number(argument), at);
  const step = procedure.tasks[task.kind]?.whenDue;
  if (!step) return matter;
  const principals = await principalsOf(ctx.db, matter.relations);
  await sql`savepoint due`.execute(ctx.db);
  try {
    return await takeStep(ctx, procedures, matter, principals, clock, { step, form: {}, files: [], at });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "illegal-step")) throw error;
    await sql`rollback to savepoint due`.execute(ctx.db);
    return undefined;
  }
}

async function remind(
  ctx: EngineContext,
  procedure: Procedure,
  matter: LoadedMatter,
  task: TaskSnapshot,
  percent: number,
  at: Date,
): Promise<LoadedMatter> {
  const after = await writeEntry(ctx, procedure, matter, clock, {
    kind: "reminder",
    name: task.kind,
    audience: innerAudience(procedure, task),
    at,
    form: { percent },
    resolved: {},
  });
  await ctx.emit(
    { name: "taskReminded", matter: matter.id, task: task.kind, percent },
    [task.holder, ...task.added],
    matter.barred,
  );
  return after;
}

/** The next level of the ladder becomes an actor of the task; its owner stays (decision 15). */
async function climb(
  ctx: EngineContext,
  procedure: Procedure,
  matter: LoadedMatter,
  task: TaskSnapshot,
  level: number,
  at: Date,
): Promise<LoadedMatter> {
  const capacity = procedure.tasks[task.kind]?.ladder[level - 1];
  if (!capacity) throw new AppError("internal");
  const principals = await principalsOf(ctx.db, matter.relations);
  const added = principals[capacity].filter((one) => one !== task.holder && !task.added.includes(one));
  const after = await writeEntry(ctx, procedure, matter, clock, {
    kind: "climb",
    name: task.kind,
    audience: task.audience,
    at,
    form: { level, capacity },
    resolved: { added: { [task.no]: added } },
  });
  await ctx.emit({ name: "taskEscalated", matter: matter.id, task: task.kind }, after.readers, after.barred);
  return after;
}

/** Reminders are the handlers' business; the other side is reminded only of its own tasks. */
function innerAudience(procedure: Procedure, task: TaskSnapshot): string {
  const holder = procedure.tasks[task.kind]?.holder;
  const inner = Object.entries(procedure.audiences).find(
    ([, audience]) =>
      holder !== undefined && audience.alsoReads?.includes(task.audience) && audience.capacities.includes(holder),
  );
  return inner?.[0] ?? task.audience;
}
