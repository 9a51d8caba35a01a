-- How people prove who they are: passwords that age, one-time codes, passkeys; and what a session knows of it.

alter table account add column password_at timestamptz;
-- Chosen by somebody else: the first thing its owner does is to choose another one.
alter table account add column password_temporary boolean not null default false;

-- The hashes of the last passwords, so that none of them comes back (S1.1).
create table password_history (
  id int generated always as identity primary key,
  account_id int not null references account,
  hash text not null,
  set_at timestamptz not null
);
create index password_history_account on password_history (account_id, id desc);

-- One-time codes by an app (TOTP). Without `confirmed_at` it has been shown and not yet been used.
create table totp (
  account_id int primary key references account,
  -- Sealed: the secret itself is only in the app.
  secret bytea not null,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  -- The step of the last code that was taken: none is taken twice.
  last_step bigint not null default 0
);

-- Codes on paper for whoever has lost the telephone; each works once.
create table recovery_code (
  account_id int not null references account,
  -- HMAC; its key is not in the database.
  hash bytea not null,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, hash)
);

create table passkey (
  id int generated always as identity primary key,
  account_id int not null references account,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_account on passkey (account_id);

-- What was asked and is to be answered once, within minutes: a passkey's challenge, a way to another sign-in and back.
create table sign_in_challenge (
  hash bytea primary key,
  purpose text not null,
  account_id int references account,
  -- Sealed.
  content bytea not null,
  expires_at timestamptz not null
);
create index sign_in_challenge_expires on sign_in_challenge (expires_at);

-- By what somebody came in, whether with two factors, and when he last proved himself.
alter table session add column method text not null default 'PASSWORD'
  check (method in ('PASSWORD', 'CODE', 'PASSKEY', 'OIDC', 'DEMO'));
alter table session add column second_factor boolean not null default false;
alter table session add column proved_at timestamptz;
-- The token before the last proof, for calls that were under way.
alter table session add column previous_hash bytea unique;
alter table session add column renewed_at timestamptz;
-- Why it has ended, as its owner is told: left, another sign-in, ended from another device, new password, recovered, no role.
alter table session add column end_reason text
  check (end_reason in ('OUT', 'REPLACED', 'REMOVED', 'PASSWORD', 'RECOVERY', 'GRANT'));
