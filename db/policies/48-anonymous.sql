-- A complaint without a name (GR-11). Its requester is the principal of the matter's own side 'requester'; who stands behind
-- that is a row of `matter_party`, which the application's role cannot read at all.

/* Ties whoever acts to the matter that the engine is about to open, and to no other: gives the principal by which he will
   find it again, and lets him hold it from here on in this transaction. */
create or replace function app.stand_behind(p_matter bigint, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_principal int;
begin
  if app.kind() <> 'member' or p_matter is distinct from app.engine()
    or exists (select from matter m where m.id = p_matter) or exists (select from matter_party s where s.matter_id = p_matter)
  then
    raise exception 'only a firm''s person, and only what he is opening' using errcode = '42501';
  end if;
  insert into principal (kind, ref_id, duty) values ('matter', p_matter, 'requester') returning id into v_principal;
  insert into matter_party (matter_id, capacity, account_id, valid_from) values (p_matter, 'requester', app.account(), p_at);
  perform set_config('app.p', (app.p() || v_principal)::text, true),
          set_config('app.own', (app.own() || v_principal)::text, true),
          set_config('app.sides', (app.sides() || v_principal)::text, true);
  return v_principal;
end $$;

/* Where a complaint without a name belongs and from whom it is kept, told by the people whom it names and nothing else: their
   station, or the city when there is none; themselves, everybody on their projects, and the line of the whole city up to its
   leadership, because whose station serves the complainant must not show. */
create or replace function app.place_without_name(p_about int[], p_city int, p_at timestamptz,
  out station int, out branch int, out barred int[])
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.kind() <> 'member' then raise exception 'only a firm''s person' using errcode = '42501'; end if;
  select u.id, coalesce(u.parent_id, u.id) into station, branch
    from account a join unit u on u.id = a.unit_id and u.tier = 'STATION'
   where a.id = any (p_about) order by a.id limit 1;
  station := coalesce(station, p_city);
  branch := coalesce(branch, p_city);
  barred := array(
    select p.id from principal p
     where p.kind = 'account' and p.duty = 'self' and p.ref_id = any (p_about)
        or p.kind = 'project' and p.ref_id in (select s.project_id from assignment s
             where s.account_id = any (p_about) and s.valid_from <= p_at and (s.valid_to is null or s.valid_to > p_at))
        or p.kind = 'unit' and (p.duty = 'desk' or p.duty in ('chief', 'office', 'leader') and p.ref_id <> p_city)
     order by p.id);
end $$;

-- Nothing that the requester of such a matter writes bears his account, whatever wrote it.
drop policy if exists unnamed on entry;
create policy unnamed on entry as restrictive for insert with check (
  capacity <> 'requester' or actor_id is null or (select opened_by is not null from matter m where m.id = matter_id)
);
