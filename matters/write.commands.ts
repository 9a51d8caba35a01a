import { sql } from "kysely";
import type { PrincipalsByCapacity } from "#access/capacities.ts";
import { sendAhead } from "#directory/ahead.ts";
import type { Context } from "#directory/context.ts";
import type { Capacity, Procedure } from "#kernel/procedure.ts";
import { type Milestone, milestones } from "#kernel/working-time.ts";
import { advance, type Resolved, type Snapshot, type TaskSnapshot } from "./engine/snapshot.ts";
import { type Change, writeRows } from "./rows.commands.ts";
import { sealForm } from "./sealing.ts";
import type { LoadedMatter } from "./store.queries.ts";

/** What the engine needs of the shell; a step has it from the pipeline, the clock from its job. */
export type EngineContext = Pick<Context, "db" | "now" | "calendar" | "emit" | "vault">;

export interface Author {
  readonly accountId: number | null;
  /** How the other side reads him. */
  readonly label: string;
  readonly capacity: Capacity;
}

export interface NewEntry {
  readonly kind: "open" | "section" | "step" | "publication" | "comment" | "file" | "reminder" | "climb" | "calendar";
  readonly name: string;
  readonly audience: string;
  readonly at: Date;
  readonly form: Readonly<Record<string, unknown>>;
  readonly resolved: Resolved;
  readonly files?: readonly string[];
}

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
  const tasks = after.tasks.filter((task, index) => !isSame(task, before.tasks[index]));
  const audiences = tasks.length > 0 ? grow(procedure, matter.audiences, after) : matter.audiences;
  const readers = audiences === matter.audiences ? matter.readers : union(audiences);
  const dues = tasks.filter((task) => task.state === "open").flatMap((task) => duesOf(ctx, procedure, task, entry.at));
  const grown = audiences === matter.audiences ? null : readers;
  const kept = sealForm(ctx.vault, procedure, { ...entry, matterId: matter.id, seq }, entry.form);
  await writeRows(ctx.db, { matterId: matter.id, before, after, author, entry, kept, tasks, dues, readers: grown });
  if (grown) await writeAudiences(ctx, matter, audiences);
  if (before.phase !== after.phase && (before.phase === "closed" || after.phase === "closed")) {
    const isOpen = after.phase !== "closed";
    await sendAhead(
      ctx.db,
      ctx.db
        .updateTable("matter_link")
        .set({ child_open: isOpen })
        .where("child_id", "=", matter.id)
        .where("kind", "=", "SPLIT_FROM"),
    );
    const guests = ctx.db.updateTable("matter_guest").set({ open: isOpen }).where("matter_id", "=", matter.id);
    await sendAhead(ctx.db, guests);
  }
  const relations = { ...matter.relations, handledBy: after.handledBy };
  return { ...matter, relations, snapshot: after, audiences, readers, firstDue: "unknown" };
}

function isSame(task: TaskSnapshot, before: TaskSnapshot | undefined): boolean {
  return (
    before !== undefined &&
    task.state === before.state &&
    task.clock === before.clock &&
    task.added.length === before.added.length
  );
}

/**
 * What the clock of an open task will reach. Nothing of it happens before `from`: a calendar that comes later may say
 * that it ought to have, but what comes of it cannot stand in the history before the notice does.
 */
export function duesOf(ctx: EngineContext, procedure: Procedure, task: TaskSnapshot, from: Date): Change["dues"] {
  const declared = procedure.tasks[task.kind];
  if (!declared) throw new Error(`${procedure.id} has no task ${task.kind}`);
  const plan = { remind: declared.remind, levels: declared.whenDue ? 0 : declared.ladder.length };
  return milestones(ctx.calendar, task.clock, plan)
    .filter((milestone) => milestone.kind !== "due" || declared.whenDue)
    .map((milestone) => ({
      taskNo: task.no,
      name: nameOf(milestone, task.clock.extensions ?? 0),
      at: milestone.at < from ? from : milestone.at,
    }));
}

function nameOf(milestone: Milestone, extensions: number): string {
  // The percentages of a new limit are told anew, whatever the old one has told (decision 14).
  if (milestone.kind === "remind") return `remind:${milestone.percent}${extensions > 0 ? `:${extensions}` : ""}`;
  return milestone.kind === "climb" ? `climb:${milestone.level}` : "due";
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
  const rows = [...audiences].map(([audience, readers]) => ({ matter_id: matter.id, audience, readers: [...readers] }));
  await sendAhead(
    ctx.db,
    ctx.db
      .insertInto("matter_audience")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["matter_id", "audience"]).doUpdateSet((eb) => ({ readers: eb.ref("excluded.readers") })),
      ),
  );
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
  const find = ctx.db
    .selectFrom("principal")
    .select((select) => [
      "principal.id",
      select.val(matter.openedAt).$castTo<Date>().as("opened_at"),
      select.val(matter.id).$castTo<number>().as("matter_id"),
    ])
    .where("principal.id", "=", sql<number>`any(${[...readers]}::int[])`)
    .where("principal.kind", "in", kinds)
    // Chiefs and offices list by the unit's own column.
    .where("principal.duty", "not in", ["chief", "office"]);
  await sendAhead(
    ctx.db,
    ctx.db
      .insertInto("matter_guest")
      .columns(["principal", "opened_at", "matter_id"])
      .expression(find)
      .onConflict((conflict) => conflict.doNothing()),
  );
}
