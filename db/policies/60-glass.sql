-- Break-glass. Everything goes through these functions: the application's role writes neither table.
alter table glass enable row level security;
alter table glass force row level security;
drop policy if exists definer on glass;
create policy definer on glass to current_user using (true) with check (true);
drop policy if exists see on glass;
create policy see on glass for select using (
  (select app.administers()) or (select app.auditor())
  or account_id = (select app.account()) and (select app.kind()) = 'staff' and opened_at is not null
);
do $$ begin execute format('grant select on glass to %I', current_setting('huhang.app_role')); end $$;

/* The actor's office among those that break glass; null for everybody else. */
create or replace function app.glass_office(p_at timestamptz) returns text
stable language sql security definer set search_path = pg_catalog, public as $$
  select g.role from access_grant g
   where app.administers() and g.account_id = app.account() and g.role in ('SYS_ADMIN', 'SEC_ADMIN')
     and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at) limit 1
$$;

/* Whether somebody can read by it: of the staff, with a role at this instant, and no administrator of any office. */
create or replace function app.reads_by_glass(p_account int, p_at timestamptz) returns boolean
stable language sql security definer set search_path = pg_catalog, public as $$
  select app.administers() and coalesce((select not bool_or(r.duties && array['auditors', 'administrators'])
    from access_grant g join role r on r.code = g.role join account a on a.id = g.account_id
   where a.id = p_account and a.kind = 'staff' and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)), false)
$$;

/* Asks that a matter be opened to somebody of the staff; null when there is no such matter. Of the matter nothing is told. */
create or replace function app.ask_glass(p_number text, p_account int, p_hours int, p_reason text, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_office text := app.glass_office(p_at);
  v_matter bigint;
  v_id int;
begin
  if v_office is null or not app.reads_by_glass(p_account, p_at) then
    raise exception 'an administrator, for somebody who is none' using errcode = '42501';
  end if;
  perform app.keep(true);
  select m.id into v_matter from matter m where m.number = p_number and m.erased_at is null;
  perform app.keep(false);
  if v_matter is null then return null; end if;
  insert into glass (matter_id, account_id, hours, reason, asked_by, asked_office, asked_at)
    values (v_matter, p_account, p_hours, p_reason, app.account(), v_office, p_at) returning id into v_id;
  return v_id;
end $$;

/* Opens what an administrator of the other office has asked for within the last day. Gives the matter and who may hear of it;
   no row when it is not to be opened. */
create or replace function app.open_glass(p_id int, p_at timestamptz) returns table (matter_id bigint, readers int[], barred int[])
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_office text := app.glass_office(p_at);
  v_glass glass;
begin
  select * into v_glass from glass g where g.id = p_id for update;
  if v_office is null or v_office = v_glass.asked_office or v_glass.asked_by = app.account() then
    raise exception 'this takes two administrators of different offices' using errcode = '42501';
  end if;
  if v_glass.opened_at is not null or v_glass.ends_at is not null or v_glass.asked_at <= p_at - interval '24 hours' then return; end if;
  -- Whoever has asked is an administrator still, and whoever is to read none.
  if not app.reads_by_glass(v_glass.account_id, p_at) or not app.is_at_work(v_glass.asked_by, p_at)
    or not exists (select from access_grant g where g.account_id = v_glass.asked_by and g.role = v_glass.asked_office
      and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)) then return; end if;
  update glass g set opened_by = app.account(), opened_at = p_at, ends_at = p_at + make_interval(hours => g.hours) where g.id = p_id;
  insert into matter_party values (v_glass.matter_id, 'glass', v_glass.account_id, p_at, p_at + make_interval(hours => v_glass.hours));
  perform app.keep(true);
  return query select m.id, m.readers, m.barred from matter m where m.id = v_glass.matter_id;
  perform app.keep(false);
end $$;

/* Ends it before its time, or takes back what was only asked for: an administrator, the auditor, or whoever reads by it. */
create or replace function app.end_glass(p_id int, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_glass glass;
begin
  select * into v_glass from glass g where g.id = p_id for update;
  if not (app.administers() or app.auditor() or v_glass.account_id = app.account()) then
    raise exception 'not his to end' using errcode = '42501';
  end if;
  if v_glass.ends_at <= p_at then return false; end if;
  update glass g set ends_at = p_at, ended_by = app.account() where g.id = p_id;
  update matter_party m set valid_to = p_at
   where m.matter_id = v_glass.matter_id and m.capacity = 'glass' and m.account_id = v_glass.account_id and m.valid_to > p_at;
  return true;
end $$;

create or replace function app.number_in_glass(p_id int) returns text
stable language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_number text;
begin
  if not (app.administers() or app.auditor() or app.kind() = 'staff') then return null; end if;
  perform app.keep(true);
  select m.number into v_number from glass g join matter m on m.id = g.matter_id
   where g.id = p_id and (app.administers() or app.auditor() or g.account_id = app.account());
  perform app.keep(false);
  return v_number;
end $$;
