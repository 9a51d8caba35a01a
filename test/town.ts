import pg from "pg";
import { roles } from "#access/roles.ts";
import { calendarDays } from "./town-calendar.ts";

/** Ids of a small neutral town that tests of the engine and of access play in. */
export interface Town {
  readonly units: {
    city: number;
    branch: number;
    station: number;
    otherStation: number;
    traffic: number;
    legal: number;
  };
  readonly firms: { east: number; run: number };
  readonly projects: { bridge: number; plant: number };
  readonly people: Record<
    | "liaison"
    | "security"
    | "legalRep"
    | "otherLiaison"
    | "officerA"
    | "officerB"
    | "otherA"
    | "otherB"
    | "chief"
    | "office"
    | "cityOffice"
    | "leader"
    | "specialist"
    | "lawyer"
    | "inspector"
    | "dataProtection"
    | "auditor"
    | "systemAdmin"
    | "securityAdmin",
    number
  >;
}

const since = "2025-01-01T00:00:00+08:00";

/** Builds the town as the owner of the database. Everything is invented. */
export async function buildTown(ownerUrl: string): Promise<Town> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await build(client);
  } finally {
    await client.end();
  }
}

async function build(client: pg.Client): Promise<Town> {
  const one = async (text: string, values: unknown[]): Promise<number> => {
    const { rows } = await client.query<{ id: number }>(text, values);
    if (!rows[0]) throw new Error(`no row: ${text}`);
    return rows[0].id;
  };
  for (const role of roles) {
    await client.query(
      "insert into role (code, scope, duties, covers) values ($1, $2, $3, $4) on conflict (code) do nothing",
      [role.code, role.scope, role.duties, role.covers],
    );
  }
  for (const [day, kind, name] of calendarDays) {
    await client.query("insert into work_calendar values ($1, $2, $3) on conflict do nothing", [day, kind, name]);
  }
  await client.query("insert into calendar_year values (2025, 'test'), (2026, 'test') on conflict do nothing");
  const unit = (code: string, name: string, tier: string, parent: number | null, department: string | null = null) =>
    one(
      `insert into unit (code, name, short_name, tier, department, parent_id, area_code, duty_phone, valid_from)
       values ($1, $2, $2, $3, $4, $5, '370522', '0546-0000110', $6) returning id`,
      [code, name, tier, department, parent, since],
    );
  const city = await unit("370500", "市局", "CITY", null);
  const branch = await unit("370522", "县局", "BRANCH", city);
  const station = await unit("370522-1", "北宋派出所", "STATION", branch);
  const otherStation = await unit("370522-2", "盐窝派出所", "STATION", branch);
  const traffic = await unit("370522-3", "交警大队", "DEPARTMENT", branch, "TRAFFIC");
  const legal = await unit("370500-4", "法制支队", "DEPARTMENT", city, "LEGAL");
  await client.query(
    `insert into topic values ('traffic', '交通', 'Traffic', 'TRAFFIC', false, 1), ('law', '法律', 'Law', 'LEGAL', true, 2)`,
  );
  const firm = (uscc: string, name: string, at: number) =>
    one(
      `insert into enterprise (uscc, name, address, area_code, station_id, created_at)
       values ($1, $2, '示例路 1 号', '370522', $3, $4) returning id`,
      [uscc, name, at, since],
    );
  const east = await firm("91350100M000100Y43", "东岸路桥（示例）", station);
  const run = await firm("91350100M000100Y44", "润海材料（示例）", otherStation);
  const project = async (code: string, name: string, at: number, firmId: number) => {
    const id = await one(
      `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
       values ($1, $2, 'CONSTRUCTION', '2025-10-01', 'CITY', '示例镇', '370522', $3, $4) returning id`,
      [code, name, at, since],
    );
    await client.query("insert into project_enterprise values ($1, $2)", [id, firmId]);
    await client.query("insert into project_stage values ($1, 'CONSTRUCTION', '2025-10-01')", [id]);
    return id;
  };
  const bridge = await project("P-1", "大桥项目（示例）", station, east);
  const plant = await project("P-2", "新材料二期（示例）", otherStation, run);

  const grant = (account: number, role: string, unitId: number | null, enterpriseId: number | null) =>
    client.query(
      "insert into access_grant (account_id, role, unit_id, enterprise_id, valid_from) values ($1, $2, $3, $4, $5)",
      [account, role, unitId, enterpriseId, since],
    );
  const staff = async (login: string, name: string, role: string, unitId: number) => {
    const id = await one(
      `insert into account (kind, login, duty_name, police_number, unit_id, duty_phone, created_at)
       values ('staff', $1, $2, $1, $3, '0546-0000000', $4) returning id`,
      [login, name, unitId, since],
    );
    await grant(id, role, unitId, null);
    return id;
  };
  const member = async (login: string, name: string, role: string, firmId: number) => {
    const id = await one(
      `insert into account (kind, login, duty_name, duty_phone, created_at) values ('member', $1, $2, '0546-0000001', $3) returning id`,
      [login, name, since],
    );
    await grant(id, role, null, firmId);
    return id;
  };
  const people = {
    liaison: await member("liaison", "周联络", "ENT_LIAISON", east),
    security: await member("security", "何安保", "ENT_SECURITY", east),
    legalRep: await member("legalRep", "冯代表", "ENT_LEGAL_REP", east),
    otherLiaison: await member("otherLiaison", "吴联络", "ENT_LIAISON", run),
    officerA: await staff("officerA", "李警官", "OFFICER", station),
    officerB: await staff("officerB", "王警官", "OFFICER", station),
    otherA: await staff("otherA", "刘警官", "OFFICER", otherStation),
    otherB: await staff("otherB", "陈警官", "OFFICER", otherStation),
    chief: await staff("chief", "孙所长", "STATION_CHIEF", station),
    office: await staff("office", "钱主任", "PROGRAM_OFFICE_BRANCH", branch),
    cityOffice: await staff("cityOffice", "卫主任", "PROGRAM_OFFICE_CITY", city),
    leader: await staff("leader", "蒋局长", "LEADER", branch),
    specialist: await staff("specialist", "赵专员", "SPECIALIST", traffic),
    lawyer: await staff("lawyer", "沈专员", "SPECIALIST", legal),
    inspector: await staff("inspector", "韩督察", "INSPECTOR", city),
    dataProtection: await staff("dataProtection", "顾专员", "DATA_PROTECTION", city),
    auditor: await staff("auditor", "郑审计", "AUDIT_ADMIN", city),
    systemAdmin: await staff("systemAdmin", "杨管理", "SYS_ADMIN", city),
    securityAdmin: await staff("securityAdmin", "许安全", "SEC_ADMIN", city),
  };
  const assign = (projectId: number, account: number, kind: string) =>
    client.query("insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, $3, $4)", [
      projectId,
      account,
      kind,
      since,
    ]);
  await assign(bridge, people.officerA, "A");
  await assign(bridge, people.officerB, "B");
  await assign(plant, people.otherA, "A");
  await assign(plant, people.otherB, "B");
  return {
    units: { city, branch, station, otherStation, traffic, legal },
    firms: { east, run },
    projects: { bridge, plant },
    people,
  };
}
