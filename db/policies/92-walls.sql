-- After all others: what is not named here is behind the wall, also what a later file has made.
/* The walls around other systems, for the application's role: whatever the policies above let an office see, a system sees
   and writes only these tables, and of matters only those of its procedures that are kept from nobody. A new table is
   behind the wall until somebody puts it here. */
do $$
declare
  r text := current_setting('huhang.app_role');
  t text;
  -- What opening and answering a ticket touches.
  v_writes text[] := array['matter', 'matter_audience', 'matter_guest', 'entry', 'task', 'turn', 'due', 'number_series',
    'outbox', 'idempotency', 'audit', 'hotline_ticket', 'hotline_export', 'hotline_export_reply'];
  v_reads text[] := array['account', 'unit', 'principal', 'topic', 'project', 'project_enterprise', 'enterprise', 'limit_rule', 'rule_setting',
    'calendar_year', 'work_calendar', 'platform', 'procedure_version', 'module_off', 'matter_link'];
begin
  for t in select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
  loop
    execute format('drop policy if exists wall on %I', t);
    execute format('drop policy if exists wall_insert on %I', t);
    execute format('drop policy if exists wall_update on %I', t);
    execute format('drop policy if exists wall_delete on %I', t);
    continue when t = any (v_writes);
    if t = any (v_reads) then
      execute format('create policy wall_insert on %I as restrictive for insert to %I with check ((select app.kind()) <> ''service'')', t, r);
      execute format('create policy wall_update on %I as restrictive for update to %I using ((select app.kind()) <> ''service'')', t, r);
      execute format('create policy wall_delete on %I as restrictive for delete to %I using ((select app.kind()) <> ''service'')', t, r);
    else
      execute format('create policy wall on %I as restrictive to %I using ((select app.kind()) <> ''service'')', t, r);
    end if;
  end loop;
  execute format('create policy wall on matter as restrictive to %I using (
    (select app.kind()) <> ''service''
    or procedure = any ((select app.procedures())::text[]) and not private and barred = ''{}'')', r);
end $$;
