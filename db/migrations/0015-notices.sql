-- What follows from an event: every consumer has a row here for each event that it has still to hear.
create table effect_consumer (
  name text primary key,
  -- Names of the events that it hears, as a list.
  events jsonb not null
);

create table effect_pending (
  consumer text not null references effect_consumer on delete cascade,
  -- The outbox keeps its row until every consumer has passed it.
  outbox_id bigint not null references outbox,
  matter_id bigint,
  attempts int not null default 0,
  -- Not tried again before; empty until it has failed once.
  not_before timestamptz,
  -- Kind of the last error; its words stand in the log only, because they may hold data.
  fault text,
  -- Given up until somebody has looked at it.
  set_aside_at timestamptz,
  primary key (consumer, outbox_id)
);
create index effect_pending_outbox on effect_pending (outbox_id);
-- What holds up later events of the same matter.
create index effect_pending_failed on effect_pending (consumer, matter_id, outbox_id)
  where attempts > 0 and set_aside_at is null;

-- What somebody is told, once: ids and keys of texts, never anybody's words.
create table notice (
  id bigint generated always as identity primary key,
  account_id int not null references account,
  -- The firm for which a member is told; he reads it in a session for that firm.
  enterprise_id int references enterprise,
  kind text not null,
  urgency text not null check (urgency in ('low', 'normal', 'urgent')),
  matter_id bigint references matter,
  project_id int references project,
  -- What the text needs to know: a task, a percentage, a state.
  params jsonb not null default '{}',
  -- What it tells of: the same is told to the same person once.
  subject text not null,
  at timestamptz not null,
  read_at timestamptz,
  unique nulls not distinct (account_id, enterprise_id, subject)
);
create index notice_list on notice (account_id, id desc);
create index notice_unread on notice (account_id) where read_at is null;

-- How somebody wants to be told outside the platform, and when not.
create table notice_setting (
  account_id int primary key references account,
  mode text not null check (mode in ('off', 'immediate', 'digest')),
  -- Minutes of the day.
  digest_at int not null check (digest_at between 0 and 1439),
  quiet_from int not null check (quiet_from between 0 and 1439),
  quiet_to int not null check (quiet_to between 0 and 1439),
  quiet_rest_days boolean not null,
  locale text not null check (locale in ('zh-CN', 'en'))
);

create table notice_address (
  account_id int not null references account,
  channel text not null check (channel in ('mail')),
  sealed bytea not null,
  verified_at timestamptz,
  -- The code that proves the address is his: only its digest, for a while, for a few attempts.
  code_digest bytea,
  code_until timestamptz,
  code_attempts int not null default 0,
  -- Codes asked for, and since when they are counted: nobody's letter box is to be flooded from here.
  codes int not null default 0,
  codes_since timestamptz not null,
  -- The receiver's server says that there is no such address.
  refused_at timestamptz,
  primary key (account_id, channel)
);

-- Days on which a firm wants to be left alone.
create table quiet_day (
  id int generated always as identity primary key,
  enterprise_id int not null references enterprise,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  check (to_day - from_day <= 92)
);
create index quiet_day_enterprise on quiet_day (enterprise_id);

-- A notice that waits for its hour to go out by a channel.
create table notice_delivery (
  notice_id bigint not null references notice on delete cascade,
  channel text not null,
  account_id int not null references account,
  due_at timestamptz not null,
  primary key (notice_id, channel)
);
create index notice_delivery_due on notice_delivery (due_at);

-- What goes out by a channel: one message for all that is due for somebody then.
create table notice_message (
  id uuid primary key,
  channel text not null,
  account_id int not null references account,
  kind text not null check (kind in ('notices', 'code')),
  -- The notices that it tells of.
  notices jsonb not null default '[]',
  -- A code on its way to the address that it proves; gone when it has been sent.
  secret bytea,
  state text not null check (state in ('waiting', 'sending', 'sent', 'unsure', 'dropped')),
  attempts int not null default 0,
  next_at timestamptz not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  fault text
);
create index notice_message_open on notice_message (next_at) where state in ('waiting', 'sending');
create index notice_message_account on notice_message (account_id);
