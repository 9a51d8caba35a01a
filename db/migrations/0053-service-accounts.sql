-- Other systems that call without a person: an account of a kind of its own, what it may call, and its keys.

alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check check (kind in ('staff', 'member', 'service'));
alter table account drop constraint account_check;
alter table account add constraint account_unit check ((kind = 'member') = (unit_id is null));

create table service_account (
  account_id int primary key references account,
  -- Which system it is, and what for.
  purpose text not null,
  -- Operations that it may call, by name.
  scopes text[] not null check (cardinality(scopes) > 0),
  -- Kinds of matters that those operations tell of: of no other one it sees a row.
  procedures text[] not null,
  -- Networks from which it may come, as address/bits; none: from anywhere.
  addresses text[] not null,
  state text not null check (state in ('PROPOSED', 'ACTIVE', 'REFUSED', 'REVOKED')),
  proposed_by int not null references account,
  proposed_at timestamptz not null,
  decided_by int references account,
  decided_at timestamptz,
  -- Why it was refused.
  note text,
  revoked_by int references account,
  revoked_at timestamptz,
  revoke_reason text,
  check ((decided_by is null) = (decided_at is null)),
  check ((state = 'REVOKED') = (revoked_at is not null) and (revoked_at is null) = (revoked_by is null)),
  check (state not in ('ACTIVE', 'REFUSED') or decided_by is not null),
  check (state <> 'PROPOSED' or decided_by is null),
  -- Two persons (S1.4).
  constraint service_account_two_persons check (decided_by <> proposed_by)
);

create table service_key (
  id int generated always as identity primary key,
  account_id int not null references service_account,
  -- Two at a time, so that the other side can change over.
  slot smallint not null check (slot in (1, 2)),
  -- The readable part, by which a key is recognised.
  prefix text not null unique,
  -- SHA-256 of the whole key; the key itself is shown once and lies nowhere here.
  key_hash bytea not null unique,
  issued_by int not null references account,
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at and expires_at <= issued_at + interval '366 days'),
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_by int references account,
  check ((ended_at is null) = (ended_by is null))
);
create unique index service_key_slot on service_key (account_id, slot) where ended_at is null;
create index service_key_account on service_key (account_id);
