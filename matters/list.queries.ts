import { sql, type RawBuilder } from "kysely";
import type { Context } from "#directory/context.ts";
import type { InputOf } from "#kernel/operation.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { contract } from "./contract.ts";

type ListInput = InputOf<(typeof contract)["matter.list"]>;

interface Page {
  readonly ids: number[];
  readonly nextCursor: string | null;
}

/**
 * Ids of one page. The row policies are the filter; the access path is always an anchor that fits the actor
 * (decision 5): his turns by due time, his firm, his projects, his units with each state, his invitations.
 */
export async function listMatters(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  input: ListInput,
): Promise<Page> {
  const after = input.cursor === undefined ? null : readCursor(input.cursor);
  // Each anchor gives its rows in order. Where the planner takes an anchor for short, it would rather read all of it and
  // sort: a firm with a hundred times the usual number of matters then waits for all of them. And because the order of
  // an anchor is right for everybody, one plan is: making it anew for every actor takes longer than a page.
  await sql`select set_config('enable_bitmapscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(
    ctx.db,
  );
  const rows =
    input.view === "mine" ? await listTurns(ctx, input, after) : await listAll(ctx, procedures, input, after);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    ids: page.map((row) => row.id),
    nextCursor: rows.length > input.limit && last ? writeCursor(last) : null,
  };
}

interface Row {
  readonly id: number;
  readonly at: Date;
}

/** What waits for the actor, the nearest due minute first. */
async function listTurns(ctx: Context, input: ListInput, after: Row | null): Promise<Row[]> {
  // A matter with two tasks for him stands where its first one is due; a later page does not show it again.
  const beyond = (row: Row) => sql`
    and (t.sort_at, t.matter_id) > (${row.at}, ${row.id})
    and not exists (
      select from turn shown where shown.matter_id = t.matter_id
         and shown.principal = any (${[...ctx.actor.principals]}::int[])
         and (shown.sort_at, shown.matter_id) <= (${row.at}, ${row.id}))`;
  const found = await sql<Row>`
    select id, min(at) as at from (
      select w.id, w.at
        from unnest(${[...ctx.actor.principals]}::int[]) as mine(principal)
        cross join lateral (
          select t.matter_id as id, t.sort_at as at
            from turn t join matter m on m.id = t.matter_id
           where t.principal = mine.principal ${filters(input)} ${stateFilters(input)}
             ${after ? beyond(after) : sql``}
             ${input.late ? sql`and t.sort_at <= ${ctx.now}` : sql``}
           order by t.sort_at, t.matter_id limit ${atLeast((input.limit + 1) * 2)}
        ) w
    ) found
    group by id order by 2, 1 limit ${input.limit + 1}`.execute(ctx.db);
  return found.rows;
}

/** How many matters wait for the actor: what his list `mine` holds in all. */
export async function countTurns(ctx: Context): Promise<number> {
  const found = await sql<{ waiting: number }>`
    select count(distinct t.matter_id)::int as waiting
      from turn t join matter m on m.id = t.matter_id
     where t.principal = any (${[...ctx.actor.principals]}::int[])`.execute(ctx.db);
  return found.rows[0]?.waiting ?? 0;
}

/**
 * A limit in plain sight of the planner, whose kept plan is to read the first rows of an order and no more. Of few
 * sizes, so that few plans are kept.
 */
function atLeast(rows: number): RawBuilder<unknown> {
  return sql.lit([21, 42, 101, 202].find((size) => size >= rows) ?? rows);
}

/** Everything within the actor's reach, the newest first. */
async function listAll(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  input: ListInput,
  after: Row | null,
): Promise<Row[]> {
  const below = (at: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    after ? sql`and (${at}, ${id}) < (${after.at}, ${after.id})` : sql``;
  const late = input.late
    ? sql`and exists (select from turn late where late.matter_id = m.id and late.sort_at <= ${ctx.now})`
    : sql``;
  const limit = input.limit + 1;
  const few = atLeast(limit);
  const wanted = wantedStates(procedures, input);
  const pick = (anchor: Anchor) =>
    anchor.guest
      ? sql`select m.id, m.opened_at as at from matter_guest i join matter m on m.id = i.matter_id
             where ${anchor.where} ${wanted.openOnly ? sql`and i.open` : sql``} ${filters(input)} ${stateFilters(input)}
               ${below(sql`i.opened_at`, sql`i.matter_id`)} ${late}
             order by i.opened_at desc, i.matter_id desc limit ${few}`
      : sql`select m.id, m.opened_at as at from matter m
             where ${anchor.where} ${filters(input)} ${anchor.byState && wanted.exact ? sql`` : stateFilters(input)}
               ${!anchor.byState && wanted.openOnly && input.phase !== "active" ? sql`and m.phase <> 'closed'` : sql``}
               ${below(sql`m.opened_at`, sql`m.id`)} ${late}
             order by m.opened_at desc, m.id desc limit ${few}`;
  const anchors = anchorsOf(ctx, wanted.states, input);
  const branches = anchors.map((anchor) =>
    anchor.each === null
      ? sql`(${pick(anchor)})`
      : sql`(select w.id, w.at from ${anchor.each} cross join lateral (${pick(anchor)}) w)`,
  );
  const found = await sql<Row>`
    select distinct id, at from (${sql.join(branches, sql` union all `)}) found
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return found.rows;
}

interface Anchor {
  /** Rows of a lateral join that `where` refers to, or null when the anchor is a single value. */
  readonly each: RawBuilder<unknown> | null;
  readonly where: RawBuilder<unknown>;
  /** The list of invitations leads, the matter follows by its id. */
  readonly guest?: true;
  /** Only the wanted states are in `each`: to ask for them again would make the planner expect hardly a row. */
  readonly byState?: true;
}

function anchorsOf(ctx: Context, wanted: readonly string[], input: ListInput): Anchor[] {
  const { actor } = ctx;
  // Invitations: the desks and sides that have no column of their own in the matter row.
  const invitations: Anchor = {
    each: sql`unnest(${[...actor.principals]}::int[]) as g(principal)`,
    where: sql`i.principal = g.principal`,
    guest: true,
  };
  if (actor.enterpriseId !== null) {
    return [{ each: null, where: sql`m.enterprise_id = ${actor.enterpriseId}` }, invitations];
  }
  if (input.projectId !== undefined) return [{ each: null, where: sql`m.project_id = ${input.projectId}` }];
  if (input.enterpriseId !== undefined) return [{ each: null, where: sql`m.enterprise_id = ${input.enterpriseId}` }];
  const states = sql`unnest(${[...wanted]}::text[]) as s(state)`;
  if (actor.coversCity) return [{ each: states, where: sql`m.state = s.state`, byState: true }];
  const anchors = [invitations];
  if (actor.projects.length > 0) {
    anchors.push({
      each: sql`unnest(${[...actor.projects]}::int[]) as j(project)`,
      where: sql`m.project_id = j.project`,
    });
  }
  if (actor.units.length > 0) {
    const units = sql`unnest(${[...actor.units]}::int[]) as u(unit) cross join ${states}`;
    anchors.push({ each: units, where: sql`m.station_id = u.unit and m.state = s.state`, byState: true });
    anchors.push({ each: units, where: sql`m.branch_id = u.unit and m.state = s.state`, byState: true });
  }
  return anchors;
}

interface Wanted {
  readonly states: readonly string[];
  /** No closed matter can be in the list: a small part of all, with anchors of its own. */
  readonly openOnly: boolean;
  /** No procedure has one of the states in a phase that is not wanted. */
  readonly exact: boolean;
}

function wantedStates(procedures: ReadonlyMap<string, Procedure>, input: ListInput): Wanted {
  const declared = [...procedures.values()].flatMap((procedure) =>
    Object.entries(procedure.states).map(([name, state]) => ({ name, phase: state.phase })),
  );
  const isWanted = ({ name, phase }: { name: string; phase: string }) =>
    (!input.state || name === input.state) &&
    // Nothing is late in a closed matter: it has no open task.
    !(phase === "closed" && (input.late || input.phase === "active")) &&
    (input.phase === undefined || input.phase === "active" || phase === input.phase);
  const states = new Set(declared.filter(isWanted).map(({ name }) => name));
  return {
    states: [...states],
    openOnly: !declared.some(({ name, phase }) => phase === "closed" && states.has(name)),
    exact: declared.every((state) => isWanted(state) || !states.has(state.name)),
  };
}

/** What the list is about, apart from the states of the matters. */
function filters(input: ListInput): RawBuilder<unknown> {
  const conditions = [
    input.procedure && sql`and m.procedure = ${input.procedure}`,
    input.topic && sql`and m.topic = ${input.topic}`,
    input.projectId && sql`and m.project_id = ${input.projectId}`,
    input.enterpriseId && sql`and m.enterprise_id = ${input.enterpriseId}`,
  ].filter((condition) => typeof condition === "object");
  return sql.join(conditions, sql` `);
}

function stateFilters(input: ListInput): RawBuilder<unknown> {
  const conditions = [
    input.phase && (input.phase === "active" ? sql`and m.phase <> 'closed'` : sql`and m.phase = ${input.phase}`),
    input.state && sql`and m.state = ${input.state}`,
  ].filter((condition) => typeof condition === "object");
  return sql.join(conditions, sql` `);
}

/** A place in the order: instant and id of the last row, so that rows that come in between shift nothing. */
function writeCursor(row: Row): string {
  return Buffer.from(`${row.at.getTime()}.${row.id}`).toString("base64url");
}

function readCursor(cursor: string): Row {
  const match = /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, "base64url").toString());
  const at = new Date(Number(match?.[1]));
  if (!match || Number.isNaN(at.getTime()))
    throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return { at, id: Number(match[2]) };
}
