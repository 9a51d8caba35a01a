-- What the pipeline keeps around every operation: files, audit, outbox, answers already given.
create table file (
  id uuid primary key,
  matter_id bigint references matter,
  entry_seq int,
  audience text,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 bytea not null,
  width int,
  height int,
  storage_key text not null unique,
  thumb_key text,
  uploaded_by int not null references account,
  uploaded_at timestamptz not null,
  check ((matter_id is null) = (audience is null))
);
create index file_matter on file (matter_id, entry_seq) where matter_id is not null;
create index file_pending on file (uploaded_at) where matter_id is null;

create table audit (
  id bigint generated always as identity primary key,
  -- Known before the row is written, so that the HMAC covers it.
  uid uuid not null unique,
  at timestamptz not null,
  account_id int,
  enterprise_id int,
  unit_id int,
  device text,
  operation text not null,
  purpose text not null,
  -- 'matter:9', 'project:3', or empty for lists.
  object text not null,
  count int,
  status int not null,
  detail jsonb not null,
  key_id text not null,
  hmac bytea not null
);
create index audit_object on audit (object, id desc) where object <> '';
create index audit_account on audit (account_id, id desc);

create table outbox (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  event jsonb not null,
  readers int[] not null,
  barred int[] not null default '{}'
);

create table idempotency (
  account_id int not null,
  operation text not null,
  key text not null,
  body_hash bytea not null,
  status int,
  -- Encrypted: it may hold personal data.
  answer bytea,
  at timestamptz not null,
  primary key (account_id, operation, key)
);
create index idempotency_at on idempotency (at);
