-- The weekly sample of unmasked views (GR-23). The platform draws; the inspectorate of the looker's unit, or of a unit above,
-- judges; the auditor reads, to draw again.

/* Whether somebody of the inspectorate may judge a look: of this unit or of one below his, and neither his own, nor of
   somebody who has lent him what he acts by, nor in a matter that is kept from him. */
create or replace function app.judges_look(p_account int, p_unit int, p_matter bigint) returns boolean
stable language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_kept boolean;
begin
  if app.kind() <> 'staff' or p_account = app.account() then return false; end if;
  if not exists (select from principal p join unit u on u.id = p_unit
                  where p.id = any (app.p()) and p.kind = 'unit' and p.duty = 'inspectors' and p.ref_id = any (u.path))
    or exists (select from principal p where p.kind = 'account' and p.ref_id = p_account and p.id = any (app.lenders()))
  then return false; end if;
  if p_matter is null then return true; end if;
  perform app.keep(true);
  select m.barred && app.p() into v_kept from matter m where m.id = p_matter;
  perform app.keep(false);
  return not coalesce(v_kept, false);
end $$;

do $$
declare
  t text;
  r text := current_setting('huhang.app_role');
begin
  foreach t in array array['look_draw', 'look_sample']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
    execute format('drop policy if exists draw on %I', t);
    execute format('create policy draw on %I for insert with check ((select app.kind()) = ''system'')', t);
    execute format('grant select, insert on %I to %I', t, r);
  end loop;
  execute format('grant update (state, finding, judged_by, judged_at, action, closed_by, closed_at) on look_sample to %I', r);
end $$;

drop policy if exists see on look_draw;
create policy see on look_draw for select using (
  (select app.kind()) = 'system' or (select app.auditor())
  or (select app.keeps_data())
);
drop policy if exists see on look_sample;
create policy see on look_sample for select using (
  (select app.auditor()) or app.judges_look(account_id, unit_id, matter_id)
);
drop policy if exists judge on look_sample;
create policy judge on look_sample for update
  using (state in ('OPEN', 'FINDING') and app.judges_look(account_id, unit_id, matter_id))
  with check (case when state = 'CLOSED' then closed_by else judged_by end = (select app.account()));

/* The looks of a week from which is drawn: of the staff, and shown. For the platform that draws, and the auditor who draws again.
   A ticket that was taken back since is no matter any more; who looked at it is drawn like any other. */
create or replace function app.looks_to_draw(p_operations text[], p_from timestamptz, p_to timestamptz)
returns table (uid uuid, at timestamptz, account_id int, unit_id int, matter_id bigint)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.kind() <> 'system' and not app.auditor() then return; end if;
  perform app.keep(true);
  return query
    select a.uid, a.at, a.account_id, coalesce(a.unit_id, (select u.id from unit u where u.parent_id is null order by u.id limit 1)),
           (select m.id from matter m where m.id = case when a.object like 'matter:%' then split_part(a.object, ':', 2)::bigint end)
      from audit a join account c on c.id = a.account_id and c.kind = 'staff'
     where a.at >= p_from and a.at < p_to and a.operation = any (p_operations) and a.status = 200
     order by a.id;
  perform app.keep(false);
end $$;

/* What the audit says of drawn looks that the actor may see: never the value that was shown. */
create or replace function app.drawn_looks(p_week date)
returns table (id int, who text, unit text, operation text, field text, purpose text, reason text, number text)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  v_seen int[] := array(select s.id from look_sample s where s.week = p_week
    and (app.auditor() or app.judges_look(s.account_id, s.unit_id, s.matter_id)));
begin
  perform app.keep(true);
  return query
    select s.id, c.duty_name, u.short_name, a.operation, a.detail ->> 'field', a.purpose, a.detail ->> 'why', m.number
      from look_sample s join audit a on a.uid = s.audit_uid join account c on c.id = s.account_id
      join unit u on u.id = s.unit_id left join matter m on m.id = s.matter_id
     where s.id = any (v_seen);
  perform app.keep(false);
end $$;

/* Principals of the inspectorates that may judge looks of a week: whom it is told to. */
create or replace function app.judges_of(p_week date) returns int[]
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return array(select distinct p.id from look_sample s join unit u on u.id = s.unit_id
    join principal p on p.kind = 'unit' and p.duty = 'inspectors' and p.ref_id = any (u.path) where s.week = p_week order by 1);
end $$;

/* Gives up samples whose rows in the audit are no longer kept; gives the number of weeks. */
create or replace function app.retire_looks(p_before date) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_weeks int;
begin
  perform app.demand_system();
  delete from look_draw where week < p_before;
  get diagnostics v_weeks = row_count;
  return v_weeks;
end $$;
