-- Figures as they were on the day they were taken. A row is never changed: a correction is a new row with its note.
create table metric_snapshot (
  -- First day of the month.
  month date not null check (extract(day from month) = 1),
  metric text not null,
  -- Version of the definition: figures of two versions are never compared.
  version int not null,
  unit_id int not null references unit,
  -- Value of the metric's further dimension (a topic, a stage); empty: the whole.
  part text not null default '',
  revision int not null default 1,
  counted int not null,
  -- Of how many; empty where the figure is no share.
  of_all int,
  -- Median or mean; empty where the figure is a count or a share, and where there was nothing to take it of.
  value double precision,
  taken_at timestamptz not null,
  -- Why it was taken again.
  note text not null default '',
  primary key (unit_id, month, metric, version, part, revision),
  check (revision = 1 or note <> '')
);

create function app.keep_snapshot() returns trigger language plpgsql as $$
begin
  raise exception 'a figure that was taken is never changed' using errcode = '42501';
end $$;
create trigger keep_snapshot before update or delete on metric_snapshot
  for each row execute function app.keep_snapshot();

-- What happened, and what was due, in a month. Entries and tasks lie in the order of time, so a few kilobytes do.
create index entry_at on entry using brin (at);
create index task_due_at on task using brin (due_at);
