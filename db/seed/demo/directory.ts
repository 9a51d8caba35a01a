import type pg from "pg";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { absences, type Login, members, staff } from "./people.ts";
import { type FirmKey, firms, type Grant, type ProjectKey, projects, topics, type UnitKey, units } from "./places.ts";
import { momentBefore } from "./time.ts";

/** Ids of what was made, by the keys of the seed's own tables. */
export interface City {
  readonly accounts: Readonly<Record<Login, number>>;
  readonly firms: Readonly<Record<FirmKey, number>>;
  readonly projects: Readonly<Record<ProjectKey, number>>;
}

/** How long the city has existed, in days before the seed's end; older than every stage and grant. */
const cityAge = 1100;

/** Writes units, topics, people, firms and projects as the owner of the database, in one transaction. */
export async function seedDirectory(client: pg.Client, now: Date, calendar: WorkCalendar): Promise<City> {
  const daysAgo = (days: number) => addDays(shanghaiDay(now), -days);
  const since = shanghaiMoment(daysAgo(cityAge));
  await client.query("begin");
  try {
    const unitIds = await seedUnits(client, since);
    await seedTopics(client);
    const firmIds = await seedFirms(client, since, unitIds);
    const accounts = await seedPeople(client, since, unitIds, firmIds);
    const projectIds = await seedProjects(client, daysAgo, unitIds, firmIds, accounts);
    for (const { who, from, to } of absences) {
      await client.query("insert into absence (account_id, from_at, to_at) values ($1, $2, $3)", [
        accounts[who],
        startOfDay(momentBefore(calendar, now, from)),
        startOfDay(momentBefore(calendar, now, to)),
      ]);
    }
    await client.query("commit");
    return { accounts, firms: firmIds, projects: projectIds };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

function startOfDay(at: Date): Date {
  return shanghaiMoment(shanghaiDay(at));
}

/** A number that no exchange can assign (see `places.ts`). */
function phone(number: number): string {
  return `0546-0000${String(number).padStart(3, "0")}`;
}

async function insert(client: pg.Client, text: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(`${text} returning id`, [...values]);
  if (!rows[0]) throw new Error(`nothing was inserted: ${text}`);
  return rows[0].id;
}

async function seedUnits(client: pg.Client, since: Date): Promise<Record<UnitKey, number>> {
  const ids: Partial<Record<string, number>> = {};
  for (const [index, [key, unit]] of Object.entries(units).entries()) {
    ids[key] = await insert(
      client,
      `insert into unit (code, name, short_name, tier, department, parent_id, area_code, duty_phone, valid_from)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        // Twelve digits as in GA/T 380, with a running number that only this city uses.
        `${unit.area}99${String(index + 1).padStart(4, "0")}`,
        unit.name,
        unit.short,
        unit.tier,
        "department" in unit ? unit.department : null,
        unit.parent === null ? null : ids[unit.parent],
        unit.area,
        phone(index + 1),
        since,
      ],
    );
  }
  return ids as Record<UnitKey, number>;
}

async function seedTopics(client: pg.Client): Promise<void> {
  for (const [index, [code, topic]] of Object.entries(topics).entries()) {
    await client.query(
      "insert into topic (code, name_zh, name_en, department, reviewed, position) values ($1, $2, $3, $4, $5, $6)",
      [code, topic.zh, topic.en, topic.department, topic.reviewed, index + 1],
    );
  }
}

async function seedFirms(
  client: pg.Client,
  since: Date,
  unitIds: Record<UnitKey, number>,
): Promise<Record<FirmKey, number>> {
  const ids: Partial<Record<string, number>> = {};
  for (const [key, firm] of Object.entries(firms)) {
    ids[key] = await insert(
      client,
      `insert into enterprise (uscc, name, address, area_code, station_id, created_at) values ($1, $2, $3, $4, $5, $6)`,
      [firm.uscc, firm.name, firm.address, units[firm.station].area, unitIds[firm.station], since],
    );
  }
  return ids as Record<FirmKey, number>;
}

async function seedPeople(
  client: pg.Client,
  since: Date,
  unitIds: Record<UnitKey, number>,
  firmIds: Record<FirmKey, number>,
): Promise<Record<Login, number>> {
  const ids: Partial<Record<string, number>> = {};
  const give = async (account: number, grants: readonly Grant[]) => {
    for (const [role, at] of grants) {
      await client.query(
        "insert into access_grant (account_id, role, unit_id, enterprise_id, valid_from) values ($1, $2, $3, $4, $5)",
        [
          account,
          role,
          at in units ? unitIds[at as UnitKey] : null,
          at in firms ? firmIds[at as FirmKey] : null,
          since,
        ],
      );
    }
  };
  for (const [index, [login, person]] of Object.entries(staff).entries()) {
    const id = await insert(
      client,
      `insert into account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)
       values ('staff', $1, $2, $3, $4, $5, $6)`,
      [login, person.name, `SL${101 + index}`, unitIds[person.unit], phone(101 + index), since],
    );
    ids[login] = id;
    await give(id, person.grants);
  }
  for (const [index, [login, person]] of Object.entries(members).entries()) {
    const id = await insert(
      client,
      "insert into account (kind, login, duty_name, duty_phone, created_at) values ('member', $1, $2, $3, $4)",
      [login, person.name, phone(501 + index), since],
    );
    ids[login] = id;
    await give(id, person.grants);
  }
  return ids as Record<Login, number>;
}

async function seedProjects(
  client: pg.Client,
  daysAgo: (days: number) => string,
  unitIds: Record<UnitKey, number>,
  firmIds: Record<FirmKey, number>,
  accounts: Record<Login, number>,
): Promise<Record<ProjectKey, number>> {
  const ids: Partial<Record<string, number>> = {};
  for (const [key, project] of Object.entries(projects)) {
    const stages = project.stages.map(([stage, days]) => ({ stage, since: daysAgo(days) }));
    const begun = shanghaiMoment(stages[0]?.since ?? daysAgo(0));
    const current = stages.at(-1);
    const id = await insert(
      client,
      `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        project.code,
        project.name,
        current?.stage,
        current?.since,
        project.level,
        project.address,
        units[project.station].area,
        unitIds[project.station],
        begun,
      ],
    );
    ids[key] = id;
    await client.query("insert into project_enterprise (project_id, enterprise_id) values ($1, $2)", [
      id,
      firmIds[project.firm],
    ]);
    for (const { stage, since } of stages) {
      await client.query("insert into project_stage (project_id, stage, since) values ($1, $2, $3)", [
        id,
        stage,
        since,
      ]);
    }
    for (const [kind, login] of Object.entries(project.people)) {
      await client.query("insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, $3, $4)", [
        id,
        accounts[login],
        kind,
        begun,
      ]);
    }
  }
  return ids as Record<ProjectKey, number>;
}
