-- What everybody refers to: units, accounts, dated grants, enterprises, projects, assignments, absences, calendar.
create extension if not exists btree_gist;
create schema app;

create table platform (
  key text primary key,
  value text not null
);

create table unit (
  id int generated always as identity primary key,
  code text not null unique,
  name text not null,
  short_name text not null,
  tier text not null check (tier in ('CITY', 'BRANCH', 'DEPARTMENT', 'STATION', 'WORK_STATION')),
  -- Function of a department (PoliceBranchType); empty for territorial units.
  department text,
  parent_id int references unit,
  -- The unit itself and every ancestor, root first; kept by a trigger.
  path int[] not null default '{}',
  area_code text not null,
  duty_phone text not null,
  valid_from timestamptz not null,
  valid_to timestamptz
);
create index unit_parent on unit (parent_id);
create index unit_path on unit using gin (path);

create table account (
  id int generated always as identity primary key,
  kind text not null check (kind in ('staff', 'member')),
  login text not null unique,
  -- How the person is called towards others: 李警官, 周某.
  duty_name text not null,
  police_number text unique,
  unit_id int references unit,
  -- Duty telephone; private numbers are never stored.
  duty_phone text,
  password_hash text,
  locale text not null default 'zh-CN',
  created_at timestamptz not null,
  closed_at timestamptz,
  check ((kind = 'staff') = (unit_id is not null))
);

create table enterprise (
  id int generated always as identity primary key,
  uscc text not null unique,
  name text not null,
  address text not null,
  area_code text not null,
  station_id int not null references unit,
  created_at timestamptz not null
);

create table role (
  code text primary key,
  scope text not null check (scope in ('unit', 'enterprise')),
  -- Which duties of that unit or enterprise the role fills; `access/roles.ts` explains them.
  duties text[] not null,
  -- Whether the holder's view covers the unit with everything below it.
  covers boolean not null default false
);

create table access_grant (
  id int generated always as identity primary key,
  account_id int not null references account,
  role text not null references role,
  unit_id int references unit,
  enterprise_id int references enterprise,
  valid_from timestamptz not null,
  valid_to timestamptz,
  check (num_nonnulls(unit_id, enterprise_id) = 1),
  check (valid_to is null or valid_to > valid_from)
);
create index access_grant_account on access_grant (account_id);
create index access_grant_enterprise on access_grant (enterprise_id) where enterprise_id is not null;
create index access_grant_unit on access_grant (unit_id, role) where unit_id is not null;

create table project (
  id int generated always as identity primary key,
  code text not null unique,
  name text not null,
  stage text not null check (stage in
    ('SIGNED', 'LANDED', 'CONSTRUCTION', 'PRODUCTION', 'FOLLOW_UP', 'ARCHIVED', 'SUSPENDED', 'TERMINATED')),
  stage_since date not null,
  key_level text not null check (key_level in ('PROVINCE', 'CITY')),
  address text not null,
  area_code text not null,
  station_id int not null references unit,
  created_at timestamptz not null
);
create index project_station on project (station_id);

create table project_stage (
  project_id int not null references project,
  stage text not null,
  since date not null,
  primary key (project_id, stage, since)
);

create table project_enterprise (
  project_id int not null references project,
  enterprise_id int not null references enterprise,
  primary key (project_id, enterprise_id)
);
create index project_enterprise_enterprise on project_enterprise (enterprise_id);

create table assignment (
  id int generated always as identity primary key,
  project_id int not null references project,
  account_id int not null references account,
  kind text not null check (kind in ('A', 'B', 'SPONSOR', 'SPECIALIST')),
  valid_from timestamptz not null,
  valid_to timestamptz,
  check (valid_to is null or valid_to > valid_from),
  -- At no instant two As or two Bs of one project, and never one person as both (P3).
  exclude using gist (project_id with =, kind with =, tstzrange(valid_from, valid_to) with &&) where (kind in ('A', 'B')),
  exclude using gist (project_id with =, account_id with =, tstzrange(valid_from, valid_to) with &&) where (kind in ('A', 'B'))
);
create index assignment_account on assignment (account_id);
create index assignment_project on assignment (project_id, kind);

create table absence (
  id int generated always as identity primary key,
  account_id int not null references account,
  from_at timestamptz not null,
  to_at timestamptz not null,
  check (to_at > from_at),
  exclude using gist (account_id with =, tstzrange(from_at, to_at) with &&)
);

create table topic (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  -- Department whose specialists answer for it.
  department text not null,
  -- Legal and policy topics: an answer goes out only after a specialist has seen it (P1).
  reviewed boolean not null,
  position int not null
);

create table calendar_year (
  year int primary key,
  source text not null
);

create table work_calendar (
  day date primary key,
  kind text not null check (kind in ('work', 'rest')),
  name text not null
);
