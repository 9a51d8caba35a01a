-- Lists that come as workbooks: what was read, what was written, and what a project list says of projects.
create table import_batch (
  id int generated always as identity primary key,
  -- The kind of list; `capabilities/imports` knows them.
  kind text not null,
  state text not null check (state in ('CHECKED', 'APPLIED', 'UNDONE')),
  file_name text not null,
  -- Of the file's content: the same file is known again.
  sha256 bytea not null,
  heading_row int not null,
  -- Column keys that the sheet had, headings nobody knows, headings that must not be kept and were not (GR-2).
  columns jsonb not null,
  unknown jsonb not null,
  dropped jsonb not null,
  rows int not null,
  version int not null default 1,
  uploaded_by int not null references account,
  uploaded_at timestamptz not null,
  -- Where the uploader arranges: others of that office see the batch too.
  unit_id int not null references unit,
  applied_by int references account,
  applied_at timestamptz,
  undone_by int references account,
  undone_at timestamptz
);
create index import_batch_unit on import_batch (unit_id, id desc);
create index import_batch_uploader on import_batch (uploaded_by, id desc);

create table import_row (
  batch_id int not null references import_batch,
  -- As Excel counts it.
  row int not null,
  verdict text not null check (verdict in ('new', 'changed', 'same', 'wrong')),
  -- What stood in the known columns; what was read of it; complaints; old and new by field.
  cells jsonb not null,
  "values" jsonb not null,
  issues jsonb not null,
  changes jsonb not null,
  primary key (batch_id, row)
);
create index import_row_verdict on import_row (batch_id, verdict, row);

-- What a batch wrote, so that it can be taken back while nobody else has touched it.
create table import_write (
  batch_id int not null,
  row int not null,
  no int not null,
  -- Name of the table, and the row's id in it.
  target text not null,
  ref_id int not null,
  -- Columns before and after; `before` is null where the row was made.
  before jsonb,
  after jsonb not null,
  primary key (batch_id, row, no),
  foreign key (batch_id, row) references import_row
);
create index import_write_target on import_write (target, ref_id);

-- What the list of key projects says beyond what everybody needs.
alter table project add column investment_wan numeric(12, 2) check (investment_wan >= 0);
alter table project add column industry text;
alter table project add column list_year int;
alter table project add column import_batch_id int references import_batch;

-- Whom to call about a project, as the list says: the firm's contact at work.
create table project_contact (
  id int generated always as identity primary key,
  project_id int not null unique references project,
  name text,
  phone text
);
