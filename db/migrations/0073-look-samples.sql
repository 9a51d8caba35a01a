-- The weekly sample of masked values that somebody of the staff was shown whole, for the inspectorate (GR-23).
create table look_draw (
  -- The Monday of the week that was drawn from.
  week date primary key check (extract(isodow from week) = 1),
  key_id text not null,
  -- Of the rule, and how many it draws at most.
  rule_version int not null,
  most int not null check (most > 0),
  drawn_at timestamptz not null
);

create table look_sample (
  id int generated always as identity primary key,
  week date not null references look_draw on delete cascade,
  -- The row of the audit: what else there is to know of the look stands there, and is not copied.
  audit_uid uuid not null unique,
  -- By which it was drawn: 48 bits of a digest under a key that is not in the database.
  point bigint not null check (point >= 0),
  at timestamptz not null,
  account_id int not null references account,
  unit_id int not null references unit,
  matter_id bigint references matter,
  state text not null default 'OPEN' check (state in ('OPEN', 'IN_ORDER', 'FINDING', 'CLOSED')),
  finding text,
  judged_by int references account,
  judged_at timestamptz,
  action text,
  closed_by int references account,
  closed_at timestamptz,
  check ((state = 'OPEN') = (judged_by is null) and (judged_by is null) = (judged_at is null)),
  check ((state in ('FINDING', 'CLOSED')) = (finding is not null)),
  -- A finding closes with an action, and with nothing less.
  check ((state = 'CLOSED') = (action is not null)),
  check ((state = 'CLOSED') = (closed_by is not null) and (closed_by is null) = (closed_at is null)),
  -- Nobody judges his own look.
  check (judged_by is distinct from account_id and closed_by is distinct from account_id)
);
create index look_sample_week on look_sample (week, at);
create index look_sample_waiting on look_sample (week) where state in ('OPEN', 'FINDING');
