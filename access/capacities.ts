import { sql } from "kysely";
import type { Actor, Context } from "#directory/context.ts";
import type { Capacity, HandlingPlace, Procedure } from "#kernel/procedure.ts";

/** The relations of a matter from which its capacities follow. */
export interface MatterRelations {
  readonly id: number;
  readonly projectId: number | null;
  readonly enterpriseId: number | null;
  readonly stationId: number;
  readonly branchId: number;
  /** Null: a complaint without a name, whose requester is known by a principal of the matter alone. */
  readonly openedBy: number | null;
  readonly private: boolean;
  /** Written down by an officer for the firm: he opened it and is no requester. */
  readonly onBehalf: boolean;
  readonly topic: string | null;
  /** Whose place the office has said handles it; nothing said: the handler's. */
  readonly handledBy?: HandlingPlace;
}

/** Principals by capacity; the first of each is the one that holds a task. Empty: nobody can act so here. */
export type PrincipalsByCapacity = Readonly<Record<Capacity, readonly number[]>>;

/**
 * The one place that says which principal stands behind a capacity. Everything is a relation of the
 * matter (its project, firm, station, topic), never a person; who holds the principal is dated elsewhere.
 */
export async function principalsOf(db: Context["db"], matter: MatterRelations): Promise<PrincipalsByCapacity> {
  const found = await sql<{ capacity: Capacity; ids: number[] }>`
    with department as (
      -- The topic's department at the branch, else at the city.
      select u.id from topic t join unit u on u.department = t.department
       where t.code = ${matter.topic} and (u.parent_id = ${matter.branchId}
         or u.parent_id = (select b.parent_id from unit b where b.id = ${matter.branchId}))
       order by (u.parent_id = ${matter.branchId}) desc, u.id limit 1
    ), wanted(capacity, position, kind, ref_id, duty) as (
      select 'requester', 1, 'enterprise', ${matter.enterpriseId}::bigint, 'desk' where not ${matter.private}::boolean
      union all select 'requester', 2, 'account', ${matter.openedBy}::bigint, 'self' where not ${matter.onBehalf}::boolean
      union all select 'requester', 3, 'matter', ${matter.id}::bigint, 'requester' where ${matter.openedBy}::bigint is null
      union all select 'firm', 1, 'enterprise', ${matter.enterpriseId}::bigint, 'desk'
      union all select 'handler', 1, 'project', ${matter.projectId}::bigint, 'a'
      union all select 'handler', 2, 'unit', coalesce((select id from department), ${matter.stationId}), 'desk'
        where ${matter.projectId}::bigint is null
      union all select 'deputy', 1, 'project', ${matter.projectId}::bigint, 'b'
      union all select 'deputy', 2, 'unit', ${matter.stationId}::bigint, 'desk' where ${matter.projectId}::bigint is null
      union all select 'specialist', 1, 'unit', (select id from department), 'specialists'
      union all select 'stationChief', 1, 'unit', ${matter.stationId}::bigint, 'chief'
      union all select 'programOffice', 1, 'unit', ${matter.branchId}::bigint, 'office'
      union all select 'leader', 1, 'unit', ${matter.branchId}::bigint, 'leader'
      union all select 'inspector', 1, 'unit', (select u.path[1] from unit u where u.id = ${matter.branchId}), 'inspectors'
      union all select 'cityLeader', 1, 'unit', (select u.path[1] from unit u where u.id = ${matter.branchId}), 'leader'
      union all select 'dataProtection', 1, 'unit', (select u.path[1] from unit u where u.id = ${matter.branchId}), 'dataProtection'
      union all select 'sideA', 1, 'matter', ${matter.id}::bigint, 'sideA'
      union all select 'sideB', 1, 'matter', ${matter.id}::bigint, 'sideB'
    )
    select w.capacity, array_agg(p.id order by w.position) as ids
      from wanted w join principal p on p.kind = w.kind and p.ref_id = w.ref_id and p.duty = w.duty
     group by w.capacity`.execute(db);
  const byCapacity: Record<Capacity, readonly number[]> = {
    requester: [],
    firm: [],
    handler: [],
    deputy: [],
    specialist: [],
    stationChief: [],
    programOffice: [],
    leader: [],
    inspector: [],
    cityLeader: [],
    dataProtection: [],
    sideA: [],
    sideB: [],
    system: [],
  };
  for (const row of found.rows) byCapacity[row.capacity] = row.ids;
  return matter.handledBy === "deputy" ? changedPlaces(byCapacity) : byCapacity;
}

/** The same people once handler and deputy have changed places. */
export function changedPlaces(principals: PrincipalsByCapacity): PrincipalsByCapacity {
  return { ...principals, handler: principals.deputy, deputy: principals.handler };
}

/**
 * From whom a matter about conduct is kept: the people it names, whoever serves the project or the firm's station, and
 * who leads them. Never empty, also where nobody is named: what is kept from somebody is in no figure either.
 */
export async function keptFrom(
  db: Context["db"],
  matter: Omit<MatterRelations, "id">,
  accounts: readonly number[],
): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select id from principal
     where kind = 'account' and duty = 'self' and ref_id = any (${[...accounts]}::bigint[])
        or kind = 'project' and ref_id = ${matter.projectId}::bigint
        or kind = 'unit' and ref_id = ${matter.stationId}::bigint and duty in ('desk', 'chief', 'leader')
        or kind = 'unit' and ref_id = ${matter.branchId}::bigint and duty in ('office', 'leader')
     order by id`.execute(db);
  return found.rows.map(({ id }) => id);
}

/**
 * A new matter as it is without the name of whoever opens it: neither he nor firm, project or topic, at a place that the
 * people it is about tell, and from whom it is kept. Nothing of it depends on who complains.
 */
export async function withoutName(
  { db, now }: Pick<Context, "db" | "now">,
  relations: Omit<MatterRelations, "id">,
  about: readonly number[],
): Promise<{ readonly relations: Omit<MatterRelations, "id">; readonly barred: readonly number[] }> {
  const { rows } = await sql<{ station: number; branch: number; barred: number[] }>`
    select p.* from unit u cross join lateral app.place_without_name(${[...about]}::int[], u.path[1], ${now}) p
     where u.id = ${relations.branchId}`.execute(db);
  const place = rows[0];
  if (!place) throw new Error("a matter belongs to a unit");
  const nobody = { projectId: null, enterpriseId: null, topic: null, openedBy: null, private: true, onBehalf: false };
  return {
    relations: { ...relations, ...nobody, stationId: place.station, branchId: place.branch },
    barred: place.barred,
  };
}

/** Whether a record is a complaint of the actor's that he made without his name. */
export function isWithoutName(actor: Pick<Actor, "unnamed">, matterId: number): boolean {
  return actor.unnamed?.includes(matterId) === true;
}

/** The capacities in which somebody stands to a matter. */
export function capacitiesOf(actor: Pick<Actor, "principals">, principals: PrincipalsByCapacity): Capacity[] {
  const held = new Set(actor.principals);
  return (Object.keys(principals) as Capacity[]).filter((capacity) =>
    principals[capacity].some((principal) => held.has(principal)),
  );
}

/**
 * The capacities that open tasks bring: whoever a task waits for, by his office or added by the ladder or a
 * reopening, acts as its holder (decision 15: it adds an actor, the owner stays).
 */
export function capacitiesByTasks(
  actor: Pick<Actor, "principals">,
  tasks: readonly { readonly as: Capacity; readonly principals: readonly number[] }[],
): Capacity[] {
  const held = new Set(actor.principals);
  return [...new Set(tasks.filter((task) => task.principals.some((one) => held.has(one))).map((task) => task.as))];
}

/**
 * The capacities in which somebody may open a matter. Asking on a firm's behalf is for its own people; that the
 * opener is reached by his account makes no member of staff a requester, but of what he asks about himself.
 */
export function openingCapacities(
  actor: Pick<Actor, "kind" | "principals">,
  principals: PrincipalsByCapacity,
  aboutOneself: boolean,
): Capacity[] {
  const held = capacitiesOf(actor, principals);
  return actor.kind === "member" || aboutOneself ? held : held.filter((capacity) => capacity !== "requester");
}

/** Nobody answers himself: to what he has asked about his own data he stands as who asked, and as nothing else. */
export function withoutJudgingHimself(
  actor: Pick<Actor, "accountId">,
  { aboutOneself }: Pick<Procedure, "aboutOneself">,
  { openedBy }: Pick<MatterRelations, "openedBy">,
  held: readonly Capacity[],
): readonly Capacity[] {
  return aboutOneself === true && openedBy === actor.accountId ? held.filter((one) => one === "requester") : held;
}
