import { sql } from "kysely";
import { rolesForPlace } from "#access/places.ts";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";

export type Place = keyof typeof rolesForPlace;
export type Db = Pick<Context, "db">;

export interface ProjectRow {
  readonly id: number;
  readonly name: string;
  readonly stationId: number;
  readonly stage: string;
  readonly staffedAt: Date | null;
}

/** The project as the actor may see it. */
export async function findProject(ctx: Db, id: number): Promise<ProjectRow | undefined> {
  const row = await ctx.db
    .selectFrom("project")
    .select(["id", "name", "station_id", "stage", "staffed_at"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { id: row.id, name: row.name, stationId: row.station_id, stage: row.stage, staffedAt: row.staffed_at };
}

/** Whether the project still needs its people. */
export function isActive(project: Pick<ProjectRow, "stage">): boolean {
  return !["ARCHIVED", "TERMINATED"].includes(project.stage);
}

export interface OfficerRow {
  readonly id: number;
  readonly dutyName: string;
  readonly unitId: number;
  readonly closedAt: Date | null;
}

/** A member of staff; undefined for members of firms and whoever the actor does not know. */
export async function findOfficer(ctx: Db, id: number): Promise<OfficerRow | undefined> {
  const row = await ctx.db
    .selectFrom("account")
    .select(["id", "duty_name", "unit_id", "closed_at"])
    .where("id", "=", id)
    .where("kind", "=", "staff")
    .executeTakeFirst();
  return row && row.unit_id !== null
    ? { id: row.id, dutyName: row.duty_name, unitId: row.unit_id, closedAt: row.closed_at }
    : undefined;
}

/** A figure that the office may set. */
export async function settingOf(ctx: Db, key: "officerProjects" | "handoverDays" | "unstaffedDays"): Promise<number> {
  const row = await ctx.db.selectFrom("rule_setting").select("value").where("key", "=", key).executeTakeFirst();
  if (!row) throw new AppError("internal");
  return row.value;
}

/** Whether somebody holds, at an instant, a role that fits the place. */
export async function fits(ctx: Db, place: Place, accountId: number, at: Date): Promise<boolean> {
  const found = await sql<{ account_id: number }>`
    select account_id from app.staff_in_roles(${[...rolesForPlace[place]]}::text[], ${at})
     where account_id = ${accountId} limit 1`.execute(ctx.db);
  return found.rows.length > 0;
}

/** Whether the actor has nobody in his office who could look at what he proposes. */
export async function isAloneInOffice(ctx: Pick<Context, "db" | "now">, projectId: number): Promise<boolean> {
  const found = await sql<{ alone: boolean }>`select app.office_alone(${projectId}, ${ctx.now}) as alone`.execute(
    ctx.db,
  );
  return found.rows[0]?.alone === true;
}

/** Classes of advisory locks: one change after the other of a project's people, and of what an officer carries. */
const projectLock = 1_213_548_616;
const officerLock = 1_213_548_617;

export async function lockProject(ctx: Db, id: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(projectLock)}, ${id}::int)`.execute(ctx.db);
}
export async function lockOfficer(ctx: Db, id: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(officerLock)}, ${id}::int)`.execute(ctx.db);
}

/** Principals that are told when somebody else becomes responsible: the firms, the project's people, the station. */
export async function readersOf(ctx: Db, projectId: number): Promise<number[]> {
  const found = await sql<{ ids: number[] }>`select app.told_of_change(${projectId}) as ids`.execute(ctx.db);
  return found.rows[0]?.ids ?? [];
}

/** Principals of the office that arranges a project, and of its leaders: who is told of a gap. */
export async function officeOf(ctx: Db, projectId: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select p.id from project j join unit s on s.id = j.station_id
      join principal p on p.kind = 'unit' and p.ref_id = any (s.path) and p.duty in ('office', 'leader')
     where j.id = ${projectId}`.execute(ctx.db);
  return found.rows.map((row) => row.id);
}

/** The account's own principal. */
export async function selfOf(ctx: Db, accountId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("kind", "=", "account")
    .where("ref_id", "=", accountId)
    .where("duty", "=", "self")
    .execute();
  return rows.map((row) => row.id);
}

export { late, refused } from "#directory/refusals.ts";
