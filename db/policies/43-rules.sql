-- Limits as data: what everybody may know, and the system administrator of the whole city sets.
alter table limit_rule enable row level security;
alter table limit_rule force row level security;
drop policy if exists see on limit_rule;
create policy see on limit_rule for select using ((select app.kind()) <> '');
-- The demo's seed, or an operator. The application never logs in as the owner.
drop policy if exists owner on limit_rule;
create policy owner on limit_rule to current_user using (true) with check (true);
do $$
begin
  execute format('grant select, insert, delete on limit_rule to %I', current_setting('huhang.app_role'));
end $$;
