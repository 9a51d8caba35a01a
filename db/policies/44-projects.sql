-- Row policies of the life of projects. Whoever arranges a unit's projects as program office writes; whoever sees a
-- project reads what was done to it; on what it rests is for the police side.
do $$
declare t text;
begin
  foreach t in array array['project_change', 'project_evidence', 'stage_item', 'project_stage_item']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

-- The office's own projects: before and after the change the station is one that it arranges.
drop policy if exists arrange_insert on project;
create policy arrange_insert on project for insert with check (station_id = any ((select app.offices())::int[]));
drop policy if exists arrange_update on project;
create policy arrange_update on project for update using (station_id = any ((select app.offices())::int[]))
  with check (station_id = any ((select app.offices())::int[]));
drop policy if exists arrange_insert on project_stage;
create policy arrange_insert on project_stage for insert with check (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);
drop policy if exists arrange_insert on project_enterprise;
create policy arrange_insert on project_enterprise for insert with check (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);
drop policy if exists arrange_insert on enterprise;
create policy arrange_insert on enterprise for insert with check (station_id = any ((select app.offices())::int[]));

-- Where a station is on the sketch: its office says so.
drop policy if exists place on unit;
create policy place on unit for update using (tier = 'STATION' and id = any ((select app.offices())::int[]))
  with check (tier = 'STATION' and id = any ((select app.offices())::int[]));

drop policy if exists see on project_change;
create policy see on project_change for select using (exists (select from project p where p.id = project_id));
drop policy if exists arrange_insert on project_change;
create policy arrange_insert on project_change for insert with check (
  actor_id = (select app.account())
  and exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);

-- Relations of the police side; a matter on a project opens the project, but not its papers.
drop policy if exists see on project_evidence;
create policy see on project_evidence for select using (
  (select app.kind()) = 'staff'
  and exists (select from project p where p.id = project_id and ((select app.all_())
    or p.id = any ((select app.projects())::int[]) or p.station_id = any ((select app.units())::int[])))
);
drop policy if exists arrange_insert on project_evidence;
create policy arrange_insert on project_evidence for insert with check (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);

-- Papers of a change: the uploader's own pending file becomes part of it, then it is seen with its evidence.
drop policy if exists evidence_see on file;
create policy evidence_see on file for select using (
  project_id is not null
  and (select true from project_evidence e where e.project_id = file.project_id and e.seq = file.project_seq)
);
drop policy if exists evidence_attach on file;
create policy evidence_attach on file for update
  using (matter_id is null and project_id is null and uploaded_by = (select app.account()))
  with check (matter_id is null
    and (select true from project_evidence e where e.project_id = file.project_id and e.seq = file.project_seq));

drop policy if exists see on stage_item;
create policy see on stage_item for select using ((select app.kind()) <> '');

-- That work exists which the firm does not read is not the firm's to know.
drop policy if exists see on project_stage_item;
create policy see on project_stage_item for select using (
  (select app.kind()) in ('staff', 'system') and (select true from project p where p.id = project_id)
  or (select true from matter m where m.id = matter_id)
);
-- Only together with the matter, behind the engine's door.
drop policy if exists open on project_stage_item;
create policy open on project_stage_item for insert with check (matter_id = (select app.engine()));

/* The firm with a credit code, for whoever arranges projects: it may have been registered by another branch. */
create or replace function app.find_enterprise(p_uscc text) returns int
stable language sql security definer set search_path = pg_catalog, public as $$
  select id from enterprise where uscc = p_uscc and app.offices() <> '{}'
$$;

-- What the application may do with them at all; columns that nobody changes are left out.
do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select on stage_item to %I', r);
  execute format('grant select, insert on project_change, project_evidence, project_stage_item to %I', r);
  execute format('grant insert on project_stage, project_enterprise to %I', r);
  execute format('grant update (lat, lng) on unit to %I', r);
  execute format('grant insert (uscc, name, address, area_code, station_id, created_at) on enterprise to %I', r);
  execute format('grant insert (code, name, stage, stage_since, key_level, address, area_code, station_id, created_at,
      planned_landed, planned_construction, planned_production, lat, lng),
    update (name, stage, stage_since, key_level, address, area_code, station_id, version, suspended_from,
      planned_landed, planned_construction, planned_production, lat, lng) on project to %I', r);
end $$;
