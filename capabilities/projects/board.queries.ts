import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import type { InputOf, OutputOf } from "#kernel/operation.ts";
import type { contract } from "./contract.ts";

type Board = Omit<OutputOf<(typeof contract)["project.board"]>, "stations" | "policeStations">;
type Card = Board["cards"][number];

/** More than a city's key projects; a board with more would be no board. */
const most = 600;

const places = ["A", "B", "SPONSOR", "SPECIALIST"] as const;

interface Row {
  id: number;
  code: string;
  name: string;
  stage: Card["stage"];
  stage_since: string;
  key_level: Card["keyLevel"];
  station_id: number;
  station_name: string;
  planned: string | null;
  lat: number | null;
  lng: number | null;
  people: { place: (typeof places)[number]; accountId: number; dutyName: string }[];
  firms: string[];
}

/**
 * The projects that somebody works with, each with its people and how many of its matters are open and late, as far as
 * he sees them. A few statements for all of them: one per project would be a thousand.
 */
export async function boardOf(ctx: Context, input: InputOf<(typeof contract)["project.board"]>): Promise<Board> {
  const { actor, now } = ctx;
  const found = await sql<Row>`
    select p.id, p.code, p.name, p.stage, p.stage_since, p.key_level, p.station_id, s.short_name as station_name, p.lat, p.lng,
           case p.stage when 'SIGNED' then p.planned_landed when 'LANDED' then p.planned_construction
             when 'CONSTRUCTION' then p.planned_production end as planned,
           coalesce(people.all_, '[]') as people, coalesce(firms.names, '{}') as firms
      from project p
      join unit s on s.id = p.station_id
      left join lateral (
        select jsonb_agg(jsonb_build_object('place', g.kind, 'accountId', a.id, 'dutyName', a.duty_name)
                 order by array_position(array['A', 'B', 'SPONSOR', 'SPECIALIST'], g.kind), a.id) as all_
          from assignment g join account a on a.id = g.account_id
         where g.project_id = p.id and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      ) people on true
      left join lateral (
        select array_agg(e.name order by e.id) as names
          from project_enterprise pe join enterprise e on e.id = pe.enterprise_id where pe.project_id = p.id
      ) firms on true
     where (${actor.coversCity} or p.id = any (${[...actor.projects]}::int[])
            or p.station_id = any (${[...actor.units]}::int[]))
       ${input.stage ? sql`and p.stage = ${input.stage}` : sql``}
       ${input.unitId ? sql`and (select u.path from unit u where u.id = p.station_id) @> array[${input.unitId}::int]` : sql``}
       ${
         input.officerId
           ? sql`and exists (select from assignment g where g.project_id = p.id and g.account_id = ${input.officerId}
               and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now}))`
           : sql``
       }
     order by p.stage_since, p.id limit ${most + 1}`.execute(ctx.db);
  const rows = found.rows.slice(0, most);
  const counts = await countsOf(
    ctx,
    rows.map((row) => row.id),
  );
  const cards = rows.map((row): Card => {
    const filled = new Set(row.people.map((person) => person.place));
    const served = !["ARCHIVED", "TERMINATED"].includes(row.stage);
    return {
      id: row.id,
      code: row.code,
      name: row.name,
      stage: row.stage,
      stageSince: row.stage_since,
      keyLevel: row.key_level,
      station: { id: row.station_id, name: row.station_name },
      place: placeOf(row),
      firms: row.firms,
      planned: row.planned,
      people: row.people,
      gaps: served ? places.filter((place) => !filled.has(place)) : [],
      open: counts.get(row.id)?.open ?? 0,
      late: counts.get(row.id)?.late ?? 0,
    };
  });
  const { gap } = input;
  return {
    more: found.rows.length > most,
    cards:
      gap === undefined
        ? cards
        : cards.filter((card) => (gap === "ANY" ? card.gaps.length > 0 : card.gaps.includes(gap))),
  };
}

/** The police stations that belong on the same sketch: the actor's own, and those of what is on his board. */
export async function policeStationsOf(ctx: Context, cards: readonly Card[]) {
  const { actor, now } = ctx;
  const ids = [...actor.units, ...actor.offices, ...cards.map((card) => card.station.id)];
  const rows = await ctx.db
    .selectFrom("unit")
    .select(["id", "short_name as name", "lat", "lng"])
    .where("tier", "=", "STATION")
    .where(sql<boolean>`${actor.coversCity} or id = any (${ids}::int[])`)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .orderBy("code")
    .execute();
  return rows.map(({ id, name, ...at }) => ({ id, name, place: placeOf(at) }));
}

export function placeOf({ lat, lng }: { readonly lat: number | null; readonly lng: number | null }) {
  return lat === null || lng === null ? null : { lat, lng };
}

/**
 * Whoever leads or runs the program answers for all of it and is told all of it, by the reviewed function of the
 * figures: a count without a record (decision 10). Everybody else counts what he reads.
 */
async function countsOf(ctx: Context, ids: readonly number[]): Promise<Map<number, { open: number; late: number }>> {
  if (ids.length === 0) return new Map();
  const read = await readCounts(ctx, ids);
  const counted = await sql<{ id: number; open: number; late: number }>`
    select project_id as id, open, late from app.figure_board(${[...ids]}::int[], ${ctx.now})`.execute(ctx.db);
  return new Map([...read, ...counted.rows.map((row) => [row.id, row] as const)]);
}

async function readCounts(ctx: Context, ids: readonly number[]): Promise<Map<number, { open: number; late: number }>> {
  const found = await sql<{ id: number; open: number; late: number }>`
    select m.project_id as id, count(*)::int as open,
           (count(*) filter (where exists (
             select from turn t where t.matter_id = m.id and t.sort_at <= ${ctx.now})))::int as late
      from matter m where m.project_id = any (${[...ids]}::int[]) and m.phase <> 'closed'
     group by m.project_id`.execute(ctx.db);
  return new Map(found.rows.map((row) => [row.id, row]));
}
