-- Administrators of units and accounts: who keeps what, rights that take two persons, first access of the staff.

-- SYS_ADMIN keeps units and settings, SEC_ADMIN accounts and rights: two duties, so that the row policies tell them apart.
insert into principal (kind, ref_id, duty) select 'unit', u.id, d from unit u cross join unnest(array['system', 'security']) d
  on conflict do nothing;

-- Raised by every change: the optimistic lock.
alter table unit add column version int not null default 1;

-- A unit that came under another one. What it handled before becomes readable to the new parent, by a job; `through` is when
-- that is done.
create table unit_move (
  id int generated always as identity primary key,
  unit_id int not null references unit,
  from_parent int not null references unit,
  to_parent int not null references unit,
  moved_by int not null references account,
  moved_at timestamptz not null,
  through timestamptz,
  matters int,
  check (from_parent <> to_parent),
  check ((through is null) = (matters is null))
);
create index unit_move_unit on unit_move (unit_id, id desc);

-- One person never has two of the three administrators' offices (S1.5), whoever writes the grant.
alter table access_grant
  add column ended_by int references account,
  add column end_reason text,
  add constraint access_grant_one_administrator
    exclude using gist (account_id with =, role with <>, tstzrange(valid_from, valid_to) with &&)
    where (role in ('SYS_ADMIN', 'SEC_ADMIN', 'AUDIT_ADMIN'));

-- A right as the security administrator wishes it; it begins when a second person has approved (S1.4).
create table grant_proposal (
  id int generated always as identity primary key,
  account_id int not null references account,
  role text not null references role,
  unit_id int not null references unit,
  from_day date not null,
  -- Last day; none: until it is taken back.
  to_day date,
  reason text not null,
  state text not null check (state in ('PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
  proposed_by int not null references account,
  proposed_at timestamptz not null,
  decided_by int references account,
  decided_at timestamptz,
  -- Why it was refused.
  note text,
  grant_id int references access_grant,
  check (to_day is null or to_day >= from_day),
  check ((state = 'PROPOSED') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check ((state = 'APPROVED') = (grant_id is not null)),
  -- Two persons, and neither of them for himself.
  constraint grant_proposal_two_persons check (
    proposed_by <> account_id
    and (state not in ('APPROVED', 'REFUSED') or decided_by <> proposed_by and decided_by <> account_id)
    and (state <> 'WITHDRAWN' or decided_by = proposed_by)
  )
);
create unique index grant_proposal_open on grant_proposal (account_id, role, unit_id) where state = 'PROPOSED';
create index grant_proposal_grant on grant_proposal (grant_id) where grant_id is not null;

-- A code on paper with which somebody of the staff sets the password of his own account, once.
create table staff_code (
  id int generated always as identity primary key,
  account_id int not null references account,
  issued_by int not null references account,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  -- HMAC of the code; its key is not in the database, and the code itself only on the paper.
  code_hash bytea not null unique,
  redeemed_at timestamptz,
  ended_at timestamptz,
  check (issued_by <> account_id),
  check (redeemed_at is null or ended_at is null)
);
create unique index staff_code_open on staff_code (account_id) where redeemed_at is null and ended_at is null;
