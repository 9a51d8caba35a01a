-- Published sets of measures as numbered items (20条, 新19条, …), each in versions that stay as they were, because answers
-- cite them; and templates for answers, with their source and the day until which they hold.
create table policy_set (
  id int generated always as identity primary key,
  code text not null unique,
  name text not null,
  issuer text not null,
  issued_on date,
  -- Where the text is published.
  source text not null
);

create table policy_item (
  id int generated always as identity primary key,
  set_id int not null references policy_set,
  no int not null check (no > 0),
  unique (set_id, no)
);

create table policy_item_version (
  item_id int not null references policy_item,
  version int not null,
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'REPLACED', 'WITHDRAWN')),
  title text not null,
  body text not null,
  valid_from date not null,
  valid_to date,
  drafted_by int not null references account,
  drafted_at timestamptz not null,
  -- Somebody else than the author.
  published_by int references account,
  published_at timestamptz,
  primary key (item_id, version),
  check (valid_to is null or valid_to >= valid_from),
  check ((state = 'DRAFT') = (published_by is null) and (published_by is null) = (published_at is null)),
  check (published_by <> drafted_by)
);
-- At most one that holds, and one that is being written.
create unique index policy_item_published on policy_item_version (item_id) where state = 'PUBLISHED';
create unique index policy_item_draft on policy_item_version (item_id) where state = 'DRAFT';

-- What an answer rests on, in the version that was right then.
create table policy_citation (
  matter_id bigint not null,
  entry_seq int not null,
  item_id int not null,
  version int not null,
  at timestamptz not null,
  primary key (matter_id, entry_seq, item_id),
  foreign key (matter_id, entry_seq) references entry,
  foreign key (item_id, version) references policy_item_version
);
create index policy_citation_item on policy_citation (item_id, at);

create table answer_template (
  id int generated always as identity primary key,
  -- Null: for every topic.
  topic text references topic,
  title text not null,
  text text not null,
  source text not null,
  -- The last day on which it may be used.
  valid_to date not null,
  version int not null,
  owner_id int not null references account,
  changed_at timestamptz not null,
  closed_at timestamptz
);
