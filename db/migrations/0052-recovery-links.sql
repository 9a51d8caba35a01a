-- For whoever has lost password and second factor: a code on paper from somebody who knows him, confirmed by a second
-- person, before it works; short-lived, used once.
create table account_recovery (
  id int generated always as identity primary key,
  account_id int not null references account,
  given_by int not null references account,
  given_at timestamptz not null,
  expires_at timestamptz not null,
  -- HMAC of the code; its key is not in the database, and the code itself only on the paper.
  code_hash bytea not null unique,
  confirmed_by int references account,
  confirmed_at timestamptz,
  used_at timestamptz,
  -- Taken back, or another one has taken its place.
  ended_at timestamptz,
  check (given_by <> account_id),
  check (confirmed_by not in (given_by, account_id)),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (used_at is null or confirmed_at is not null and ended_at is null)
);
create index account_recovery_account on account_recovery (account_id, id desc);
create unique index account_recovery_open on account_recovery (account_id) where used_at is null and ended_at is null;

-- Whom an identity provider of the operator's choice knows as whom: by issuer and `sub`, put down by the person himself.
create table account_link (
  id int generated always as identity primary key,
  account_id int not null references account,
  -- The provider's name in the settings.
  provider text not null,
  issuer text not null,
  -- HMAC of issuer and `sub`; its key is not in the database.
  subject_hash bytea not null unique,
  linked_at timestamptz not null,
  used_at timestamptz,
  unique (account_id, provider)
);
