-- Share, cap and days of return visits as the city sets them: versions that stay as they were, each from an instant on, with
-- its reason. Of two from the same instant the later one holds, so that one that has not begun can be replaced.
alter table return_visit_rule
  add column version int,
  add column reason text,
  add column set_by int references account,
  add column set_at timestamptz;
update return_visit_rule set version = 1;
alter table return_visit_rule
  alter column version set not null,
  drop constraint return_visit_rule_pkey,
  add primary key (version),
  add check ((set_by is null) = (set_at is null) and (set_by is null) = (reason is null));
create index return_visit_rule_from on return_visit_rule (valid_from desc, version desc);
