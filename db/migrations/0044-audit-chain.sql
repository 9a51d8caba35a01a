-- The audit is sealed in batches, each chained to the one before (decision 29).

create table audit_batch (
  no int primary key,
  -- Numbers of the rows in it: whatever row is missing can be named.
  rows int8multirange not null,
  row_count int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- SHA-256 over the HMACs of its rows, in order: stays when the rows have served their time.
  digest bytea not null,
  key_id text not null,
  -- HMAC over the head before and all of the above; its key is not in the database, and a copy is kept outside.
  head bytea not null,
  sealed_at timestamptz not null,
  -- Its rows were older than the audit is kept, and are gone.
  retired_at timestamptz
);

-- Rows that are in no batch yet. Written together with them, so that none escapes however late it is committed.
create table audit_open (
  audit_id bigint primary key
);
insert into audit_open select id from audit;

-- Three years of audit are looked up by time when their oldest part is given up.
create index audit_batch_last on audit_batch (last_at) where retired_at is null;

-- What was done to the installation from the command line: backups, restores, verifications, upgrades.
create table operation_run (
  id int generated always as identity primary key,
  kind text not null check (kind in ('BACKUP', 'RESTORE', 'VERIFY', 'UPGRADE')),
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('DONE', 'FAULTS')),
  -- Counts and names, nothing of persons.
  detail jsonb not null default '{}'
);
create index operation_run_kind on operation_run (kind, ended_at desc);
