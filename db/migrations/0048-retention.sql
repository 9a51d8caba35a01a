-- Retention per kind of matter (domain.md S6), legal holds, and erasure.

create table retention_rule (
  -- A procedure's id, or 'account' for accounts that are closed.
  kind text primary key,
  months int not null check (months between 1 and 600)
);
insert into retention_rule (kind, months) values
  ('consultation', 24), ('appeal', 60), ('hotline', 60), ('stageItem', 60), ('conduct', 60), ('statement', 60),
  ('rightsRequest', 36), ('returnVisit', 60), ('inquiry', 60), ('account', 36);

-- Whoever places a hold stops the erasure at once, for ten days; from then on it needs a second person's word.
create table legal_hold (
  id int generated always as identity primary key,
  matter_id bigint not null references matter,
  reason text not null,
  placed_by int not null references account,
  placed_at timestamptz not null,
  until_day date not null,
  confirmed_by int references account,
  confirmed_at timestamptz,
  lifted_by int references account,
  lifted_at timestamptz,
  check (confirmed_by is null or confirmed_by <> placed_by),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((lifted_by is null) = (lifted_at is null))
);
create index legal_hold_matter on legal_hold (matter_id) where lifted_at is null;

-- What was erased, by its id and nothing else.
create table tombstone (
  kind text not null check (kind in ('matter', 'account')),
  ref_id bigint not null,
  erased_at timestamptz not null,
  primary key (kind, ref_id)
);

create table erasure_run (
  id int generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  count int not null check (count > 0)
);

alter table matter add column erased_at timestamptz;
-- The nightly search for what is over.
create index matter_closed on matter (procedure, closed_at) where closed_at is not null and erased_at is null;
