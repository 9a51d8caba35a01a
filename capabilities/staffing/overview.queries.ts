import { sql } from "kysely";
import type { z } from "zod";
import { rolesForPlace } from "#access/places.ts";
import type { staffingRules } from "#access/rules/staffing.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { dueAt } from "#kernel/working-time.ts";
import type { gap, staffingContract } from "./contract.ts";
import { findProject, isActive, settingOf } from "./store.queries.ts";

type Ids = "staffing.list" | "staffing.gaps" | "staffing.load";
type Gap = z.output<typeof gap>;
type Staffed = z.output<(typeof staffingContract)["staffing.list"]["output"]>["items"][number];

/** Where somebody is missing, and who could come. */
export const overviewQueries: Pick<Handlers<typeof staffingContract, typeof staffingRules>, Ids> = {
  "staffing.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const all = await loadStaffing(ctx, input.unitId ?? null);
      const withGaps = all.filter((project) => project.gaps.length > 0).length;
      const wanted = input.gapsOnly ? all.filter((project) => project.gaps.length > 0) : all;
      const start = input.cursor === undefined ? 0 : readCursor(input.cursor);
      const items = wanted.slice(start, start + input.limit);
      ctx.counted(items.length);
      const next = start + input.limit;
      return { items, nextCursor: next < wanted.length ? writeCursor(next) : null, total: wanted.length, withGaps };
    },
  }),

  "staffing.gaps": async (ctx) => ({
    subject: {},
    run: async () => {
      const all = await loadStaffing(ctx, null);
      const items = all
        .flatMap((project) =>
          project.gaps.map((one) => ({
            ...one,
            projectId: project.id,
            projectName: project.name,
            stationName: project.station.name,
          })),
        )
        .toSorted((one, other) => Number(other.escalated) - Number(one.escalated) || compare(one.since, other.since));
      ctx.counted(items.length);
      return { items };
    },
  }),

  "staffing.load": async (ctx, input) => {
    const project = input.projectId === undefined ? null : await findProject(ctx, input.projectId);
    if (project === undefined) return undefined;
    return {
      subject: {},
      run: async () => {
        const officer = input.kind === "A" || input.kind === "B";
        const found = await sql<{
          account_id: number;
          duty_name: string;
          unit_name: string;
          projects: number;
          open_matters: number;
          away: boolean;
          outside: boolean | null;
        }>`
          with candidate as (
            select a.id, a.duty_name, u.short_name as unit_name, u.path
              from (select distinct account_id from app.staff_in_roles(${[...rolesForPlace[input.kind]]}::text[], ${ctx.now})) c
              join account a on a.id = c.account_id join unit u on u.id = a.unit_id
             where a.closed_at is null
               -- Officers are the office's own; sponsors and specialists come from anywhere.
               and (${!officer} or a.unit_id = any (${[...ctx.actor.offices]}::int[]))
          ), carried as (
            select s.account_id, s.project_id from assignment s join project p on p.id = s.project_id
             where s.kind = any (${officer ? ["A", "B"] : [input.kind]}::text[]) and p.stage not in ('ARCHIVED', 'TERMINATED')
               and s.valid_from <= ${ctx.now} and (s.valid_to is null or s.valid_to > ${ctx.now})
          )
          select c.id as account_id, c.duty_name, c.unit_name, app.is_absent(c.id, ${ctx.now}) as away,
                 (select count(distinct k.project_id)::int from carried k where k.account_id = c.id) as projects,
                 (select count(*)::int from carried k join matter m on m.project_id = k.project_id and m.phase <> 'closed'
                   where k.account_id = c.id) as open_matters,
                 case when ${input.kind === "SPONSOR" && project !== null}
                   then not c.path[cardinality(c.path)] = any ((select s.path from unit s where s.id = ${project?.stationId ?? 0})::int[])
                 end as outside
            from candidate c order by c.unit_name, c.duty_name, c.id`.execute(ctx.db);
        ctx.counted(found.rows.length);
        return {
          cap: await settingOf(ctx, "officerProjects"),
          items: found.rows.map((row) => ({
            accountId: row.account_id,
            dutyName: row.duty_name,
            unitName: row.unit_name,
            projects: row.projects,
            openMatters: row.open_matters,
            away: row.away,
            outsideLine: row.outside,
          })),
        };
      },
    };
  },
};

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

interface ProjectRow {
  id: number;
  code: string;
  name: string;
  stage: string;
  station_id: number;
  station_name: string;
  staffed_at: Date | null;
  created_at: Date;
}
interface PersonRow {
  project_id: number;
  assignment_id: number;
  kind: Staffed["people"][number]["kind"];
  account_id: number;
  duty_name: string;
  unit_name: string;
  valid_from: Date;
  closed_at: Date | null;
  away: boolean;
}
interface HandoverRow {
  id: number;
  project_id: number;
  state: string;
  prepared_at: Date;
  due_at: Date | null;
}

/** All active projects of the actor's units (or of one) with their people and gaps; those with gaps first. */
async function loadStaffing(ctx: Context, unitId: number | null): Promise<Staffed[]> {
  const units = [...new Set([...ctx.actor.units, ...ctx.actor.offices])].filter(
    (unit) => unitId === null || unit === unitId,
  );
  const { now } = ctx;
  const projects = await sql<ProjectRow>`
    select p.id, p.code, p.name, p.stage, p.station_id, s.short_name as station_name, p.staffed_at, p.created_at
      from project p join unit s on s.id = p.station_id
     where p.station_id = any (${units}::int[]) and p.stage not in ('ARCHIVED', 'TERMINATED')
     order by s.short_name, p.code`.execute(ctx.db);
  const ids = projects.rows.filter(isActive).map((row) => row.id);
  const people = await sql<PersonRow>`
    select s.project_id, s.id as assignment_id, s.kind, a.id as account_id, a.duty_name, u.short_name as unit_name,
           s.valid_from, a.closed_at, app.is_absent(a.id, ${now}) as away
      from assignment s join account a on a.id = s.account_id join unit u on u.id = a.unit_id
     where s.project_id = any (${ids}::int[]) and s.valid_from <= ${now} and (s.valid_to is null or s.valid_to > ${now})
     order by s.kind, s.id`.execute(ctx.db);
  const ended = await sql<{ project_id: number; kind: string; at: Date }>`
    select project_id, kind, max(valid_to) as at from assignment
     where project_id = any (${ids}::int[]) and valid_to <= ${now} group by 1, 2`.execute(ctx.db);
  const handovers = await sql<HandoverRow>`
    select id, project_id, state, prepared_at, due_at from handover
     where project_id = any (${ids}::int[]) and state in ('REQUESTED', 'PENDING')`.execute(ctx.db);
  const days = await settingOf(ctx, "unstaffedDays");
  const peopleOf = Map.groupBy(people.rows, (row) => row.project_id);
  const handoversOf = Map.groupBy(handovers.rows, (row) => row.project_id);
  const endedAt = new Map(ended.rows.map((row) => [`${row.project_id} ${row.kind}`, row.at]));
  return projects.rows
    .map((project): Staffed => {
      const own = peopleOf.get(project.id) ?? [];
      return {
        id: project.id,
        code: project.code,
        name: project.name,
        station: { id: project.station_id, name: project.station_name },
        staffed: project.staffed_at !== null && project.staffed_at <= now,
        people: own.map((row) => ({
          assignmentId: row.assignment_id,
          accountId: row.account_id,
          dutyName: row.duty_name,
          unitName: row.unit_name,
          kind: row.kind,
          since: row.valid_from.toISOString(),
          away: row.away,
        })),
        gaps: gapsOf(ctx, days, project, own, handoversOf.get(project.id) ?? [], endedAt),
      };
    })
    .toSorted((one, other) => Number(other.gaps.length > 0) - Number(one.gaps.length > 0));
}

/** What one project lacks. A missing officer climbs after three working days, counted from when he was first missing. */
function gapsOf(
  ctx: Context,
  days: number,
  project: ProjectRow,
  people: readonly PersonRow[],
  handovers: readonly HandoverRow[],
  endedAt: ReadonlyMap<string, Date>,
): Gap[] {
  const found: Gap[] = [];
  const add = (kind: Gap["kind"], since: Date, escalatesAt: Date | null, handoverId: number | null = null) =>
    found.push({
      kind,
      since: since.toISOString(),
      escalatesAt: escalatesAt?.toISOString() ?? null,
      escalated: escalatesAt !== null && escalatesAt <= ctx.now,
      handoverId,
    });
  for (const kind of ["A", "B", "SPONSOR", "SPECIALIST"] as const) {
    const holders = people.filter((row) => row.kind === kind);
    const officer = kind === "A" || kind === "B";
    if (holders.length === 0) {
      const since = endedAt.get(`${project.id} ${kind}`) ?? project.created_at;
      add(kind, since, officer ? dueAt(ctx.calendar, since, { amount: days, unit: "wd" }).at : null);
    }
    // The place is held by somebody who has left: the other one acts, and it has been told already.
    const left = holders.find((row) => row.closed_at !== null && row.closed_at <= ctx.now)?.closed_at;
    if (left && officer) add("LEFT", left, left);
  }
  for (const row of handovers) {
    if (row.state === "REQUESTED") add("HANDOVER_UNNAMED", row.prepared_at, null, row.id);
    else if (row.due_at !== null && row.due_at <= ctx.now) add("HANDOVER_LATE", row.due_at, row.due_at, row.id);
  }
  return found;
}

function readCursor(text: string): number {
  const plain = Buffer.from(text, "base64url").toString();
  if (!/^\d{1,6}$/.test(plain)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(plain);
}

function writeCursor(start: number): string {
  return Buffer.from(String(start)).toString("base64url");
}
