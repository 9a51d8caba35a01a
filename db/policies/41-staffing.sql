-- Who is responsible: what the database itself refuses, and who may see and write the rows around it.

/* From the first instant at which a project has both officers it always has them (decision 20), until it is archived or
   ended. Asked at the end of the transaction, so that a change is a successor in the same one. The project's row is
   locked first: of two changes at once the second looks at what the first has left. */
create or replace function app.demand_officers(p_project int) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_project project;
  v_both tstzmultirange;
  v_wanted tstzrange;
begin
  select * into v_project from project where id = p_project for no key update;
  if not found then return; end if;
  select coalesce(range_agg(tstzrange(valid_from, valid_to)) filter (where kind = 'A'), '{}')
         * coalesce(range_agg(tstzrange(valid_from, valid_to)) filter (where kind = 'B'), '{}')
    into v_both from assignment where project_id = p_project;
  if v_project.staffed_at is null then
    if isempty(v_both) then return; end if;
    v_project.staffed_at := lower(v_both);
    update project set staffed_at = v_project.staffed_at where id = p_project;
  end if;
  v_wanted := tstzrange(v_project.staffed_at, case when v_project.stage in ('ARCHIVED', 'TERMINATED')
    then greatest(v_project.staffed_at, v_project.stage_since::timestamp at time zone 'Asia/Shanghai') end);
  if not v_wanted <@ v_both then
    raise exception 'project % would be without one of its two officers', p_project
      using errcode = '23514', constraint = 'assignment_staffed';
  end if;
end $$;

create or replace function app.check_officers() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'project' then
    perform app.demand_officers(new.id);
    return null;
  end if;
  if tg_op <> 'INSERT' then perform app.demand_officers(old.project_id); end if;
  if tg_op <> 'DELETE' then perform app.demand_officers(new.project_id); end if;
  return null;
end $$;
drop trigger if exists staffed on assignment;
create constraint trigger staffed
  after insert or delete or update of project_id, account_id, kind, valid_from, valid_to on assignment
  deferrable initially deferred for each row execute function app.check_officers();
-- A project that comes back from its end needs its officers again.
drop trigger if exists staffed on project;
create constraint trigger staffed after update of stage, stage_since on project
  deferrable initially deferred for each row execute function app.check_officers();

-- One sponsor per tier and project (P3): the tier is that of his unit when he takes it over.
create or replace function app.tier_of(p_account int) returns text stable language sql
security definer set search_path = pg_catalog, public as $$
  select case when u.tier = 'CITY' or u.tier = 'DEPARTMENT' and cardinality(u.path) = 2 then 'CITY' else 'BRANCH' end
    from account a join unit u on u.id = a.unit_id where a.id = p_account
$$;
create or replace function app.set_sponsor_tier() returns trigger language plpgsql as $$
begin
  new.tier := case when new.kind = 'SPONSOR' then app.tier_of(new.account_id) end;
  return new;
end $$;
create or replace trigger set_sponsor_tier before insert or update of account_id, kind on assignment
  for each row execute function app.set_sponsor_tier();

/* What an officer carries as A or B from an instant on, also outside what the office sees: for the cap. */
create or replace function app.places_of(p_account int, p_at timestamptz) returns table (project_id int, kind text)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.kind() <> 'staff' then return; end if;
  return query
    select s.project_id, s.kind from assignment s join project p on p.id = s.project_id
     where s.account_id = p_account and s.kind in ('A', 'B') and (s.valid_to is null or s.valid_to > p_at)
       and p.stage not in ('ARCHIVED', 'TERMINATED');
end $$;

/* Staff who hold one of these roles at an instant: whom the program office may name. */
create or replace function app.staff_in_roles(p_roles text[], p_at timestamptz) returns table (account_id int, unit_id int)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.kind() <> 'staff' then return; end if;
  return query
    select distinct a.id, g.unit_id from access_grant g join account a on a.id = g.account_id
     where g.role = any (p_roles) and g.unit_id is not null and g.valid_from <= p_at
       and (g.valid_to is null or g.valid_to > p_at) and (a.closed_at is null or a.closed_at > p_at);
end $$;

/* Four eyes: whether the caller arranges a project as its program office and has nobody beside him there. Somebody who
   was only lent the office never counts as alone. */
create or replace function app.office_alone(p_project int, p_at timestamptz) returns boolean
stable language sql security definer set search_path = pg_catalog, public as $$
  with holder as (
    select distinct g.unit_id, g.account_id
      from project j join unit s on s.id = j.station_id
      join access_grant g on g.unit_id = any (s.path) join role r on r.code = g.role and 'office' = any (r.duties)
      join account a on a.id = g.account_id
     where j.id = p_project and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
       and (a.closed_at is null or a.closed_at > p_at)
  )
  select exists (select from holder h where h.account_id = app.account())
     and not exists (select from holder h join holder o on o.unit_id = h.unit_id and o.account_id <> h.account_id
                      where h.account_id = app.account())
$$;

/* Duties in words: of which project, unit or firm. For principals that the caller holds, lends or was lent. */
create or replace function app.loan_words(p_ids int[]) returns table (id int, duty text, name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select p.id, p.duty, coalesce(u.short_name, e.name, j.name, '')
    from principal p
    left join unit u on p.kind = 'unit' and u.id = p.ref_id
    left join enterprise e on p.kind = 'enterprise' and e.id = p.ref_id
    left join project j on p.kind = 'project' and j.id = p.ref_id
   where p.id = any (p_ids) and p.kind in ('unit', 'enterprise', 'project', 'account') and app.kind() <> ''
$$;

/* To whom the caller may lend: open accounts on his own side (of the staff, or of the firm that his session is for), no
   administrators, not himself. */
create or replace function app.takers(p_at timestamptz) returns table (account_id int, duty_name text, unit_name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select a.id, a.duty_name, coalesce(u.short_name, '')
    from account a left join unit u on u.id = a.unit_id
   where a.kind = app.kind() and a.id <> app.account() and (a.closed_at is null or a.closed_at > p_at)
     and exists (select from access_grant g where g.account_id = a.id and g.enterprise_id is not distinct from app.firm()
                   and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
     and not exists (select from access_grant g join role r on r.code = g.role
                      where g.account_id = a.id and r.duties && array['auditors', 'administrators']
                        and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
   order by 3, 2, 1
$$;

/* Principals that hear when somebody else is responsible: the firms, the project's people, the station's chief. */
create or replace function app.told_of_change(p_project int) returns int[] stable language sql
security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(p.id), '{}') from principal p
   where p.kind = 'project' and p.ref_id = p_project and p.duty in ('a', 'b', 'officers', 'sponsor', 'specialist')
      or p.kind = 'enterprise' and p.duty in ('desk', 'members')
         and p.ref_id in (select enterprise_id from project_enterprise where project_id = p_project)
      or p.kind = 'unit' and p.duty = 'chief' and p.ref_id = (select station_id from project where id = p_project)
$$;

create or replace function app.station_of(p_project int) returns int stable language sql
security definer set search_path = pg_catalog, public as $$ select station_id from project where id = p_project $$;

/* The projects of the hand-overs that the caller may see: the successor has no relation to his yet. */
create or replace function app.handover_projects()
returns table (handover_id int, project_id int, project_name text, stage text, enterprises jsonb)
stable language sql security definer set search_path = pg_catalog, public as $$
  select h.id, p.id, p.name, p.stage,
         (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name) order by e.id), '[]')
            from project_enterprise pe join enterprise e on e.id = pe.enterprise_id where pe.project_id = p.id)
    from handover h join project p on p.id = h.project_id
   where app.kind() = 'system' or app.kind() = 'staff' and (app.account() in (h.from_account, h.to_account, h.prepared_by)
      or h.station_id = any (app.units() || app.offices()))
$$;

/* A successor takes a place over: the one before him ends in the same instant. Of two attempts at once the second finds
   that nothing is pending and gets null. */
create or replace function app.take_over(p_handover int, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_handover handover;
  v_id int;
begin
  select * into v_handover from handover where id = p_handover for update;
  if not found or v_handover.state <> 'PENDING' or v_handover.to_account is distinct from app.account() then return null; end if;
  update assignment set valid_to = p_at, end_reason = 'handover'
   where project_id = v_handover.project_id and kind = v_handover.kind and account_id = v_handover.from_account
     and valid_from < p_at and (valid_to is null or valid_to > p_at);
  if not found then return null; end if;
  insert into assignment (project_id, account_id, kind, valid_from, order_no, reason)
  values (v_handover.project_id, v_handover.to_account, v_handover.kind, p_at, v_handover.order_no, 'handover')
  returning id into v_id;
  update handover set state = 'ACCEPTED', decided_by = app.account(), decided_at = p_at where id = p_handover;
  return v_id;
end $$;

/* Who had what place on a project at an instant, and who acted: an absent, closed or missing A is stood in for by B, both
   by the station chief; whoever was lent A's or B's part acts beside them. As it was known then: an absence recorded
   later counts from its recording, and says so. Callers have seen the project. */
create or replace function app.responsible_at(p_project int, p_at timestamptz)
returns table (place text, account_id int, duty_name text, unit_name text, phone text, since timestamptz,
  away boolean, known_later boolean, acts boolean)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.kind() = '' then return; end if;
  return query
    with held as (
      select s.kind, s.account_id, s.valid_from,
             exists (select from absence b where b.account_id = s.account_id and b.from_at <= p_at and b.to_at > p_at
                       and (b.recorded_at is null or b.recorded_at <= p_at)) or coalesce(a.closed_at <= p_at, false) as away,
             exists (select from absence b where b.account_id = s.account_id and b.from_at <= p_at and b.to_at > p_at
                       and b.recorded_at > p_at) as known_later
        from assignment s join account a on a.id = s.account_id
       where s.project_id = p_project and s.valid_from <= p_at and (s.valid_to is null or s.valid_to > p_at)
    ), present as (
      select coalesce(bool_or(h.kind = 'A' and not h.away), false) as a,
             coalesce(bool_or(h.kind in ('A', 'B') and not h.away), false) as either from held h
    ), named as (
      select h.kind as place, h.account_id, h.valid_from as since, h.away, h.known_later,
             h.kind = 'A' and not h.away or h.kind = 'B' and not h.away and not p.a as acts
        from held h, present p
      union all
      select 'CHIEF', g.account_id, g.valid_from, app.is_absent(g.account_id, p_at), false, true
        from project j join access_grant g on g.unit_id = j.station_id join role r on r.code = g.role and 'chief' = any (r.duties),
             present p
       where j.id = p_project and not p.either and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
      union all
      select 'DELEGATE', d.to_account, d.valid_from, app.is_absent(d.to_account, p_at), false, true
        from delegation d join principal pr on pr.id = d.principal_id and pr.kind = 'project' and pr.ref_id = p_project and pr.duty = 'a'
       where d.valid_from <= p_at and d.valid_to > p_at
         and pr.id = any ((select o.principals from app.own_relations(d.from_account, null, p_at) o)::int[])
    )
    select n.place, n.account_id, a.duty_name, u.short_name, a.duty_phone, n.since, n.away, n.known_later, n.acts
      from named n join account a on a.id = n.account_id join unit u on u.id = a.unit_id
     order by array_position(array['A', 'B', 'CHIEF', 'DELEGATE', 'SPECIALIST', 'SPONSOR'], n.place), a.id;
end $$;

do $$
declare t text;
begin
  foreach t in array array['rule_setting', 'assignment_proposal', 'handover', 'handover_item', 'handover_matter', 'staffing_told']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

drop policy if exists see on rule_setting;
create policy see on rule_setting for select using ((select app.kind()) <> '');

-- Orders are the program office's. A successor's acceptance is app.take_over: he has no relation to the project before.
drop policy if exists arrange on assignment;
create policy arrange on assignment for insert with check (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);
drop policy if exists arrange_change on assignment;
create policy arrange_change on assignment for update using (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);
drop policy if exists see on assignment_proposal;
create policy see on assignment_proposal for select using (
  (select app.kind()) = 'system' or (select app.kind()) = 'staff' and exists (select from project p where p.id = project_id)
);
drop policy if exists arrange on assignment_proposal;
create policy arrange on assignment_proposal for insert with check (
  proposed_by = (select app.account())
  and exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);
drop policy if exists decide on assignment_proposal;
create policy decide on assignment_proposal for update using (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
) with check (
  decided_by = (select app.account())
  and (state <> 'APPROVED' or decided_by <> proposed_by or app.office_alone(project_id, decided_at))
);

-- Absences: one's own, those of the people of one's station, those of the office's people.
drop policy if exists record on absence;
create policy record on absence for insert with check (
  recorded_by = (select app.account())
  and exists (select from account a where a.id = account_id and a.kind = 'staff'
                and (a.id = (select app.account()) or a.unit_id = any ((select app.units() || app.offices())::int[])))
);
drop policy if exists cut on absence;
create policy cut on absence for update using (
  exists (select from account a where a.id = account_id and a.kind = 'staff'
            and (a.id = (select app.account()) or a.unit_id = any ((select app.units() || app.offices())::int[])))
);
drop policy if exists cancel on absence;
create policy cancel on absence for delete using (
  exists (select from account a where a.id = account_id and a.kind = 'staff'
            and (a.id = (select app.account()) or a.unit_id = any ((select app.units() || app.offices())::int[])))
);

-- Only what somebody holds himself can he lend, and only on his own side.
drop policy if exists lend on delegation;
create policy lend on delegation for insert with check (
  from_account = (select app.account()) and principal_id = any ((select app.own())::int[])
  and exists (select from account a where a.id = to_account and a.kind = (select app.kind()))
);
drop policy if exists cut on delegation;
create policy cut on delegation for update using ((select app.account()) in (from_account, to_account));
drop policy if exists withdraw on delegation;
create policy withdraw on delegation for delete using ((select app.account()) in (from_account, to_account));

-- For app.take_over and app.handover_projects; the application never logs in as the owner.
drop policy if exists definer on handover;
create policy definer on handover to current_user using (true) with check (true);
-- A hand-over is known to the two, to whoever prepared it, to the office, and to the chief of the station.
drop policy if exists see on handover;
create policy see on handover for select using (
  (select app.kind()) = 'system'
  or (select app.kind()) = 'staff' and (
    (select app.account()) in (from_account, to_account, prepared_by)
    or station_id = any ((select app.units() || app.offices())::int[])
  )
);
drop policy if exists prepare on handover;
create policy prepare on handover for insert with check (
  prepared_by = (select app.account()) and station_id = (select app.station_of(project_id))
  and (state = 'REQUESTED' and (from_account = (select app.account())
         or exists (select from account a where a.id = from_account and a.unit_id = any ((select app.units())::int[])))
    or station_id = any ((select app.offices())::int[]))
);
drop policy if exists decide on handover;
create policy decide on handover for update using (
  (select app.account()) in (from_account, to_account, prepared_by)
  or station_id = any ((select app.offices())::int[])
) with check (
  -- Made pending by the office; accepted in app.take_over only.
  case state when 'ACCEPTED' then false when 'PENDING' then station_id = any ((select app.offices())::int[]) else true end
);
-- The calendar moves the time by which it is to be accepted.
drop policy if exists recount on handover;
create policy recount on handover for update using ((select app.kind()) = 'system' and state = 'PENDING')
  with check ((select app.kind()) = 'system' and state = 'PENDING');
do $$
declare t text;
begin
  foreach t in array array['handover_item', 'handover_matter']
  loop
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using (exists (select from handover h where h.id = handover_id))', t);
    execute format('drop policy if exists prepare on %I', t);
    execute format('create policy prepare on %I for insert with check (exists (select from handover h
      where h.id = handover_id and h.prepared_by = (select app.account())))', t);
  end loop;
end $$;

-- The office sets a leaver's last day.
drop policy if exists leave on account;
create policy leave on account for update using (
  kind = 'staff' and unit_id = any ((select app.offices())::int[]) and id <> (select app.account())
);

drop policy if exists tell on staffing_told;
create policy tell on staffing_told using ((select app.kind()) = 'system') with check ((select app.kind()) = 'system');

do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select on rule_setting to %I', r);
  execute format('grant select, insert, update on assignment_proposal, handover to %I', r);
  execute format('grant select, insert on handover_item, handover_matter, staffing_told to %I', r);
  execute format('grant insert (project_id, account_id, kind, valid_from, order_no, reason), update (valid_to, end_reason) on assignment to %I', r);
  execute format('grant insert (account_id, from_at, to_at, recorded_at, recorded_by), update (to_at), delete on absence to %I', r);
  execute format('grant insert (from_account, to_account, principal_id, valid_from, valid_to, reason), update (valid_to), delete on delegation to %I', r);
  execute format('grant update (closed_at) on account to %I', r);
end $$;
