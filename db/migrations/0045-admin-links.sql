-- One-time links with which the first administrators of an installation make their accounts: printed by the command-line
-- tool, used once, by one of three different people.
create table admin_link (
  id int generated always as identity primary key,
  role text not null references role check (role in ('SYS_ADMIN', 'SEC_ADMIN', 'AUDIT_ADMIN')),
  -- HMAC of the code in the link; its key is not in the database, and the link itself stands nowhere.
  code_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by int references account,
  -- A newer link has taken its place.
  ended_at timestamptz,
  check ((used_at is null) = (used_by is null))
);
create unique index admin_link_open on admin_link (role) where used_at is null and ended_at is null;
