-- Share, cap and days of return visits. The city's system administrator sets them; whoever keeps the system or its audit
-- reads them. A version never changes.
do $$
begin
  execute format('grant select, insert on return_visit_rule to %I', current_setting('huhang.app_role'));
end $$;

-- The function that draws again compares with them.
drop policy if exists definer on return_visit_rule;
create policy definer on return_visit_rule for select to current_user using (true);
drop policy if exists see on return_visit_rule;
create policy see on return_visit_rule for select using (
  (select app.kind()) = 'system' or (select app.administers()) or (select app.auditor())
);
drop policy if exists set on return_visit_rule;
create policy set on return_visit_rule for insert with check (
  set_by = (select app.account()) and (select app.keeps_city())
);
