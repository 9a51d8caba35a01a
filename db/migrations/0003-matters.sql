-- The matter engine: one row per matter, and around it rows of their own, each with an audience (decision 4).
create table number_series (
  series text primary key,
  last int not null
);

create sequence matter_id_seq;

create table matter (
  id bigint primary key,
  number text not null unique,
  procedure text not null,
  procedure_version int not null,
  state text not null,
  phase text not null check (phase in ('open', 'waiting', 'closed')),
  outcome text,
  title text not null,
  topic text references topic,
  enterprise_id int references enterprise,
  project_id int references project,
  station_id int not null references unit,
  branch_id int not null references unit,
  opened_by int not null references account,
  private boolean not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- Raised by every step: the optimistic lock.
  version int not null,
  -- Last sequence number of its entries.
  entry_seq int not null,
  readers int[] not null,
  barred int[] not null default '{}'
) with (fillfactor = 90);
-- Anchors of the lists (decision 5); deliberately no GIN on readers.
create index matter_enterprise on matter (enterprise_id, opened_at desc, id desc);
create index matter_project on matter (project_id, opened_at desc, id desc);
create index matter_station on matter (station_id, state, opened_at desc, id desc);
create index matter_branch on matter (branch_id, state, opened_at desc, id desc);
create index matter_state on matter (state, opened_at desc, id desc);

-- Who belongs to an audience of a matter, as principals; matter.readers is the union.
create table matter_audience (
  matter_id bigint not null references matter,
  audience text not null,
  readers int[] not null,
  primary key (matter_id, audience)
);

-- Persons on a side of a matter, dated; gives them the principal ('matter', id, capacity).
create table matter_party (
  matter_id bigint not null references matter,
  capacity text not null,
  account_id int not null references account,
  valid_from timestamptz not null,
  valid_to timestamptz,
  primary key (matter_id, capacity, account_id, valid_from)
);
create index matter_party_account on matter_party (account_id);

-- Invited principals' lists: an anchor for whoever has no column in the matter row.
create table matter_guest (
  principal int not null references principal,
  opened_at timestamptz not null,
  matter_id bigint not null references matter,
  primary key (principal, opened_at, matter_id)
);

create table entry (
  matter_id bigint not null references matter,
  seq int not null,
  at timestamptz not null,
  kind text not null check (kind in ('open', 'section', 'step', 'publication', 'comment', 'file', 'reminder', 'climb')),
  -- Step, section or task, according to kind.
  name text not null,
  audience text not null,
  actor_id int references account,
  capacity text not null,
  -- Who it was at that time, as the other side may read it.
  actor_label text not null,
  from_state text,
  to_state text,
  form jsonb not null default '{}',
  -- What the engine looked up when it happened (holders, limits, due minutes): replay reads it instead of looking again.
  resolved jsonb not null default '{}',
  primary key (matter_id, seq)
);

create table task (
  matter_id bigint not null references matter,
  -- Number within the matter.
  no int not null,
  kind text not null,
  audience text not null,
  holder int not null references principal,
  -- Added by the ladder; the holder stays the owner (decision 15).
  added int[] not null default '{}',
  state text not null check (state in ('open', 'done', 'dropped')),
  clock jsonb not null,
  due_at timestamptz,
  opened_seq int not null,
  closed_seq int,
  primary key (matter_id, no)
);

-- Whose turn it is: one row for each open task and principal that may take it. The anchor of every work list.
create table turn (
  principal int not null references principal,
  -- The due minute; the far end of time while the clock stands still.
  sort_at timestamptz not null,
  matter_id bigint not null,
  task_no int not null,
  primary key (principal, sort_at, matter_id, task_no),
  foreign key (matter_id, task_no) references task
);
create index turn_task on turn (matter_id, task_no);

-- What the clock has to do, scanned by the platform's own clock (decision 12).
create table due (
  matter_id bigint not null,
  task_no int not null,
  name text not null,
  at timestamptz not null,
  fired_at timestamptz,
  primary key (matter_id, task_no, name),
  foreign key (matter_id, task_no) references task
);
create index due_at on due (at) where fired_at is null;

create table matter_link (
  parent_id bigint not null references matter,
  child_id bigint not null references matter,
  kind text not null check (kind in ('CAUSED_BY', 'SPLIT_FROM', 'DUPLICATE_OF')),
  child_open boolean not null,
  primary key (parent_id, child_id)
);
create index matter_link_child on matter_link (child_id);

-- Stars without the matter they belong to (decision 18); read in monthly batches by a later view.
create table rating (
  id bigint generated always as identity primary key,
  month date not null,
  procedure text not null,
  unit_id int not null references unit,
  stars int not null check (stars between 1 and 5),
  rater int not null references account
);
