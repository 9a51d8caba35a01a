-- Who is responsible for a project, without a gap: figures of the rules, orders, proposals, hand-overs.
create table rule_setting (
  key text primary key,
  value int not null check (value > 0)
);
insert into rule_setting (key, value) values
  -- Projects that one officer may carry as A or B (P3).
  ('officerProjects', 6),
  -- Working days in which a successor accepts, and after which a project without its two officers is told.
  ('handoverDays', 3),
  ('unstaffedDays', 3);

-- From this instant on the project always has its two officers (decision 20); set by the trigger that watches it.
alter table project add column staffed_at timestamptz;

alter table assignment
  add column order_no text,
  add column reason text,
  add column end_reason text,
  -- Tier of a sponsor's unit, kept by a trigger: one sponsor per tier and project.
  add column tier text;
update assignment s set tier = case when u.tier = 'CITY' or cardinality(u.path) = 2 and u.tier = 'DEPARTMENT' then 'CITY' else 'BRANCH' end
  from account a join unit u on u.id = a.unit_id where s.kind = 'SPONSOR' and a.id = s.account_id;
alter table assignment
  add constraint assignment_one_sponsor
    exclude using gist (project_id with =, tier with =, tstzrange(valid_from, valid_to) with &&) where (kind = 'SPONSOR'),
  add constraint assignment_not_twice
    exclude using gist (project_id with =, account_id with =, kind with =, tstzrange(valid_from, valid_to) with &&)
    where (kind in ('SPONSOR', 'SPECIALIST'));
update project p set staffed_at = (
  select lower(range_agg(tstzrange(s.valid_from, s.valid_to)) filter (where s.kind = 'A')
             * range_agg(tstzrange(s.valid_from, s.valid_to)) filter (where s.kind = 'B'))
    from assignment s where s.project_id = p.id);

-- When it was known, and by whom: who was responsible at an instant is answered as it was then.
alter table absence
  add column recorded_at timestamptz,
  add column recorded_by int references account;

create table assignment_proposal (
  id int generated always as identity primary key,
  project_id int not null references project,
  account_id int not null references account,
  kind text not null check (kind in ('A', 'B', 'SPONSOR', 'SPECIALIST')),
  -- First day; what begins on a day that has begun begins with the approval.
  from_day date not null,
  reason text not null,
  state text not null check (state in ('PROPOSED', 'APPROVED', 'WITHDRAWN')),
  proposed_by int not null references account,
  proposed_at timestamptz not null,
  decided_by int references account,
  decided_at timestamptz,
  check ((state = 'PROPOSED') = (decided_at is null))
);
create unique index assignment_proposal_open on assignment_proposal (project_id, kind, account_id) where state = 'PROPOSED';

-- A place on a project that passes from one officer to the next; the sheet around it is rows of their own.
create table handover (
  id int generated always as identity primary key,
  project_id int not null references project,
  -- The project's station: whose chief and office see it.
  station_id int not null references unit,
  kind text not null check (kind in ('A', 'B')),
  from_account int not null references account,
  -- Named by the program office; empty while it is asked for.
  to_account int references account,
  state text not null check (state in ('REQUESTED', 'PENDING', 'ACCEPTED', 'WITHDRAWN')),
  note text not null,
  order_no text,
  prepared_by int not null references account,
  prepared_at timestamptz not null,
  -- By when the successor is to accept; late ones stand in the list of gaps.
  due_at timestamptz,
  decided_by int references account,
  decided_at timestamptz,
  check (from_account <> to_account),
  check (to_account is not null or state in ('REQUESTED', 'WITHDRAWN')),
  check ((state in ('REQUESTED', 'PENDING')) = (decided_at is null))
);
create unique index handover_open on handover (project_id, kind) where state in ('REQUESTED', 'PENDING');
create index handover_from on handover (from_account);
create index handover_to on handover (to_account);

create table handover_item (
  handover_id int not null references handover,
  no int not null,
  kind text not null check (kind in ('PROMISE', 'CONTACT', 'PAPER')),
  text text not null,
  due_on date,
  primary key (handover_id, no)
);

-- Matters that were open when it was prepared: number and kind, nothing that was written. The successor has no relation
-- to the project yet.
create table handover_matter (
  handover_id int not null references handover,
  matter_id bigint not null references matter,
  number text not null,
  procedure text not null,
  due_at timestamptz,
  primary key (handover_id, matter_id)
);

-- What the clock has told already, once each: a project without officers, a late hand-over, a leaver's last day.
create table staffing_told (
  kind text not null check (kind in ('UNSTAFFED', 'HANDOVER_LATE', 'LEFT', 'BEGUN')),
  ref_id int not null,
  at timestamptz not null,
  primary key (kind, ref_id)
);
