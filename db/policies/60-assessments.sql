-- The register of impact assessments and what was passed on: kept by whoever keeps the data, read by the auditor too.
do $$
declare
  t text;
  r text := current_setting('huhang.app_role');
begin
  foreach t in array array['assessment', 'disclosure']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using ((select app.keeps_data()) or (select app.auditor()))', t);
    execute format('grant select, insert on %I to %I', t, r);
  end loop;
end $$;
drop policy if exists record on assessment;
create policy record on assessment for insert with check ((select app.keeps_data()) and assessed_by = (select app.account()));
drop policy if exists record on disclosure;
create policy record on disclosure for insert with check ((select app.keeps_data()) and noted_by = (select app.account()));

/* Modules whose newest assessment is over on a day, for the status page and the operator's check: names of modules only. */
create or replace function app.assessments_over(p_modules text[], p_day date) returns setof text
stable language sql security definer set search_path = pg_catalog, public as $$
  select m from unnest(p_modules) m
   where coalesce((select a.valid_until from assessment a where a.module = m order by a.id desc limit 1) < p_day, true)
$$;
