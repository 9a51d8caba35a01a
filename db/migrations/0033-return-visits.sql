-- Return visits (CR5): how many of the closed matters are asked about, how many times in a month one firm is asked, and
-- how long after the closing at the soonest and at the latest. The city may set others; a row holds from its instant on.
create table return_visit_rule (
  valid_from timestamptz primary key,
  share_percent int not null check (share_percent between 1 and 100),
  firm_month_cap int not null check (firm_month_cap >= 1),
  wait_days int not null check (wait_days >= 0),
  -- Later than this nobody is asked any more.
  within_days int not null check (within_days > wait_days)
);
insert into return_visit_rule values ('2020-01-01', 10, 2, 7, 120);

-- The draw of each closed matter: a point from a keyed digest of its id alone, under a key that the database does not have,
-- so that neither order nor title nor a second trial changes it, and an auditor can draw again.
create table return_visit_draw (
  matter_id bigint primary key references matter,
  -- When the matter was closed last, and the draw made.
  closed_at timestamptz not null,
  enterprise_id int references enterprise,
  key_id text not null,
  point int not null check (point between 0 and 9999),
  share_percent int not null,
  -- All that were reopened are visited, whatever the point.
  reopened boolean not null,
  chosen boolean not null generated always as (reopened or point < share_percent * 100) stored,
  -- At most one visit; empty until it has been opened.
  visit_id bigint references matter,
  opened_at timestamptz
);
create index return_visit_draw_waiting on return_visit_draw (closed_at) where chosen and visit_id is null;
create index return_visit_draw_opened on return_visit_draw (enterprise_id, opened_at) where visit_id is not null;
create index return_visit_draw_visit on return_visit_draw (visit_id) where visit_id is not null;

-- What somebody has decided about two matters of one project and topic: the same, or not the same. The smaller id first.
create table matter_duplicate (
  first_id bigint not null references matter,
  second_id bigint not null references matter,
  same boolean not null,
  decided_by int not null references account,
  decided_at timestamptz not null,
  primary key (first_id, second_id),
  check (first_id < second_id)
);
create index matter_duplicate_second on matter_duplicate (second_id);
