import { noticeVersion } from "#access/privacy-notice.ts";
import type pg from "pg";
import { procedures } from "#capabilities/index.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { ruledLimits } from "#matters/limits.queries.ts";
import { seedTopics } from "../base.ts";
import { projectPoint, stationPoint } from "./city/points.ts";
import { type CityPlan, phoneLine, type UnitPlan } from "./plan.ts";

/** Ids of what was made, by the keys of the plan. */
export interface City {
  readonly accounts: ReadonlyMap<string, number>;
  readonly firms: ReadonlyMap<string, number>;
  readonly projects: ReadonlyMap<string, number>;
  readonly units: ReadonlyMap<string, number>;
}

/** How long the city has existed, in days before the seed's end; older than every stage and grant. */
const cityAge = 1100;

/** Writes units, topics, people, firms and projects as the owner of the database, in one transaction. */
export async function seedDirectory(client: pg.Client, plan: CityPlan, now: Date): Promise<City> {
  const since = shanghaiMoment(addDays(shanghaiDay(now), -cityAge));
  await client.query("begin");
  try {
    const units = await seedUnits(client, plan.units, since);
    await seedTopics(client);
    await seedLimits(client, since);
    const firms = await seedFirms(client, plan, units, since);
    const accounts = await seedPeople(client, plan, { units, firms }, since);
    const projects = await seedProjects(client, plan, { units, firms, accounts });
    await insertAll(client, {
      into: "absence (account_id, from_at, to_at)",
      columns: "account_id int, from_at timestamptz, to_at timestamptz",
      rows: plan.absences.map(({ who, from, to }) => ({ account_id: idOf(accounts, who), from_at: from, to_at: to })),
    });
    await client.query("commit");
    return { accounts, firms, projects, units };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

type Ids = ReadonlyMap<string, number>;

export function idOf(ids: Ids, key: string): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the demo city has no “${key}”`);
  return id;
}

interface Rows {
  /** Table and columns. */
  readonly into: string;
  /** The same columns with their types. */
  readonly columns: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Thousands of rows in one statement, in their order. Gives the ids, where the table has such. */
async function insertAll(client: pg.Client, { into, columns, rows }: Rows, returning = ""): Promise<number[]> {
  const names = columns.split(", ").map((column) => column.split(" ")[0]);
  const { rows: made } = await client.query<{ id: number }>(
    `insert into ${into} select ${names.join(", ")}
       from rows from (jsonb_to_recordset($1::jsonb) as (${columns})) with ordinality as t (${names.join(", ")}, place_in_list)
      order by place_in_list ${returning}`,
    [JSON.stringify(rows)],
  );
  return made.map(({ id }) => id);
}

/** The same, with the id of each row under its key. */
async function insertKeyed(client: pg.Client, keys: readonly string[], rows: Rows): Promise<Map<string, number>> {
  const ids = await insertAll(client, rows, "returning id");
  if (ids.length !== keys.length) throw new Error(`of ${keys.length} rows ${ids.length} were inserted: ${rows.into}`);
  return new Map(keys.map((key, index) => [key, ids[index] ?? 0]));
}

/** One after the other: a unit's path is made of its parent's. */
async function seedUnits(client: pg.Client, units: readonly UnitPlan[], since: Date): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const [index, unit] of units.entries()) {
    const at = unit.tier === "STATION" ? stationPoint(unit.key, unit.area) : null;
    const { rows } = await client.query<{ id: number }>(
      `insert into unit (code, name, short_name, tier, department, parent_id, area_code, duty_phone, valid_from, lat, lng)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
      [
        // Twelve digits as in GA/T 380, with a running number that only this city uses.
        `${unit.area}99${String(index + 1).padStart(4, "0")}`,
        unit.name,
        unit.short,
        unit.tier,
        unit.department,
        unit.parent === null ? null : idOf(ids, unit.parent),
        unit.area,
        phoneLine(unit.line),
        since,
        at?.lat ?? null,
        at?.lng ?? null,
      ],
    );
    if (rows[0]) ids.set(unit.key, rows[0].id);
  }
  return ids;
}

/** The limits that a city may change, as it has them: its own setting (source P), for no law sets any of them. */
async function seedLimits(client: pg.Client, since: Date): Promise<void> {
  await insertAll(client, {
    into: "limit_rule (key, amount, unit, source, valid_from)",
    columns: "key text, amount int, unit text, source text, valid_from timestamptz",
    rows: procedures.flatMap((procedure) =>
      [...ruledLimits(procedure)].map(([key, { amount, unit }]) => ({
        key,
        amount,
        unit,
        source: "P",
        valid_from: since,
      })),
    ),
  });
}

async function seedFirms(client: pg.Client, plan: CityPlan, units: Ids, since: Date): Promise<Map<string, number>> {
  const areas = new Map(plan.units.map(({ key, area }) => [key, area]));
  return insertKeyed(
    client,
    plan.firms.map(({ key }) => key),
    {
      into: "enterprise (uscc, name, address, area_code, station_id, created_at)",
      columns: "uscc text, name text, address text, area_code text, station_id int, created_at timestamptz",
      rows: plan.firms.map(({ uscc, name, address, station }) => ({
        uscc,
        name,
        address,
        area_code: areas.get(station),
        station_id: idOf(units, station),
        created_at: since,
      })),
    },
  );
}

async function seedPeople(
  client: pg.Client,
  plan: CityPlan,
  { units, firms }: { readonly units: Ids; readonly firms: Ids },
  since: Date,
): Promise<Map<string, number>> {
  const accounts = await insertKeyed(
    client,
    plan.people.map(({ login }) => login),
    {
      into: "account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)",
      columns:
        "kind text, login text, duty_name text, police_number text, unit_id int, duty_phone text, created_at timestamptz",
      rows: plan.people.map(({ login, name, line, staff }) => ({
        kind: staff ? "staff" : "member",
        login,
        duty_name: name,
        police_number: staff?.number ?? null,
        unit_id: staff ? idOf(units, staff.unit) : null,
        duty_phone: phoneLine(line),
        created_at: since,
      })),
    },
  );
  await insertAll(client, {
    into: "access_grant (account_id, role, unit_id, enterprise_id, valid_from)",
    columns: "account_id int, role text, unit_id int, enterprise_id int, valid_from timestamptz",
    rows: plan.people.flatMap(({ login, staff, grants }) =>
      grants.map(([role, at]) => ({
        account_id: idOf(accounts, login),
        role,
        unit_id: staff ? idOf(units, at) : null,
        enterprise_id: staff ? null : idOf(firms, at),
        valid_from: since,
      })),
    ),
  });
  // Who plays a part in the demo has been told already.
  await client.query("insert into privacy_notice_shown (account_id, version, at) select id, $1, $2 from account", [
    noticeVersion,
    since,
  ]);
  return accounts;
}

async function seedProjects(
  client: pg.Client,
  plan: CityPlan,
  { units, firms, accounts }: { readonly units: Ids; readonly firms: Ids; readonly accounts: Ids },
): Promise<Map<string, number>> {
  const areas = new Map(plan.units.map(({ key, area }) => [key, area]));
  const projects = await insertKeyed(
    client,
    plan.projects.map(({ key }) => key),
    {
      into: "project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at, lat, lng)",
      columns:
        "code text, name text, stage text, stage_since date, key_level text, address text, area_code text, station_id int, created_at timestamptz, lat float8, lng float8",
      rows: plan.projects.map(({ key, code, name, stages, level, address, station }) => ({
        ...(projectPoint(key, station, areas.get(station) ?? "") ?? { lat: null, lng: null }),
        code,
        name,
        stage: stages.at(-1)?.stage,
        stage_since: stages.at(-1)?.since,
        key_level: level,
        address,
        area_code: areas.get(station),
        station_id: idOf(units, station),
        created_at: shanghaiMoment(stages[0]?.since ?? ""),
      })),
    },
  );
  const each = <Row extends object>(rows: (project: CityPlan["projects"][number]) => readonly Row[]) =>
    plan.projects.flatMap((project) =>
      rows(project).map((row) => ({ project_id: idOf(projects, project.key), ...row })),
    );
  await insertAll(client, {
    into: "project_enterprise (project_id, enterprise_id)",
    columns: "project_id int, enterprise_id int",
    rows: each(({ firm }) => [{ enterprise_id: idOf(firms, firm) }]),
  });
  await insertAll(client, {
    into: "project_stage (project_id, stage, since)",
    columns: "project_id int, stage text, since date",
    rows: each(({ stages }) => stages),
  });
  await insertAll(client, {
    into: "assignment (project_id, account_id, kind, valid_from, valid_to)",
    columns: "project_id int, account_id int, kind text, valid_from timestamptz, valid_to timestamptz",
    rows: each(({ people }) =>
      people.map(({ place, who, from, to }) => ({
        account_id: idOf(accounts, who),
        kind: place,
        valid_from: from,
        valid_to: to,
      })),
    ),
  });
  return projects;
}
