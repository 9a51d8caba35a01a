import pg from "pg";
import { roles } from "#access/roles.ts";
import { readCalendarSeed } from "#directory/calendar-seed.ts";
import { baseTopics } from "./topics.ts";

/**
 * Brings the rows that every city needs up to this version of the program: roles, the work calendar of each year that the
 * database does not know yet, and topics where there are none. What a city has of its own is never touched.
 * To be called after every migration; when nothing is new it reads three small tables.
 * @param ownerUrl address of the role that owns the database
 * @returns what was brought: roles written, years and topics added
 */
export async function seedBase(ownerUrl: string): Promise<{ roles: number; years: number; topics: number }> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "huhang-seed" });
  await client.connect();
  try {
    await client.query("begin");
    const brought = {
      roles: await seedRoles(client),
      years: await seedCalendar(client),
      topics: await seedTopics(client),
    };
    await client.query("commit");
    return brought;
  } finally {
    // Ends an open transaction too: nothing of it stays.
    await client.end();
  }
}

/** Roles are the program's: `access/roles.ts` is right, the table follows. A role that is gone stays for old grants. */
async function seedRoles(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `insert into role (code, scope, duties, covers)
     select r ->> 'code', r ->> 'scope', array(select jsonb_array_elements_text(r -> 'duties')), (r ->> 'covers')::boolean
       from jsonb_array_elements($1::jsonb) r
     on conflict (code) do update set scope = excluded.scope, duties = excluded.duties, covers = excluded.covers
      where (role.scope, role.duties, role.covers) is distinct from (excluded.scope, excluded.duties, excluded.covers)`,
    [JSON.stringify(roles)],
  );
  return rowCount ?? 0;
}

async function seedCalendar(client: pg.Client): Promise<number> {
  const seed = readCalendarSeed();
  const { rows } = await client.query<{ year: number }>("select year from calendar_year");
  const known = new Set(rows.map(({ year }) => year));
  const fresh = seed.years.filter(({ year }) => !known.has(year));
  if (fresh.length === 0) return 0;
  const wanted = new Set(fresh.map(({ year }) => year));
  // A notice may also move days of the December before.
  const days = seed.days.filter(({ day }) => {
    const year = Number(day.slice(0, 4));
    return wanted.has(year) || (day.slice(5, 7) === "12" && wanted.has(year + 1));
  });
  await client.query(
    `insert into work_calendar (day, kind, name)
     select * from unnest($1::date[], $2::text[], $3::text[]) on conflict do nothing`,
    [days.map(({ day }) => day), days.map(({ kind }) => kind), days.map(({ name }) => name)],
  );
  // A second process may have been quicker; its rows are the same.
  const { rowCount } = await client.query(
    "insert into calendar_year (year, source) select * from unnest($1::int[], $2::text[]) on conflict do nothing",
    [fresh.map(({ year }) => year), fresh.map(({ source }) => source)],
  );
  return rowCount ?? 0;
}

/** Without topics nobody could ask anything; a city that has changed its own keeps them. */
export async function seedTopics(client: pg.Client): Promise<number> {
  const rows = Object.entries(baseTopics).map(([code, topic], position) => ({
    code,
    ...topic,
    position: position + 1,
  }));
  const { rowCount } = await client.query(
    `insert into topic (code, name_zh, name_en, department, reviewed, position)
     select code, zh, en, department, reviewed, position
       from jsonb_to_recordset($1::jsonb) t(code text, zh text, en text, department text, reviewed boolean, position int)
      where not exists (select from topic)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  return rowCount ?? 0;
}
