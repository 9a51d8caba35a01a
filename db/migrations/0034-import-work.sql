-- A list is read, written and taken back apart from the request that asked for it. What is under way stands in
-- `import_work`; a batch that nobody works on has no row there.
alter table import_batch drop constraint import_batch_state_check;
alter table import_batch add check (state in
  ('READING', 'CHECKED', 'REFUSED', 'APPLYING', 'APPLIED', 'UNDOING', 'UNDONE', 'LAPSED'));
-- Why the last thing asked for was not done: a message key below `imports.issue.` and what stands in the message.
alter table import_batch add column problem jsonb;
-- What came of writing it.
alter table import_batch add column written int;
alter table import_batch add column failed int;

create table import_work (
  batch_id int primary key references import_batch,
  step text not null check (step in ('READ', 'APPLY', 'UNDO')),
  -- The uploaded file, while it has still to be read.
  file_id uuid,
  asked_by int not null references account,
  asked_at timestamptz not null,
  device text not null check (device in ('phone', 'desk')),
  -- Principals that hear how it goes on.
  readers int[] not null,
  -- Rows done of rows; `total` is null until it is known.
  done int not null default 0,
  total int,
  -- Begun so often; after the last one in vain the batch goes back to where it was.
  attempts int not null default 0,
  not_before timestamptz,
  -- Somebody wants it stopped.
  cancelled_by int references account,
  cancelled_at timestamptz
);
create index import_work_order on import_work (asked_at, batch_id);
