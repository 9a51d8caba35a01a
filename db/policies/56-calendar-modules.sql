-- The calendar and the modules: set by the system administrator of the whole city.
do $$
declare t text;
begin
  foreach t in array array['calendar_change', 'module_off']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['calendar_year', 'work_calendar']
  loop
    execute format('drop policy if exists keep on %I', t);
    execute format('create policy keep on %I using ((select app.keeps_city())) with check ((select app.keeps_city()))', t);
  end loop;
end $$;

drop policy if exists see on calendar_change;
create policy see on calendar_change for select using ((select app.administers()) or (select app.kind()) = 'system');
drop policy if exists change on calendar_change;
create policy change on calendar_change for insert with check (
  changed_by = (select app.account()) and (select app.keeps_city()) and through is null
);
drop policy if exists through on calendar_change;
create policy through on calendar_change for update using ((select app.kind()) = 'system');

-- Every process computes with the calendar that it has read: it is told to read it again.
create or replace function app.announce_calendar() returns trigger language plpgsql as $$
begin
  perform pg_notify('huhang_calendar', '');
  return null;
end $$;
create or replace trigger announce_calendar after insert on calendar_change for each statement
  execute function app.announce_calendar();

/* Clocks that run now, with the kind of their task and nothing of the matter: for the preview of a calendar. */
create or replace function app.running_clocks() returns table (procedure text, task text, clock jsonb)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not app.administers() then return; end if;
  perform app.count_figures(true);
  return query
    select m.procedure, t.kind, t.clock from task t join matter m on m.id = t.matter_id
     where t.state = 'open' and t.due_at is not null and m.barred = '{}';
  perform app.count_figures(false);
end $$;

-- Whoever may open a matter learns what is not offered at a station, and why.
drop policy if exists see on module_off;
create policy see on module_off for select using ((select app.kind()) <> '');
drop policy if exists switch_off on module_off;
create policy switch_off on module_off for insert with check (
  off_by = (select app.account()) and on_at is null and app.keeps('system', unit_id)
);
drop policy if exists switch_on on module_off;
create policy switch_on on module_off for update using (on_at is null and app.keeps('system', unit_id))
  with check (on_by = (select app.account()));

do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant insert, update (source) on calendar_year to %I', r);
  execute format('grant insert, delete on work_calendar to %I', r);
  execute format('grant select, insert on calendar_change to %I', r);
  execute format('grant update (through, moved) on calendar_change to %I', r);
  execute format('grant select, insert on module_off to %I', r);
  execute format('grant update (on_by, on_at) on module_off to %I', r);
end $$;
