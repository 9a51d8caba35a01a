-- Principals are relations, never user ids (decision 5): project 17's officers, unit 3's desk, enterprise 55's desk.
create table principal (
  id int generated always as identity primary key,
  kind text not null check (kind in ('account', 'unit', 'project', 'enterprise', 'matter')),
  ref_id bigint not null,
  duty text not null,
  unique (kind, ref_id, duty)
);

create table delegation (
  id int generated always as identity primary key,
  from_account int not null references account,
  to_account int not null references account,
  principal_id int not null references principal,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  reason text not null,
  check (valid_to > valid_from),
  check (from_account <> to_account)
);
create index delegation_to on delegation (to_account);

create table session (
  id int generated always as identity primary key,
  -- SHA-256 of the token; the token itself is only in the cookie.
  token_hash bytea not null unique,
  account_id int not null references account,
  enterprise_id int references enterprise,
  device text not null check (device in ('phone', 'desk')),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;

create table sign_in_failure (
  login text not null,
  at timestamptz not null
);
create index sign_in_failure_login on sign_in_failure (login, at);
