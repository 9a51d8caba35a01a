import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { PlatformEvent } from "#kernel/event.ts";
import { dueAt, type LimitClock, recomputeClock } from "#kernel/working-time.ts";
import { officeOf, readersOf, settingOf } from "./store.queries.ts";

type ClockContext = Pick<Context, "db" | "now" | "calendar" | "emit">;
type Kind = "UNSTAFFED" | "HANDOVER_LATE" | "LEFT" | "BEGUN";

/**
 * What becomes so by its date alone is told once: a place that a planned successor takes, an officer whose last day is
 * over, a project that has waited too long for its officers, a hand-over that nobody accepted in time. That it is so is
 * read off the dates everywhere else; only the telling is kept. For the platform's own actor.
 * @returns how many things were told
 */
export async function tellStaffing(ctx: ClockContext): Promise<number> {
  return (await tellBegun(ctx)) + (await tellLeft(ctx)) + (await tellUnstaffed(ctx)) + (await tellLate(ctx));
}

/**
 * After a year's calendar was set: the times by which successors are to accept, anew (decision 16). Gives how many moved.
 */
export async function recountHandovers({
  db,
  now,
  calendar,
}: Pick<ClockContext, "db" | "now" | "calendar">): Promise<number> {
  const { rows } = await sql<{ id: number; clock: LimitClock }>`
    select h.id, h.accept_clock as clock from handover h
     where h.state = 'PENDING' and h.due_at > ${now} and h.accept_clock is not null for update`.execute(db);
  let moved = 0;
  for (const { id, clock } of rows) {
    const fresh = recomputeClock(calendar, clock, now);
    if (fresh.dueAt === clock.dueAt && fresh.provisional === clock.provisional) continue;
    await db
      .updateTable("handover")
      .set({ due_at: fresh.dueAt, accept_clock: JSON.stringify(fresh) })
      .where("id", "=", id)
      .execute();
    moved += 1;
  }
  return moved;
}

/** Of two processes at the same minute one tells. */
async function isFirst(ctx: ClockContext, kind: Kind, ref: number): Promise<boolean> {
  const row = await ctx.db
    .insertInto("staffing_told")
    .values({ kind, ref_id: ref, at: ctx.now })
    .onConflict((clash) => clash.doNothing())
    .returning("ref_id")
    .executeTakeFirst();
  return row !== undefined;
}

async function tellBegun(ctx: ClockContext): Promise<number> {
  const found = await sql<{ id: number; project: number }>`
    select s.id, s.project_id as project from assignment_proposal s
     where s.state = 'APPROVED' and s.from_day::timestamp at time zone 'Asia/Shanghai' > s.decided_at
       and s.from_day::timestamp at time zone 'Asia/Shanghai' <= ${ctx.now}
       and not exists (select from staffing_told t where t.kind = 'BEGUN' and t.ref_id = s.id)`.execute(ctx.db);
  let told = 0;
  for (const { id, project } of found.rows) {
    if (!(await isFirst(ctx, "BEGUN", id))) continue;
    await ctx.emit({ name: "responsibilityChanged", project }, await readersOf(ctx, project));
    told += 1;
  }
  return told;
}

async function tellLeft(ctx: ClockContext): Promise<number> {
  const found = await sql<{ account: number; projects: number[] }>`
    select a.id as account, array_agg(s.project_id order by s.project_id) as projects
      from account a join assignment s on s.account_id = a.id and s.kind in ('A', 'B') and s.valid_from <= ${ctx.now}
       and (s.valid_to is null or s.valid_to > ${ctx.now})
     where a.closed_at <= ${ctx.now} and not exists (select from staffing_told t where t.kind = 'LEFT' and t.ref_id = a.id)
     group by a.id`.execute(ctx.db);
  let told = 0;
  for (const { account, projects } of found.rows) {
    if (!(await isFirst(ctx, "LEFT", account))) continue;
    for (const project of projects) {
      const readers = [...(await readersOf(ctx, project)), ...(await officeOf(ctx, project))];
      await ctx.emit({ name: "responsibilityChanged", project }, readers);
    }
    told += 1;
  }
  return told;
}

async function tellUnstaffed(ctx: ClockContext): Promise<number> {
  const found = await sql<{ id: number; created_at: Date }>`
    select p.id, p.created_at from project p
     where (p.staffed_at is null or p.staffed_at > ${ctx.now}) and p.stage not in ('ARCHIVED', 'TERMINATED')
       and not exists (select from staffing_told t where t.kind = 'UNSTAFFED' and t.ref_id = p.id)`.execute(ctx.db);
  if (found.rows.length === 0) return 0;
  const amount = await settingOf(ctx, "unstaffedDays");
  const late = found.rows.filter((row) => dueAt(ctx.calendar, row.created_at, { amount, unit: "wd" }).at <= ctx.now);
  return tellOffices(
    ctx,
    "UNSTAFFED",
    late.map(({ id }) => ({ ref: id, project: id, event: { name: "projectUnstaffed", project: id } })),
  );
}

async function tellLate(ctx: ClockContext): Promise<number> {
  const found = await sql<{ id: number; project: number }>`
    select h.id, h.project_id as project from handover h
     where h.state = 'PENDING' and h.due_at <= ${ctx.now}
       and not exists (select from staffing_told t where t.kind = 'HANDOVER_LATE' and t.ref_id = h.id)`.execute(ctx.db);
  return tellOffices(
    ctx,
    "HANDOVER_LATE",
    found.rows.map(({ id, project }) => ({
      ref: id,
      project,
      event: { name: "handoverLate", project, handover: id },
    })),
  );
}

async function tellOffices(
  ctx: ClockContext,
  kind: Kind,
  news: readonly { ref: number; project: number; event: PlatformEvent }[],
): Promise<number> {
  let told = 0;
  for (const { ref, project, event } of news) {
    if (!(await isFirst(ctx, kind, ref))) continue;
    await ctx.emit(event, await officeOf(ctx, project));
    told += 1;
  }
  return told;
}
