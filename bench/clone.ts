import pg from "pg";
import { citySize, drawn } from "./city.ts";
import { players } from "./lives.ts";
import type { Story } from "./stories.ts";

const placeTables = [
  // A place that a matter can belong to: each project with its firm, and each firm without a project.
  `create table bench.relation as
   select row_number() over () as no, r.* from (
     select row_number() over (order by ${drawn("p.id", 11)}) - 1 as place, p.id as project_id, e.enterprise_id, p.station_id, s.branch_id,
            s.area_code, a.account_id as officer
       from project p join project_enterprise e on e.project_id = p.id join bench.station s on s.id = p.station_id
       join assignment a on a.project_id = p.id and a.kind = 'A'
     union all
     select row_number() over (order by ${drawn("e.id", 12)}) - 1, null, e.id, e.station_id, s.branch_id, s.area_code, null
       from enterprise e join bench.station s on s.id = e.station_id) r`,
  `alter table bench.relation add column requester int, add column chief int, add column fixed int[]`,
  `update bench.relation r set
     requester = (select id from account where login = 'liaison-' || r.enterprise_id),
     chief = (select id from account where login = 'chief-' || r.station_id || '-1')`,
  // Principals that do not depend on the topic, by place: desk, self, handler, deputy, –, chief, office, leader.
  `update bench.relation r set fixed = array[
     bench.principal('enterprise', r.enterprise_id, 'desk'), bench.principal('account', r.requester, 'self'),
     bench.principal('project', r.project_id, 'a'),
     coalesce(bench.principal('project', r.project_id, 'b'), bench.principal('unit', r.station_id, 'desk')),
     null, bench.principal('unit', r.station_id, 'chief'), bench.principal('unit', r.branch_id, 'office'),
     bench.principal('unit', r.branch_id, 'leader')]`,
  // Who answers for a topic in a branch: the branch's own department, else the city's.
  `create table bench.department as
   select b.id as branch_id, t.code as topic, t.reviewed, u.id as unit_id,
          row_number() over (partition by b.id, t.reviewed order by t.position) - 1 as place,
          bench.principal('unit', u.id, 'desk') as desk, bench.principal('unit', u.id, 'specialists') as specialists,
          (select id from account where login = 'handler-' || u.id || '-1') as handler,
          (select id from account where login = 'specialist-' || u.id || '-1') as specialist
     from unit b cross join topic t
     join lateral (select id from unit u where u.department = t.department and (u.parent_id = b.id or u.parent_id = b.parent_id)
                    order by u.parent_id = b.id desc, u.id limit 1) u on true
    where b.tier = 'BRANCH'`,
];

/** The places and departments that matters are drawn for. To be called once, after `buildCity`. */
export async function preparePlaces(admin: pg.Client): Promise<void> {
  await admin.query(
    `create function bench.principal(p_kind text, p_ref bigint, p_duty text) returns int stable language sql as
     $$ select id from public.principal where kind = p_kind and ref_id = p_ref and duty = p_duty $$`,
  );
  for (const statement of placeTables) await admin.query(statement);
  await admin.query("analyze");
}

/** Keeps the rows of the engine's own matters as patterns: principals by place, authors by what they are. */
export async function keepPatterns(admin: pg.Client, stories: readonly Story[]): Promise<void> {
  await admin.query(
    `create table bench.pattern as
     select (p ->> 'matter')::bigint as matter, p ->> 'kind' as kind, (p ->> 'life')::int as life,
            (p ->> 'reviewed')::boolean as reviewed, (p ->> 'project')::boolean as project,
            array(select jsonb_array_elements_text(p -> 'places')::int) as places,
            array(select jsonb_array_elements_text(p -> 'actors')::int) as actors
       from jsonb_array_elements($1::jsonb) p`,
    [
      JSON.stringify(
        stories.map((story) => ({
          ...story,
          project: story.relation.project !== null,
          actors: players.map((player) => story.relation.accounts[player]),
        })),
      ),
    ],
  );
  for (const statement of patternRows) await admin.query(statement);
  await keepResolved(admin, stories);
}

const positions = (list: string) => `array(select array_position(p.places, x) from unnest(${list}) x)`;
const patternRows = [
  `create table bench.pattern_matter as select m.*, ${positions("m.readers")} as who from matter m join bench.pattern p on p.matter = m.id`,
  `create table bench.pattern_audience as
   select a.matter_id, a.audience, ${positions("a.readers")} as who from matter_audience a join bench.pattern p on p.matter = a.matter_id`,
  `create table bench.pattern_guest as
   select g.matter_id, g.open, array_position(p.places, g.principal) as who from matter_guest g join bench.pattern p on p.matter = g.matter_id`,
  `create table bench.pattern_task as
   select t.*, array_position(p.places, t.holder) as who, ${positions("t.added")} as others from task t join bench.pattern p on p.matter = t.matter_id`,
  `create table bench.pattern_turn as
   select t.*, array_position(p.places, t.principal) as who from turn t join bench.pattern p on p.matter = t.matter_id`,
  `create table bench.pattern_due as select d.* from due d join bench.pattern p on p.matter = d.matter_id`,
  `create table bench.pattern_entry as
   select e.*, array_position(p.actors, e.actor_id) as actor, null::text as words,
          -- A copy opens nothing that was sealed for the first: it holds clear words of the same length, which nobody wrote.
          e.form || coalesce((select jsonb_object_agg(f, repeat('示例', 30)) from unnest(e.sealed_fields) f), '{}') as said
     from entry e join bench.pattern p on p.matter = e.matter_id`,
  ...["audience", "guest", "task", "turn", "due", "entry"].map(
    (name) => `create index on bench.pattern_${name} (matter_id)`,
  ),
];

/** What the engine resolved names principals by number; for cloning they become places of a format string. */
async function keepResolved(admin: pg.Client, stories: readonly Story[]): Promise<void> {
  const places = new Map(stories.map((story) => [story.matter, story.places]));
  const { rows } = await admin.query<{ matter_id: string; seq: number; resolved: Resolved }>(
    "select matter_id, seq, resolved from bench.pattern_entry where resolved ?| array['opened', 'added']",
  );
  const words = rows.map((row) => {
    const own = places.get(Number(row.matter_id)) ?? [];
    const mark = (principal: number) => {
      const place = own.indexOf(principal);
      if (place < 0) throw new Error(`principal ${principal} has no place in matter ${row.matter_id}`);
      return `<${place + 1}>`;
    };
    const resolved = {
      ...row.resolved,
      ...(row.resolved.opened && {
        opened: row.resolved.opened.map((task) => ({
          ...task,
          holder: mark(task.holder),
          added: task.added.map(mark),
        })),
      }),
      ...(row.resolved.added && {
        added: Object.fromEntries(Object.entries(row.resolved.added).map(([no, list]) => [no, list.map(mark)])),
      }),
    };
    const text = JSON.stringify(resolved)
      .replaceAll("%", "%%")
      .replaceAll(/"<(\d+)>"/g, "%$1$$s");
    return { matter: Number(row.matter_id), seq: row.seq, words: text };
  });
  await admin.query(
    `update bench.pattern_entry e set words = w ->> 'words' from jsonb_array_elements($1::jsonb) w
      where e.matter_id = (w ->> 'matter')::bigint and e.seq = (w ->> 'seq')::int`,
    [JSON.stringify(words)],
  );
  await admin.query("analyze");
}

interface Resolved {
  readonly opened?: readonly { readonly holder: number; readonly added: readonly number[] }[];
  readonly added?: Readonly<Record<string, readonly number[]>>;
}

/**
 * Writes `count` matters after the patterns of some kinds, each at a place of its own, with everything around them.
 * Ids go on from the sequence in the order of the opening; gives the first and the last.
 */
export async function cloneMatters(
  adminUrl: string,
  wanted: { readonly kind: Story["kind"]; readonly count: number; readonly from: number },
): Promise<{ first: number; last: number }> {
  const open = async () => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    // Rows that follow from rows that were checked: references need not be checked again, one by one.
    await client.query("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '128MB'");
    return client;
  };
  const [one, two] = await Promise.all([open(), open()]);
  try {
    const { rows } = await one.query<{ first: number }>("select nextval('matter_id_seq')::int as first");
    const first = rows[0]?.first ?? 0;
    const last = first + wanted.count - 1;
    await one.query("select setval('matter_id_seq', $1)", [last]);
    await one.query("drop table if exists bench.clone");
    await one.query(cloneTable, [wanted.count, wanted.kind, wanted.from, first]);
    await one.query(
      `insert into number_series (series, last) select series, max(counted) from bench.clone group by series
       on conflict (series) do update set last = greatest(number_series.last, excluded.last)`,
    );
    await one.query("analyze bench.clone");
    await Promise.all([run(one, cloneEntries), run(two, cloneRest)]);
    return { first, last };
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
}

async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

// $1 count, $2 kind, $3 where to begin drawing, $4 first id. `part`: parts of the minute in which the pattern was asked.
const cloneTable = `
  create unlogged table bench.clone as
  with pattern as (
    select row_number() over (order by matter) - 1 as slot, count(*) over () as slots, p.*, m.opened_at, m.private
      from bench.pattern p join bench.pattern_matter m on m.id = p.matter where p.kind = $2
  ), made as (
    select i, p.matter as pattern, p.opened_at + part.shift as opened_at, part.shift, d.topic,
           r.project_id, r.enterprise_id, r.station_id, r.branch_id, r.requester,
           r.fixed[1:2] || coalesce(r.fixed[3], d.desk) || r.fixed[4] || d.specialists || r.fixed[6:8] as places,
           array[r.requester, coalesce(r.officer, d.handler), d.specialist, r.chief] as actors,
           'ZX-' || r.area_code || '-' || to_char(p.opened_at at time zone 'Asia/Shanghai', 'YYYYMMDD') as series
      from generate_series($3::int + 1, $3::int + $1::int) i
      join pattern p on p.slot = i % p.slots
     cross join lateral (
       select floor(${drawn("i", 21)} * 59999) * interval '1 millisecond' as shift,
              floor(power(${drawn("i", 22)}, 1.3) * case when p.project then ${citySize.projects} else ${citySize.projects + citySize.firms} end)::bigint as relation,
              -- Two topics go by a specialist, four do not.
              floor(${drawn("i", 23)} * case when p.reviewed then 2 else 4 end)::bigint as department) part
      join bench.relation r on (r.project_id is not null) = p.project and r.place = part.relation
      join bench.department d on d.branch_id = r.branch_id and d.reviewed = p.reviewed and d.place = part.department
  )
  select made.*, $4::bigint + row_number() over (order by opened_at, i) - 1 as id,
         coalesce(s.last, 0) + row_number() over (partition by made.series order by opened_at, i) as counted
    from made left join number_series s on s.series = made.series`;

const filled = (who: string) => `array(select c.places[w] from unnest(${who}) w order by 1)`;

const cloneEntries = [
  `insert into entry (matter_id, seq, at, kind, name, audience, actor_id, capacity, actor_label, from_state, to_state, form, resolved)
   select c.id, e.seq, e.at + case when e.actor is null then interval '0' else c.shift end, e.kind, e.name, e.audience,
          c.actors[e.actor], e.capacity, e.actor_label, e.from_state, e.to_state, e.said,
          case when e.words is null then e.resolved else format(e.words, variadic c.places)::jsonb end
     from bench.clone c join bench.pattern_entry e on e.matter_id = c.pattern order by c.id, e.seq`,
];

const cloneRest = [
  `insert into matter (id, number, procedure, procedure_version, state, phase, outcome, title, topic, enterprise_id, project_id,
     station_id, branch_id, opened_by, private, opened_at, closed_at, version, entry_seq, readers, barred)
   select c.id, c.series || '-' || lpad(c.counted::text, greatest(4, length(c.counted::text)), '0'), m.procedure, m.procedure_version,
          m.state, m.phase, m.outcome, m.title, c.topic, c.enterprise_id, c.project_id, c.station_id, c.branch_id, c.requester,
          m.private, c.opened_at,
          m.closed_at + case when (select e.actor from bench.pattern_entry e where e.matter_id = m.id order by seq desc limit 1) is null
            then interval '0' else c.shift end,
          m.version, m.entry_seq, ${filled("m.who")}, m.barred
     from bench.clone c join bench.pattern_matter m on m.id = c.pattern order by c.id`,
  `insert into matter_audience (matter_id, audience, readers)
   select c.id, a.audience, ${filled("a.who")} from bench.clone c join bench.pattern_audience a on a.matter_id = c.pattern order by c.id`,
  `insert into matter_guest (principal, opened_at, matter_id, open)
   select c.places[g.who], c.opened_at, c.id, g.open from bench.clone c join bench.pattern_guest g on g.matter_id = c.pattern order by c.id`,
  `insert into task (matter_id, no, kind, audience, holder, added, state, clock, due_at, opened_seq, closed_seq)
   select c.id, t.no, t.kind, t.audience, c.places[t.who], array(select c.places[w] from unnest(t.others) with ordinality o(w, n) order by n),
          t.state, t.clock, t.due_at, t.opened_seq, t.closed_seq
     from bench.clone c join bench.pattern_task t on t.matter_id = c.pattern order by c.id, t.no`,
  `insert into turn (principal, sort_at, matter_id, task_no)
   select c.places[t.who], t.sort_at, c.id, t.task_no from bench.clone c join bench.pattern_turn t on t.matter_id = c.pattern order by 1, 2`,
  `insert into due (matter_id, task_no, name, at, fired_at)
   select c.id, d.task_no, d.name, d.at, d.fired_at from bench.clone c join bench.pattern_due d on d.matter_id = c.pattern order by c.id`,
];
