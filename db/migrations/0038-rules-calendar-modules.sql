-- Limits that the city sets, official notices of a year as an administrator enters them, and modules that a unit does not use.
alter table limit_rule
  add column set_by int references account,
  add column set_at timestamptz,
  drop constraint limit_rule_pkey,
  add primary key (key, source, valid_from);

-- A year's calendar was set or set again. Open limits are computed anew by a job (decision 16); `through` is when that is done.
create table calendar_change (
  id int generated always as identity primary key,
  year int not null references calendar_year,
  source text not null,
  changed_by int not null references account,
  changed_at timestamptz not null,
  through timestamptz,
  moved int,
  check ((through is null) = (moved is null))
);
create index calendar_change_waiting on calendar_change (id) where through is null;

-- A limit that was computed anew after the calendar changed stands in the matter's history.
alter table entry drop constraint entry_kind_check;
alter table entry add constraint entry_kind_check
  check (kind in ('open', 'section', 'step', 'publication', 'comment', 'file', 'reminder', 'climb', 'calendar'));

-- A kind of matter that a unit and those below it do not offer (GR-24); what runs goes on.
create table module_off (
  id int generated always as identity primary key,
  unit_id int not null references unit,
  procedure text not null,
  reason text not null,
  off_by int not null references account,
  off_at timestamptz not null,
  on_by int references account,
  on_at timestamptz,
  check ((on_by is null) = (on_at is null))
);
create unique index module_off_now on module_off (unit_id, procedure) where on_at is null;
