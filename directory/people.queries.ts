import { sql } from "kysely";
import type { z } from "zod";
import { isWorkingTime, nextWorkingMoment } from "#kernel/work-calendar.ts";
import type { Context } from "./context.ts";
import type { contact, presence } from "./contract.ts";

export type Contact = z.output<typeof contact>;

/** The people of each project: officers A and B, sponsor, specialists, with who is on duty at this instant. */
export async function peopleOf(ctx: Context, projectIds: readonly number[]): Promise<Map<number, Contact[]>> {
  if (projectIds.length === 0) return new Map();
  const rows = await sql<{
    project_id: number;
    kind: Contact["place"];
    account_id: number;
    duty_name: string;
    duty_phone: string | null;
    unit_name: string;
    absent_until: Date | null;
    left: boolean;
  }>`
    select g.project_id, g.kind, a.id as account_id, a.duty_name, a.duty_phone, u.short_name as unit_name,
           (select max(b.to_at) from absence b
             where b.account_id = a.id and b.from_at <= ${ctx.now} and b.to_at > ${ctx.now}) as absent_until,
           coalesce(a.closed_at <= ${ctx.now}, false) as left
      from assignment g join account a on a.id = g.account_id join unit u on u.id = a.unit_id
     where g.project_id = any (${[...projectIds]}::int[])
       and g.valid_from <= ${ctx.now} and (g.valid_to is null or g.valid_to > ${ctx.now})
     order by g.project_id, array_position(array['A', 'B', 'SPECIALIST', 'SPONSOR'], g.kind), a.id`.execute(ctx.db);
  const byProject = new Map<number, Contact[]>();
  const officersA = new Map(rows.rows.flatMap((row) => (row.kind === "A" ? [[row.project_id, row] as const] : [])));
  const isAway = (row: { absent_until: Date | null; left: boolean }) => row.absent_until !== null || row.left;
  for (const row of rows.rows) {
    const people = byProject.get(row.project_id) ?? [];
    const officerA = officersA.get(row.project_id);
    people.push({
      accountId: row.account_id,
      place: row.kind,
      dutyName: row.duty_name,
      unitName: row.unit_name,
      phone: row.duty_phone,
      presence: row.left ? { state: "absent", until: null } : presenceOf(ctx, row.absent_until),
      actsForA: row.kind === "B" && !isAway(row) && (!officerA || isAway(officerA)),
    });
    byProject.set(row.project_id, people);
  }
  return byProject;
}

/** Who acts for A without a place of his own: the station's chief while both are away, and whoever was lent the part. */
export async function substitutesOf(ctx: Context, projectId: number): Promise<Contact[]> {
  const rows = await sql<{
    place: Contact["place"];
    account_id: number;
    duty_name: string;
    phone: string | null;
    unit_name: string;
    absent_until: Date | null;
  }>`
    select r.place, r.account_id, r.duty_name, r.phone, r.unit_name,
           (select max(b.to_at) from absence b
             where b.account_id = r.account_id and b.from_at <= ${ctx.now} and b.to_at > ${ctx.now}) as absent_until
      from app.responsible_at(${projectId}, ${ctx.now}) r where r.place in ('CHIEF', 'DELEGATE')`.execute(ctx.db);
  return rows.rows.map((row) => ({
    accountId: row.account_id,
    place: row.place,
    dutyName: row.duty_name,
    unitName: row.unit_name,
    phone: row.phone,
    presence: presenceOf(ctx, row.absent_until),
    actsForA: true,
  }));
}

/** On duty in working time unless absent; outside it the station's duty telephone answers. */
function presenceOf(ctx: Context, absentUntil: Date | null): z.output<typeof presence> {
  if (absentUntil) return { state: "absent", until: absentUntil.toISOString() };
  if (isWorkingTime(ctx.calendar, ctx.now)) return { state: "onDuty", until: endOfSession(ctx).toISOString() };
  return { state: "offHours", until: nextWorkingMoment(ctx.calendar, ctx.now).toISOString() };
}

/** The minute at which the present working session ends. */
function endOfSession(ctx: Context): Date {
  const start = Math.floor(ctx.now.getTime() / 60_000) * 60_000;
  for (let minute = 1; minute <= 24 * 60; minute += 1) {
    const at = new Date(start + minute * 60_000);
    if (!isWorkingTime(ctx.calendar, at)) return at;
  }
  return ctx.now;
}
