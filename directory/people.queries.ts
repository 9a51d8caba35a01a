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
  }>`
    select g.project_id, g.kind, a.id as account_id, a.duty_name, a.duty_phone, u.short_name as unit_name,
           (select max(b.to_at) from absence b
             where b.account_id = a.id and b.from_at <= ${ctx.now} and b.to_at > ${ctx.now}) as absent_until
      from assignment g join account a on a.id = g.account_id join unit u on u.id = a.unit_id
     where g.project_id = any (${[...projectIds]}::int[])
       and g.valid_from <= ${ctx.now} and (g.valid_to is null or g.valid_to > ${ctx.now})
     order by g.project_id, array_position(array['A', 'B', 'SPECIALIST', 'SPONSOR'], g.kind), a.id`.execute(ctx.db);
  const byProject = new Map<number, Contact[]>();
  for (const row of rows.rows) {
    const people = byProject.get(row.project_id) ?? [];
    const officerA = rows.rows.find((other) => other.project_id === row.project_id && other.kind === "A");
    people.push({
      accountId: row.account_id,
      place: row.kind,
      dutyName: row.duty_name,
      unitName: row.unit_name,
      phone: row.duty_phone,
      presence: presenceOf(ctx, row.absent_until),
      actsForA: row.kind === "B" && row.absent_until === null && (!officerA || officerA.absent_until !== null),
    });
    byProject.set(row.project_id, people);
  }
  return byProject;
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
