-- The library is read by everybody, drafts by those who write it: specialists and program offices.
create or replace function app.writes_policies() returns boolean stable language sql as $$
  select exists (select from principal p
                  where p.id = any (app.p()) and p.kind = 'unit' and p.duty in ('specialists', 'office'))
$$;

do $$
declare
  t text;
  r text := current_setting('huhang.app_role');
begin
  foreach t in array array['policy_set', 'policy_item', 'policy_item_version', 'policy_citation', 'answer_template']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['policy_set', 'policy_item']
  loop
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using ((select app.kind()) <> '''')', t);
    execute format('drop policy if exists write on %I', t);
    execute format('create policy write on %I for insert with check ((select app.writes_policies()))', t);
  end loop;
  execute format('grant select, insert on policy_set, policy_item, policy_citation to %I', r);
  execute format('grant select, insert, update on policy_item_version, answer_template to %I', r);
end $$;

drop policy if exists see on policy_item_version;
create policy see on policy_item_version for select using (
  (select app.kind()) <> '' and (state <> 'DRAFT' or (select app.writes_policies()))
);
drop policy if exists draft on policy_item_version;
create policy draft on policy_item_version for insert with check (
  state = 'DRAFT' and drafted_by = (select app.account()) and (select app.writes_policies())
);
drop policy if exists change on policy_item_version;
create policy change on policy_item_version for update using ((select app.writes_policies())) with check ((select app.writes_policies()));

-- How often an item is used is no secret; in which matter, its readers know.
drop policy if exists cite on policy_citation;
create policy cite on policy_citation for insert with check (matter_id = (select app.engine()));
drop policy if exists see on policy_citation;
create policy see on policy_citation for select using (
  matter_id = (select app.engine()) or (select true from matter m where m.id = matter_id)
);
drop policy if exists definer on policy_citation;
create policy definer on policy_citation for select to current_user using (true);

/* How often items were cited since an instant: a count, for the people who keep the library. */
create or replace function app.citations_since(p_since timestamptz) returns table (item_id int, uses int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select c.item_id, count(*)::int from policy_citation c
   where c.at >= p_since and app.writes_policies()
   group by c.item_id
$$;

-- Templates are the police's own tools.
drop policy if exists see on answer_template;
create policy see on answer_template for select using ((select app.kind()) = 'staff');
drop policy if exists write on answer_template;
create policy write on answer_template for insert with check (owner_id = (select app.account()) and (select app.writes_policies()));
drop policy if exists change on answer_template;
create policy change on answer_template for update using ((select app.writes_policies())) with check ((select app.writes_policies()));
