-- Assessments and what was passed on have an end too (PIPL §55–56), and can be held like a matter.
alter table retention_rule
  -- The law that says so, and the least that it allows: no rule stands below it (GR-25).
  add column law text,
  add column least_months int,
  add check (least_months is null or months >= least_months);
insert into retention_rule (kind, months, law, least_months) values
  ('assessment', 36, '个人信息保护法第五十五、五十六条：影响评估报告至少保存三年', 36),
  ('disclosure', 36, '个人信息保护法第五十五、五十六条：处理情况记录至少保存三年', 36);

alter table tombstone drop constraint tombstone_kind_check;
alter table tombstone add constraint tombstone_kind_check check (kind in ('matter', 'account', 'assessment', 'disclosure'));

-- Of a record of the register the number outlives the record, as its tombstone does: no reference.
alter table legal_hold
  alter column matter_id drop not null,
  add column assessment_id int,
  add column disclosure_id int,
  add check (num_nonnulls(matter_id, assessment_id, disclosure_id) = 1);

-- The matter that it came of, so that a hold on the matter keeps what was passed on of it as well.
alter table disclosure add column matter_id bigint references matter;
select set_config('app.keeping', 'on', true);
update disclosure d set matter_id = (select m.id from matter m where m.number = d.matter_number) where d.matter_number is not null;
select set_config('app.keeping', '', true);
