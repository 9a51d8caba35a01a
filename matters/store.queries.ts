import { sql } from "kysely";
import {
  capacitiesByTasks,
  capacitiesOf,
  type MatterRelations,
  type PrincipalsByCapacity,
  principalsOf,
  withoutJudgingHimself,
} from "#access/capacities.ts";
import { sendAhead } from "#directory/ahead.ts";
import type { Context } from "#directory/context.ts";
import type { Capacity, FactName, Facts, HandlingPlace, Procedure } from "#kernel/procedure.ts";
import { dayNumber, shanghaiDay } from "#kernel/shanghai-time.ts";
import type { LimitClock } from "#kernel/working-time.ts";
import type { Resolved, Snapshot, StoredEntry, TaskSnapshot } from "./engine/snapshot.ts";

/** A matter as the engine works with it. */
export interface LoadedMatter {
  readonly id: number;
  readonly procedure: string;
  readonly openedAt: Date;
  readonly relations: MatterRelations;
  readonly readers: readonly number[];
  readonly barred: readonly number[];
  readonly audiences: ReadonlyMap<string, readonly number[]>;
  readonly snapshot: Snapshot;
  /** When the clock owes it something first; unknown once something was written after it was loaded. */
  readonly firstDue: Date | null | "unknown";
}

/** Opens the engine's door to one matter for the rest of the transaction, or closes it. */
export async function openDoor(db: Context["db"], matterId: number | null): Promise<void> {
  await sendAhead(db, sql`select set_config('app.engine', ${matterId === null ? "" : String(matterId)}, true)`);
}

/**
 * The kind of a matter that the actor can see at all; the row policy answers. Without it nothing of the matter may be
 * loaded through the engine's door.
 */
export async function findProcedure(db: Context["db"], id: number): Promise<string | undefined> {
  const row = await db.selectFrom("matter").select("procedure").where("id", "=", id).executeTakeFirst();
  return row?.procedure;
}

/** The same, and opens the engine's door to it when he can. */
export async function openIfVisible(db: Context["db"], id: number): Promise<boolean> {
  const found = await sql`select set_config('app.engine', id::text, true) from matter where id = ${id}`.execute(db);
  return found.rows.length > 0;
}

/** The whole matter, locked against other steps until the transaction ends. The door must be open. */
export async function lockMatter(db: Context["db"], id: number): Promise<LoadedMatter> {
  await sendAhead(db, sql`select from matter where id = ${id} for update`);
  // A statement of its own: after a wait for another step it sees everything as that step left it.
  return loadMatter(db, id);
}

/** The whole matter as it is. The door must be open. */
export async function loadMatter(db: Context["db"], id: number): Promise<LoadedMatter> {
  // In one statement: on the way each costs more than in the database.
  const { tasks, audiences, ...row } = await db
    .selectFrom("matter as m")
    .selectAll("m")
    .select([
      sql<Parameters<typeof taskOf>[0][]>`(
        select coalesce(jsonb_agg(to_jsonb(t) order by t.no), '[]') from task t where t.matter_id = m.id)`.as("tasks"),
      sql<Record<string, number[]>>`(
        select coalesce(jsonb_object_agg(a.audience, a.readers), '{}') from matter_audience a
         where a.matter_id = m.id)`.as("audiences"),
      sql<Date | null>`(
        select min(d.at) from due d where d.matter_id = m.id and d.fired_at is null)`.as("first_due"),
    ])
    .where("m.id", "=", id)
    .executeTakeFirstOrThrow();
  return {
    id,
    firstDue: row.first_due,
    procedure: row.procedure,
    openedAt: row.opened_at,
    relations: relationsOf(row),
    readers: row.readers,
    barred: row.barred,
    audiences: new Map(Object.entries(audiences)),
    snapshot: {
      state: row.state,
      phase: row.phase,
      outcome: row.outcome,
      version: row.version,
      seq: row.entry_seq,
      closedAt: row.closed_at,
      handledBy: row.handled_by,
      tasks: tasks.map(taskOf),
    },
  };
}

export function relationsOf(row: {
  id: number;
  project_id: number | null;
  enterprise_id: number | null;
  station_id: number;
  branch_id: number;
  opened_by: number | null;
  private: boolean;
  on_behalf: boolean;
  topic: string | null;
  handled_by: HandlingPlace;
}): MatterRelations {
  return {
    id: row.id,
    projectId: row.project_id,
    enterpriseId: row.enterprise_id,
    stationId: row.station_id,
    branchId: row.branch_id,
    openedBy: row.opened_by,
    private: row.private,
    onBehalf: row.on_behalf,
    topic: row.topic,
    handledBy: row.handled_by,
  };
}

export function taskOf(row: {
  no: number;
  kind: string;
  audience: string;
  holder: number;
  added: number[];
  state: string;
  clock: unknown;
  opened_seq: number;
  closed_seq: number | null;
}): TaskSnapshot {
  return {
    no: row.no,
    kind: row.kind,
    audience: row.audience,
    holder: row.holder,
    added: row.added,
    state: row.state as TaskSnapshot["state"],
    clock: row.clock as LimitClock,
    openedSeq: row.opened_seq,
    closedSeq: row.closed_seq,
  };
}

/** What a matter was is gone; that it was stays. */
export class ErasedMatter extends Error {
  constructor(id: number) {
    super(`matter ${id} is erased`);
    this.name = "ErasedMatter";
  }
}

/**
 * All entries in the engine's terms, for replay. The door must be open.
 * @throws ErasedMatter at the end of its retention
 */
export async function loadEntries(db: Context["db"], matterId: number): Promise<StoredEntry[]> {
  const { erased_at } = await db
    .selectFrom("matter")
    .select("erased_at")
    .where("id", "=", matterId)
    .executeTakeFirstOrThrow();
  if (erased_at !== null) throw new ErasedMatter(matterId);
  const rows = await db
    .selectFrom("entry")
    .select(["seq", "at", "kind", "name", "resolved"])
    .where("matter_id", "=", matterId)
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({ ...row, resolved: row.resolved as Resolved }));
}

/** The facts that a procedure's guards need in this state, loaded behind the engine's door for an account; null: the clock. */
export async function loadFacts(
  db: Context["db"],
  matter: LoadedMatter,
  needed: readonly FactName[],
  { now, accountId }: { readonly now: Date; readonly accountId: number | null },
): Promise<Partial<Facts>> {
  const facts: { -readonly [K in FactName]?: Facts[K] } = {};
  const counted = needed.some((name) => name === "stepCounts" || name === "openChildren")
    ? await countAround(db, matter.id)
    : { steps: {}, children: 0 };
  for (const name of needed) {
    switch (name) {
      case "stepCounts":
        facts.stepCounts = counted.steps;
        break;
      case "openChildren":
        facts.openChildren = counted.children;
        break;
      case "openTasks":
        facts.openTasks = openKinds(matter.snapshot);
        break;
      case "daysSinceClosed":
        facts.daysSinceClosed = matter.snapshot.closedAt && daysBetween(matter.snapshot.closedAt, now);
        break;
      case "topicReviewed":
        facts.topicReviewed = await isReviewed(db, matter.relations.topic);
        break;
      case "hasFirm":
        facts.hasFirm = matter.relations.enterpriseId !== null;
        break;
      case "stationKnown":
        facts.stationKnown =
          matter.relations.openedBy !== null || matter.relations.stationId !== matter.relations.branchId;
        break;
      case "lateTasks":
        facts.lateTasks = lateKinds(matter.snapshot, now);
        break;
      case "ownSteps":
        facts.ownSteps = accountId === null ? [] : await stepsLastTakenBy(db, matter.id, accountId);
        break;
      case "ownOriginSteps":
        facts.ownOriginSteps = accountId === null ? [] : await stepsTakenBefore(db, matter.id, accountId);
        break;
      default:
        name satisfies never;
    }
  }
  return facts;
}

export function openKinds(snapshot: Snapshot): string[] {
  return snapshot.tasks.filter((task) => task.state === "open").map((task) => task.kind);
}

/** A task is late from the minute in which its limit is used up, also while its clock stands still afterwards. */
function lateKinds(snapshot: Snapshot, now: Date): string[] {
  return snapshot.tasks
    .filter(({ state, clock }) => state === "open" && clock.dueAt !== null && new Date(clock.dueAt) <= now)
    .map((task) => task.kind);
}

/** In what capacities somebody stands to a matter. */
export interface Standing {
  /** By his own relation to it. */
  readonly own: readonly Capacity[];
  /** As whom open tasks wait for him. */
  readonly byTasks: readonly Capacity[];
  /** Those, and the ones that open tasks have brought him. */
  readonly all: readonly Capacity[];
}

export function standingOf(
  actor: Pick<Context["actor"], "accountId" | "principals">,
  procedure: Procedure,
  matter: LoadedMatter,
  principals: PrincipalsByCapacity,
): Standing {
  const fair = (held: readonly Capacity[]) => withoutJudgingHimself(actor, procedure, matter.relations, held);
  const own = fair(capacitiesOf(actor, principals));
  const tasks = matter.snapshot.tasks.flatMap((task) => {
    const declared = procedure.tasks[task.kind];
    if (task.state !== "open" || !declared) return [];
    return [{ as: declared.holder, principals: [task.holder, ...task.added] }];
  });
  const byTasks = fair(capacitiesByTasks(actor, tasks));
  return { own, byTasks, all: [...new Set([...own, ...byTasks])] };
}

/** In what qualities the actor stands to a matter that he sees; the engine's door to it is open. */
export async function standingIn(ctx: Context, procedures: ReadonlyMap<string, Procedure>, matterId: number) {
  const matter = await loadMatter(ctx.db, matterId);
  const procedure = procedureOf(procedures, matter.procedure);
  const principals = await principalsOf(ctx.db, matter.relations);
  return { matter, procedure, standing: standingOf(ctx.actor, procedure, matter, principals) };
}

export async function countSteps(db: Context["db"], matterId: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom("entry")
    .select(["name", (eb) => eb.cast<number>(eb.fn.countAll(), "integer").as("times")])
    .where("matter_id", "=", matterId)
    .where("kind", "=", "step")
    .groupBy("name")
    .execute();
  return Object.fromEntries(rows.map((row) => [row.name, row.times]));
}

async function stepsLastTakenBy(db: Context["db"], matterId: number, accountId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("entry")
    .select(["name", "actor_id"])
    .distinctOn("name")
    .where("matter_id", "=", matterId)
    .where("kind", "=", "step")
    .orderBy("name")
    .orderBy("seq", "desc")
    .execute();
  return rows.filter((row) => row.actor_id === accountId).map((row) => row.name);
}

/** Looks through the doors of the matters that this one came of, and comes back to its own. */
async function stepsTakenBefore(db: Context["db"], matterId: number, accountId: number): Promise<string[]> {
  const origins = await db
    .selectFrom("matter_link")
    .select("parent_id")
    .where("child_id", "=", matterId)
    .where("kind", "=", "CAUSED_BY")
    .execute();
  const taken = new Set<string>();
  for (const { parent_id: origin } of origins) {
    await openDoor(db, origin);
    const rows = await db
      .selectFrom("entry")
      .select("name")
      .distinct()
      .where("matter_id", "=", origin)
      .where("kind", "=", "step")
      .where("actor_id", "=", accountId)
      .execute();
    for (const { name } of rows) taken.add(name);
  }
  await openDoor(db, matterId);
  return [...taken];
}

/** How often each step was taken, and how many children hold the matter open: most guards ask for both. */
async function countAround(
  db: Context["db"],
  matterId: number,
): Promise<{ steps: Record<string, number>; children: number }> {
  const found = await sql<{ steps: Record<string, number>; children: number }>`
    select (select coalesce(jsonb_object_agg(e.name, e.times), '{}')
              from (select name, count(*) as times from entry where matter_id = ${matterId} and kind = 'step' group by name) e
           ) as steps,
           (select count(*)::int from matter_link
             where parent_id = ${matterId} and kind = 'SPLIT_FROM' and child_open) as children`.execute(db);
  return found.rows[0] ?? { steps: {}, children: 0 };
}

async function isReviewed(db: Context["db"], topic: string | null): Promise<boolean> {
  if (topic === null) return false;
  const row = await db.selectFrom("topic").select("reviewed").where("code", "=", topic).executeTakeFirst();
  return row?.reviewed ?? false;
}

/** Whole calendar days in Shanghai from one instant to the other. */
function daysBetween(from: Date, to: Date): number {
  return dayNumber(shanghaiDay(to)) - dayNumber(shanghaiDay(from));
}

/** The declaration of a stored matter; a missing one means that start-up was not checked (decision 8). */
export function procedureOf(procedures: ReadonlyMap<string, Procedure>, id: string): Procedure {
  const procedure = procedures.get(id);
  if (!procedure) throw new Error(`no procedure ${id} is declared`);
  return procedure;
}
