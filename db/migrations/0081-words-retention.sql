-- What people wrote beside the matters has an end too: reasons of places and of rights, a project's papers, why something
-- was held or opened, single ratings. None of them has a law that says how long; three years, as the audit is kept.
insert into retention_rule (kind, months) values
  ('staffing', 36), ('rights', 36), ('projectPapers', 36), ('openings', 36), ('rating', 36);

alter table tombstone drop constraint tombstone_kind_check;
alter table tombstone add constraint tombstone_kind_check
  check (kind in ('matter', 'account', 'assessment', 'disclosure', 'servicePlan'));
-- For the night that looks for months which are over.
create index rating_month on rating (month);
