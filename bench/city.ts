import type pg from "pg";

/** Size of the city, after the district that the platform is meant for: some 70 units, 416 officers, 330 projects. */
export const citySize = { branches: 8, stations: 48, officers: 416, projects: 330, firms: 20_000 } as const;

/** Long before the first matter. */
const since = "timestamptz '2023-01-01T00:00:00+08:00'";

/**
 * Writes units, topics, people, firms, projects and their grants and assignments, as a superuser. Stations are skewed
 * like a real city: the largest has about a tenth of everything, the smallest a hundred and fiftieth.
 * Principals come by the platform's own triggers. Everything is invented.
 */
export async function buildCity(admin: pg.Client): Promise<void> {
  for (const statement of [...units, ...people, ...firms, ...projects, "analyze"]) await admin.query(statement);
}

/** A number in [0, 1) that depends on nothing but a row's number and a salt. */
export function drawn(row: string, salt: number): string {
  return `((hashint8extended((${row})::bigint, ${salt}) & 2147483647)::float8 / 2147483648)`;
}

const departments = ["LEGAL", "EXIT_ENTRY", "PUBLIC_ORDER", "CYBER", "ECONOMIC"];

const unitColumns = "code, name, short_name, tier, department, parent_id, area_code, duty_phone, valid_from";
const units = [
  `insert into unit (${unitColumns})
   values ('B00', '市局', '市局', 'CITY', null, null, '370500', '0546-0000000', ${since})`,
  `insert into unit (${unitColumns})
   select 'B1' || n, '分局' || n, '分局' || n, 'BRANCH', null, (select id from unit where tier = 'CITY'),
          '37050' || n, '0546-0000000', ${since} from generate_series(1, ${citySize.branches}) n`,
  `insert into unit (${unitColumns})
   select 'B2' || n, '派出所' || n, '派出所' || n, 'STATION', null, b.id, b.area_code, '0546-0000000', ${since}
     from generate_series(1, ${citySize.stations}) n
     join unit b on b.code = 'B1' || (n % ${citySize.branches} + 1) order by n`,
  `insert into unit (${unitColumns})
   select 'B3' || b.code, '交警大队', '交警大队', 'DEPARTMENT', 'TRAFFIC', b.id, b.area_code, '0546-0000000', ${since}
     from unit b where b.tier = 'BRANCH' order by b.id`,
  `insert into unit (${unitColumns})
   select 'B4' || d, d, d, 'DEPARTMENT', d, c.id, c.area_code, '0546-0000000', ${since}
     from unnest(array['${departments.join("','")}']) d, unit c where c.tier = 'CITY'`,
  "delete from topic",
  `insert into topic (code, name_zh, name_en, department, reviewed, position) values
     ('traffic', '交通', 'Traffic', 'TRAFFIC', false, 1), ('exit', '出入境', 'Exit and entry', 'EXIT_ENTRY', false, 2),
     ('order', '治安', 'Public order', 'PUBLIC_ORDER', false, 3), ('cyber', '网络', 'Network', 'CYBER', false, 4),
     ('law', '法律', 'Law', 'LEGAL', true, 5), ('economy', '经济', 'Economy', 'ECONOMIC', true, 6)`,
  // Zipf: the station's share of everything, and as a running sum to draw from.
  `create schema bench`,
  `create table bench.station as
   select id, parent_id as branch_id, area_code, place, share,
          sum(share) over (order by id) - share as low, sum(share) over (order by id) as high
     from (select id, parent_id, area_code, rank as place, 1.0 / (rank + 2) / sum(1.0 / (rank + 2)) over () as share
             from (select *, row_number() over (order by ${drawn("id", 1)}) as rank from unit where tier = 'STATION') s) w`,
];

const grantOf = (role: string, where: string) =>
  `insert into access_grant (account_id, role, unit_id, valid_from)
   select id, '${role}', unit_id, ${since} from account where login like '${where}' order by id`;
const staffColumns = "kind, login, duty_name, police_number, unit_id, duty_phone, created_at";
const staffOf = (login: string, name: string, from: string) =>
  `insert into account (${staffColumns})
   select 'staff', '${login}-' || u.id || '-' || n, '${name}', upper('${login}-' || u.id || '-' || n), u.id, '0546-0000000', ${since}
     from ${from} order by u.id, n`;

const people = [
  staffOf(
    "officer",
    "李警官",
    `bench.station u cross join lateral generate_series(1, greatest(2, round(${citySize.officers - 12} * u.share)::int)) n`,
  ),
  grantOf("OFFICER", "officer-%"),
  staffOf("chief", "孙所长", "unit u, generate_series(1, 1) n where u.tier = 'STATION'"),
  grantOf("STATION_CHIEF", "chief-%"),
  staffOf("branch", "钱主任", "unit u, generate_series(1, 1) n where u.tier = 'BRANCH'"),
  grantOf("PROGRAM_OFFICE_BRANCH", "branch-%"),
  staffOf("city", "卫主任", "unit u, generate_series(1, 2) n where u.tier = 'CITY'"),
  grantOf("PROGRAM_OFFICE_CITY", "city-%"),
  staffOf("leader", "蒋局长", "unit u, generate_series(1, 1) n where u.tier in ('CITY', 'BRANCH')"),
  grantOf("LEADER", "leader-%"),
  staffOf("specialist", "赵专员", "unit u, generate_series(1, 2) n where u.tier = 'DEPARTMENT'"),
  grantOf("SPECIALIST", "specialist-%"),
  staffOf("handler", "段警官", "unit u, generate_series(1, 1) n where u.tier = 'DEPARTMENT'"),
  grantOf("DEPT_HANDLER", "handler-%"),
];

const total = citySize.firms + citySize.projects;
const firms = [
  `insert into enterprise (uscc, name, address, area_code, station_id, created_at)
   select '9BENCH' || lpad(n::text, 12, '0'), '企业' || n, '示例路 ' || n || ' 号', s.area_code, s.id, ${since}
     from generate_series(1, ${total}) n join bench.station s on ${drawn("n", 2)} >= s.low and ${drawn("n", 2)} < s.high
    order by n`,
  `insert into account (kind, login, duty_name, duty_phone, created_at)
   select 'member', 'liaison-' || id, '周联络', '0546-0000001', ${since} from enterprise order by id`,
  `insert into access_grant (account_id, role, enterprise_id, valid_from)
   select a.id, 'ENT_LIAISON', e.id, ${since} from enterprise e join account a on a.login = 'liaison-' || e.id order by e.id`,
];

const projects = [
  `insert into project (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at)
   select 'P-' || n, '项目' || n, 'CONSTRUCTION', '2024-01-01', 'CITY', '示例镇', e.area_code, e.station_id, ${since}
     from (select row_number() over (order by id) as n, * from enterprise order by id limit ${citySize.projects}) e order by n`,
  `insert into project_enterprise (project_id, enterprise_id)
   select p.id, e.id from project p
     join (select row_number() over (order by id) as n, id from enterprise order by id limit ${citySize.projects}) e on p.code = 'P-' || e.n`,
  `insert into project_stage (project_id, stage, since) select id, 'CONSTRUCTION', '2024-01-01' from project`,
  // Projects of a station go round among its officers: A is one, B the next.
  `insert into assignment (project_id, account_id, kind, valid_from)
   select p.id, o.ids[(p.turn + k.step) % cardinality(o.ids) + 1], k.kind, ${since}
     from (select id, station_id, row_number() over (partition by station_id order by id) as turn from project) p
     join (select unit_id, array_agg(id order by id) as ids from account where login like 'officer-%' group by unit_id) o
       on o.unit_id = p.station_id
    cross join (values (0, 'A'), (1, 'B')) k(step, kind)`,
];
