import type { PrincipalsByCapacity } from "#access/capacities.ts";
import type { Context } from "#directory/context.ts";
import type { Capacity, Procedure } from "#kernel/procedure.ts";
import { milestones } from "#kernel/working-time.ts";
import { advance, type Resolved, type Snapshot, type TaskSnapshot } from "./engine/snapshot.ts";
import type { LoadedMatter } from "./store.queries.ts";

/** What the engine needs of the shell; a step has it from the pipeline, the clock from its job. */
export type EngineContext = Pick<Context, "db" | "now" | "calendar" | "emit">;

export interface Author {
  readonly accountId: number | null;
  /** How the other side reads him. */
  readonly label: string;
  readonly capacity: Capacity;
}

export interface NewEntry {
  readonly kind: "open" | "section" | "step" | "publication" | "comment" | "file" | "reminder" | "climb";
  readonly name: string;
  readonly audience: string;
  readonly at: Date;
  readonly form: Readonly<Record<string, unknown>>;
  readonly resolved: Resolved;
  readonly files?: readonly string[];
}

/** The far end of time: where tasks stand in a work list while their clock is paused. */
const never = new Date("9999-12-31T00:00:00Z");

/**
 * Writes one entry and everything that follows from it: tasks, turns, due minutes, audiences, the matter's own row.
 * The engine's door must be open and the matter locked. Gives the matter as it is afterwards.
 */
export async function writeEntry(
  ctx: EngineContext,
  procedure: Procedure,
  matter: LoadedMatter,
  author: Author,
  entry: NewEntry,
): Promise<LoadedMatter> {
  const before = matter.snapshot;
  const seq = before.seq + 1;
  const after = advance(before, { seq, at: entry.at, kind: entry.kind, name: entry.name, resolved: entry.resolved });
  await ctx.db
    .insertInto("entry")
    .values({
      matter_id: matter.id,
      seq,
      at: entry.at,
      kind: entry.kind,
      name: entry.name,
      audience: entry.audience,
      actor_id: author.accountId,
      capacity: author.capacity,
      actor_label: author.label,
      from_state: before.state || null,
      to_state: after.state === before.state ? null : after.state,
      form: JSON.stringify(entry.form),
      resolved: JSON.stringify(entry.resolved),
    })
    .execute();
  const changed = after.tasks.filter((task, index) => !isSame(task, before.tasks[index]));
  if (changed.length > 0) await writeTasks(ctx, procedure, matter.id, changed);
  const audiences = changed.length > 0 ? grow(procedure, matter.audiences, after) : matter.audiences;
  const readers = union(audiences);
  if (audiences !== matter.audiences) await writeAudiences(ctx, matter, audiences);
  await ctx.db
    .updateTable("matter")
    .set({
      state: after.state,
      phase: after.phase,
      outcome: after.outcome,
      version: after.version,
      entry_seq: after.seq,
      closed_at: after.closedAt,
      ...(audiences === matter.audiences ? {} : { readers }),
    })
    .where("id", "=", matter.id)
    .execute();
  if (before.phase !== after.phase && (before.phase === "closed" || after.phase === "closed")) {
    const isOpen = after.phase !== "closed";
    await ctx.db.updateTable("matter_link").set({ child_open: isOpen }).where("child_id", "=", matter.id).execute();
    await ctx.db.updateTable("matter_guest").set({ open: isOpen }).where("matter_id", "=", matter.id).execute();
  }
  return { ...matter, snapshot: after, audiences, readers };
}

function isSame(task: TaskSnapshot, before: TaskSnapshot | undefined): boolean {
  return (
    before !== undefined &&
    task.state === before.state &&
    task.clock === before.clock &&
    task.added.length === before.added.length
  );
}

async function writeTasks(
  ctx: EngineContext,
  procedure: Procedure,
  matterId: number,
  changed: readonly TaskSnapshot[],
): Promise<void> {
  await ctx.db
    .insertInto("task")
    .values(
      changed.map((task) => ({
        matter_id: matterId,
        no: task.no,
        kind: task.kind,
        audience: task.audience,
        holder: task.holder,
        added: [...task.added],
        state: task.state,
        clock: JSON.stringify(task.clock),
        due_at: task.clock.dueAt === null ? null : new Date(task.clock.dueAt),
        opened_seq: task.openedSeq,
        closed_seq: task.closedSeq,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["matter_id", "no"]).doUpdateSet((eb) => ({
        added: eb.ref("excluded.added"),
        state: eb.ref("excluded.state"),
        clock: eb.ref("excluded.clock"),
        due_at: eb.ref("excluded.due_at"),
        closed_seq: eb.ref("excluded.closed_seq"),
      })),
    )
    .execute();
  const nos = changed.map((task) => task.no);
  await ctx.db.deleteFrom("turn").where("matter_id", "=", matterId).where("task_no", "in", nos).execute();
  await ctx.db
    .deleteFrom("due")
    .where("matter_id", "=", matterId)
    .where("task_no", "in", nos)
    .where("fired_at", "is", null)
    .execute();
  const open = changed.filter((task) => task.state === "open");
  const turns = open.flatMap((task) =>
    [task.holder, ...task.added].map((principal) => ({
      principal,
      sort_at: task.clock.runningSince === null || task.clock.dueAt === null ? never : new Date(task.clock.dueAt),
      matter_id: matterId,
      task_no: task.no,
    })),
  );
  if (turns.length > 0) await ctx.db.insertInto("turn").values(turns).execute();
  const dues = open.flatMap((task) => dueRows(ctx, procedure, matterId, task));
  if (dues.length > 0) {
    // What has fired stays fired: a reminder is sent once (decision 14).
    await ctx.db
      .insertInto("due")
      .values(dues)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function dueRows(ctx: EngineContext, procedure: Procedure, matterId: number, task: TaskSnapshot) {
  const declared = procedure.tasks[task.kind];
  if (!declared) throw new Error(`${procedure.id} has no task ${task.kind}`);
  const plan = { remind: declared.remind, levels: declared.whenDue ? 0 : declared.ladder.length };
  return milestones(ctx.calendar, task.clock, plan)
    .filter((milestone) => milestone.kind !== "due" || declared.whenDue)
    .map((milestone) => ({
      matter_id: matterId,
      task_no: task.no,
      name:
        milestone.kind === "remind"
          ? `remind:${milestone.percent}`
          : milestone.kind === "climb"
            ? `climb:${milestone.level}`
            : "due",
      at: milestone.at,
    }));
}

/** Audiences that a matter starts with: the capacities that belong to each, and what they also read. */
export function startAudiences(
  procedure: Procedure,
  principals: PrincipalsByCapacity,
): ReadonlyMap<string, readonly number[]> {
  const members = Object.entries(procedure.audiences).map(
    ([name, audience]) => [name, audience.capacities.flatMap((capacity) => principals[capacity])] as const,
  );
  return spread(procedure, new Map(members));
}

/**
 * Whoever holds a task of an audience, or was added to one, belongs to that audience from then on. Whoever was added
 * acts as its holder, so he reads what the holder reads.
 */
function grow(
  procedure: Procedure,
  audiences: ReadonlyMap<string, readonly number[]>,
  snapshot: Snapshot,
): ReadonlyMap<string, readonly number[]> {
  const grown = new Map(audiences);
  const join = (audience: string, principals: readonly number[]) =>
    grown.set(audience, [...(grown.get(audience) ?? []), ...principals]);
  for (const task of snapshot.tasks) {
    join(task.audience, [task.holder, ...task.added]);
    const holder = procedure.tasks[task.kind]?.holder;
    for (const [name, audience] of Object.entries(procedure.audiences)) {
      if (holder !== undefined && audience.capacities.includes(holder)) join(name, task.added);
    }
  }
  const result = spread(procedure, grown);
  const unchanged = [...result].every(([name, readers]) => audiences.get(name)?.length === readers.length);
  return unchanged ? audiences : result;
}

function spread(
  procedure: Procedure,
  audiences: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, readonly number[]> {
  const readers = new Map([...audiences].map(([name, members]) => [name, new Set(members)]));
  for (const [name, audience] of Object.entries(procedure.audiences)) {
    for (const other of audience.alsoReads ?? []) {
      for (const member of readers.get(name) ?? []) readers.get(other)?.add(member);
    }
  }
  return new Map([...readers].map(([name, members]) => [name, [...members].sort((left, right) => left - right)]));
}

export function union(audiences: ReadonlyMap<string, readonly number[]>): number[] {
  return [...new Set([...audiences.values()].flat())].sort((left, right) => left - right);
}

/** Who reads what, and with it the lists of those who find the matter by an invitation. */
export async function writeAudiences(
  ctx: EngineContext,
  matter: Pick<LoadedMatter, "id" | "openedAt" | "relations">,
  audiences: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  await ctx.db
    .insertInto("matter_audience")
    .values([...audiences].map(([audience, readers]) => ({ matter_id: matter.id, audience, readers: [...readers] })))
    .onConflict((conflict) =>
      conflict.columns(["matter_id", "audience"]).doUpdateSet((eb) => ({ readers: eb.ref("excluded.readers") })),
    )
    .execute();
  await writeGuests(ctx, matter, union(audiences));
}

/** Readers who have no column in the matter row find it through the list of guests. */
async function writeGuests(
  ctx: EngineContext,
  matter: Pick<LoadedMatter, "id" | "openedAt" | "relations">,
  readers: readonly number[],
): Promise<void> {
  // A firm's people list by their firm; whoever opened a matter for no firm has only himself.
  const kinds = ["unit", "matter", ...(matter.relations.enterpriseId === null ? (["account"] as const) : [])] as const;
  await ctx.db
    .insertInto("matter_guest")
    .columns(["principal", "opened_at", "matter_id"])
    .expression((eb) =>
      eb
        .selectFrom("principal")
        .select((select) => [
          "principal.id",
          select.val(matter.openedAt).$castTo<Date>().as("opened_at"),
          select.val(matter.id).$castTo<number>().as("matter_id"),
        ])
        .where("principal.id", "in", readers)
        .where("principal.kind", "in", kinds)
        // Chiefs and offices list by the unit's own column.
        .where("principal.duty", "not in", ["chief", "office"]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
