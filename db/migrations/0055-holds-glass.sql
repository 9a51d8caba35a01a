-- Ending a legal hold takes two people, as placing it does; a matter can be opened for a day to somebody without a relation.
alter table legal_hold
  add column lift_asked_by int references account,
  add column lift_asked_at timestamptz,
  add column lift_reason text,
  add check ((lift_asked_by is null) = (lift_asked_at is null)),
  add check (lifted_by is null or lift_asked_by is null or lifted_by <> lift_asked_by);

-- Break-glass (S1.5): two administrators of different offices open one matter to one person, to read, for a day at most.
-- The access itself is a dated row of `matter_party` with the capacity 'glass'.
create table glass (
  id int generated always as identity primary key,
  matter_id bigint not null references matter,
  -- Who is to read.
  account_id int not null references account,
  hours int not null check (hours between 1 and 24),
  reason text not null,
  asked_by int not null references account,
  asked_office text not null check (asked_office in ('SYS_ADMIN', 'SEC_ADMIN')),
  asked_at timestamptz not null,
  opened_by int references account,
  opened_at timestamptz,
  ends_at timestamptz,
  ended_by int references account,
  check (account_id <> asked_by and account_id is distinct from opened_by),
  check (opened_by is null or opened_by <> asked_by),
  check ((opened_by is null) = (opened_at is null)),
  check (ends_at <= opened_at + interval '24 hours')
);
create index glass_account on glass (account_id, id desc);
