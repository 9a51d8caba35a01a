-- Who acts in this transaction. Nothing set = nobody = sees nothing.
create or replace function app.account() returns int stable parallel safe language sql as
  $$ select nullif(current_setting('app.account', true), '')::int $$;
create or replace function app.kind() returns text stable parallel safe language sql as
  $$ select coalesce(current_setting('app.kind', true), '') $$;
create or replace function app.p() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.p', true), '')::int[], '{}') $$;
-- Of these, what he holds by a relation of his own; by whom the rest was lent (their own principals); his sides of matters.
create or replace function app.own() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.own', true), '')::int[], '{}') $$;
create or replace function app.lenders() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.lenders', true), '')::int[], '{}') $$;
create or replace function app.sides() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.sides', true), '')::int[], '{}') $$;
-- The firm that the session acts for; null for staff.
create or replace function app.firm() returns int stable parallel safe language sql as
  $$ select nullif(current_setting('app.firm', true), '')::int $$;
create or replace function app.units() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.units', true), '')::int[], '{}') $$;
create or replace function app.projects() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.projects', true), '')::int[], '{}') $$;
create or replace function app.enterprises() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.enterprises', true), '')::int[], '{}') $$;
-- Units whose people and projects the actor arranges, by a program office.
create or replace function app.offices() returns int[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.offices', true), '')::int[], '{}') $$;
-- The actor keeps units and accounts; he sees no business.
create or replace function app.administers() returns boolean stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.administers', true), '')::boolean, false) $$;
-- The actor covers the whole city.
create or replace function app.all_() returns boolean stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.all', true), '')::boolean, false) $$;
create or replace function app.auditor() returns boolean stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.auditor', true), '')::boolean, false) $$;
-- Matters that two administrators have opened to him for a while, to read (60-glass.sql).
create or replace function app.glass() returns bigint[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.glass', true), '')::bigint[], '{}') $$;
-- The one matter that the engine is working on, after access has decided.
create or replace function app.engine() returns bigint stable parallel safe language sql as
  $$ select nullif(current_setting('app.engine', true), '')::bigint $$;

-- Whether somebody is away at an instant.
create or replace function app.is_absent(p_account int, p_at timestamptz) returns boolean stable language sql
  security definer set search_path = pg_catalog, public as $$
  select exists (select from absence where account_id = p_account and from_at <= p_at and to_at > p_at)
    or exists (select from account where id = p_account and closed_at <= p_at)
$$;

/* Whether somebody's account is open and has a role at an instant: what he has given out of hand is worth something. For the
   definer functions around it. */
create or replace function app.is_at_work(p_account int, p_at timestamptz) returns boolean stable language sql as $$
  select exists (select from public.account a join public.access_grant g on g.account_id = a.id
    where a.id = p_account and (a.closed_at is null or a.closed_at > p_at)
      and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
$$;

-- Nobody acts any more: every table shows nothing.
create or replace function app.leave() returns void language sql as $$
  select set_config('app.account', '', true), set_config('app.kind', '', true), set_config('app.p', '', true),
         set_config('app.own', '', true), set_config('app.lenders', '', true), set_config('app.sides', '', true),
         set_config('app.firm', '', true), set_config('app.units', '', true), set_config('app.projects', '', true),
         set_config('app.enterprises', '', true), set_config('app.all', '', true), set_config('app.auditor', '', true),
         set_config('app.offices', '', true), set_config('app.administers', '', true),
         set_config('app.engine', '', true), set_config('app.procedures', '', true), set_config('app.glass', '', true)
$$;

/* What somebody holds at an instant by relations of his own: grants, assignments, standing in, sides. Nothing without
   a role at that instant, and for administrators nothing of the business (S1.5), whatever else they were given.
   Every call asks this: the kinds of assignments are put so that the planner leaves the gist indexes of the constraints
   alone, which it would read as a whole; absences are looked up only for those on whom it depends; and principals one by
   one, whatever the number that it expects. */
create or replace function app.own_relations(p_account int, p_enterprise int, p_at timestamptz,
  out principals int[], out projects int[], out sides int[])
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  v_administers boolean;
  v_chief_at int[];
begin
  select bool_or(r.duties && array['auditors', 'administrators']),
         coalesce(array_agg(g.unit_id) filter (where 'chief' = any (r.duties)), '{}')
    into v_administers, v_chief_at
    from access_grant g join role r on r.code = g.role
   where g.account_id = p_account and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
     and g.enterprise_id is not distinct from p_enterprise;
  if v_administers or p_enterprise is not null then v_chief_at := '{}'; end if;
  with held(kind, ref_id, duty) as (
    select 'account', p_account::bigint, 'self'
    union all
    -- Offices filled by a role.
    select case when g.unit_id is null then 'enterprise' else 'unit' end, coalesce(g.unit_id, g.enterprise_id), d
      from access_grant g join role r on r.code = g.role cross join unnest(r.duties) d
     where g.account_id = p_account and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
       and g.enterprise_id is not distinct from p_enterprise
       and (not v_administers or d in ('auditors', 'administrators', 'system', 'security'))
    union all
    -- Places on a project.
    select 'project', s.project_id, d
      from assignment s cross join unnest(case s.kind
        when 'A' then array['a', 'officers'] when 'B' then array['b', 'officers']
        when 'SPONSOR' then array['sponsor'] else array['specialist'] end) d
     where s.account_id = p_account and s.valid_from <= p_at and (s.valid_to is null or s.valid_to > p_at)
       and p_enterprise is null and not v_administers
    union all
    -- B stands in for an absent or missing A (P3, substitution).
    select 'project', b.project_id, 'a'
      from assignment b
     where b.account_id = p_account and b.kind || '' = 'B' and b.valid_from <= p_at and (b.valid_to is null or b.valid_to > p_at)
       and p_enterprise is null and not v_administers
       and not exists (select from assignment a
                        where a.project_id = b.project_id and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
                          and case when a.kind = 'A' then not app.is_absent(a.account_id, p_at) else false end)
    union all
    -- The station chief, when neither of the two is there.
    select 'project', p.id, 'a'
      from project p
     where p.station_id = any (v_chief_at)
       and not exists (select from assignment a
                        where a.project_id = p.id and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
                          and case when a.kind in ('A', 'B') then not app.is_absent(a.account_id, p_at) else false end)
    union all
    select 'matter', m.matter_id, m.capacity
      from matter_party m
     where m.account_id = p_account and m.valid_from <= p_at and (m.valid_to is null or m.valid_to > p_at)
       and not v_administers
  )
  select coalesce(array_agg(distinct pr.id), '{}'),
         coalesce(array_agg(distinct pr.ref_id::int) filter (where pr.kind = 'project'), '{}'),
         coalesce(array_agg(distinct pr.id) filter (where pr.kind = 'matter'), '{}')
    into principals, projects, sides
    from held h cross join lateral (select * from principal one
           where one.kind = h.kind and one.ref_id = h.ref_id and one.duty = h.duty limit 1) pr
   where v_administers is not null;
end $$;

/* Sets the actor for the rest of the transaction and returns what the application needs to know of him.
   Every relation is dated: access begins and ends with the grant, the assignment, the delegation, the absence.
   Returns null, and then nobody acts, for an unknown or closed account and for one without a role at this instant:
   of staff at a unit, of a member at this firm. */
create or replace function app.enter(p_account int, p_enterprise int, p_at timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_account account;
  v_own record;
  v_lent record;
  v_principals int[];
  v_projects int[];
  v_sides int[];
  v_covered int[];
  v_units int[];
  v_desks int[];
  v_offices int[];
  v_enterprises int[];
  v_all boolean;
  v_auditor boolean;
  v_administers boolean;
  v_roles jsonb;
  v_glass bigint[] := '{}';
  v_opened jsonb;
  v_unnamed jsonb := '[]';
begin
  select * into v_account from account where id = p_account and (closed_at is null or closed_at > p_at);
  if not found or (v_account.kind = 'member') <> (p_enterprise is not null) then
    perform app.leave();
    return null;
  end if;

  select jsonb_agg(jsonb_build_object('role', g.role, 'unitId', g.unit_id)),
         coalesce(array_agg(g.unit_id) filter (where r.covers), '{}'),
         coalesce(bool_or(r.covers and u.parent_id is null), false),
         coalesce(bool_or('auditors' = any (r.duties)), false),
         coalesce(bool_or(r.duties && array['auditors', 'administrators']), false),
         coalesce(array_agg(g.unit_id) filter (where 'office' = any (r.duties)), '{}')
    into v_roles, v_covered, v_all, v_auditor, v_administers, v_desks
    from access_grant g join role r on r.code = g.role left join unit u on u.id = g.unit_id
   where g.account_id = p_account and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
     and g.enterprise_id is not distinct from p_enterprise;
  if v_roles is null then
    perform app.leave();
    return null;
  end if;
  if v_administers then
    v_covered := '{}';
    v_desks := '{}';
    v_all := false;
  end if;

  select * into v_own from app.own_relations(p_account, p_enterprise, p_at);
  v_principals := v_own.principals;
  v_projects := v_own.projects;
  v_sides := v_own.sides;

  -- What others have lent him: only what the lender himself holds at this instant, on the same side, for the same firm.
  select array_agg(distinct pr.id) as principals,
         array_agg(distinct pr.ref_id::int) filter (where pr.kind = 'project') as projects,
         array_agg(distinct pr.id) filter (where pr.kind = 'matter') as sides,
         array_agg(distinct pr.ref_id::int) filter (where pr.kind = 'unit' and pr.duty in ('chief', 'office')) as covered,
         array_agg(distinct pr.ref_id::int) filter (where pr.kind = 'unit' and pr.duty = 'office') as desks,
         array_agg(distinct lender.id) as lenders
    into v_lent
    from delegation d join principal pr on pr.id = d.principal_id
    join account f on f.id = d.from_account
    join principal lender on lender.kind = 'account' and lender.ref_id = f.id and lender.duty = 'self'
   where d.to_account = p_account and d.valid_from <= p_at and d.valid_to > p_at and not v_administers
     and f.kind = v_account.kind and (f.closed_at is null or f.closed_at > p_at)
     and d.principal_id <> all (v_own.principals)
     and d.principal_id = any ((select o.principals from app.own_relations(f.id, p_enterprise, p_at) o)::int[]);
  if v_lent.principals is not null then
    v_principals := v_principals || v_lent.principals;
    v_projects := array(select distinct unnest(v_projects || v_lent.projects));
    v_sides := v_sides || v_lent.sides;
    v_covered := v_covered || v_lent.covered;
    v_desks := v_desks || v_lent.desks;
  end if;

  select coalesce(array_agg(id), '{}') into v_units from unit where v_covered <> '{}' and path && v_covered;
  select coalesce(array_agg(id), '{}') into v_offices from unit where v_desks <> '{}' and path && v_desks;
  if v_account.kind = 'member' then
    select coalesce(array_agg(project_id), '{}') into v_projects from project_enterprise where enterprise_id = p_enterprise;
    v_enterprises := array[p_enterprise];
  else
    select coalesce(array_agg(distinct enterprise_id), '{}') into v_enterprises from project_enterprise
     where project_id = any (v_projects);
  end if;

  -- Of the staff, and never lent on.
  if v_account.kind = 'staff' and not v_administers then
    select coalesce(array_agg(m.matter_id), '{}'), jsonb_agg(jsonb_build_object('matterId', m.matter_id, 'until', m.valid_to))
      into v_glass, v_opened
      from matter_party m
     where m.account_id = p_account and m.capacity = 'glass' and m.valid_from <= p_at and m.valid_to > p_at;
  end if;

  -- Complaints without a name that are his: no audit row ties him to one (48-anonymous.sql).
  if v_account.kind = 'member' then
    select coalesce(jsonb_agg(m.matter_id), '[]') into v_unnamed
      from matter_party m where m.account_id = p_account and m.capacity = 'requester';
  end if;

  perform set_config('app.account', p_account::text, true),
          set_config('app.glass', v_glass::text, true),
          set_config('app.kind', v_account.kind, true),
          set_config('app.p', v_principals::text, true),
          set_config('app.own', v_own.principals::text, true),
          set_config('app.lenders', coalesce(v_lent.lenders::text, ''), true),
          set_config('app.sides', v_sides::text, true),
          set_config('app.firm', coalesce(p_enterprise::text, ''), true),
          set_config('app.units', v_units::text, true),
          set_config('app.projects', v_projects::text, true),
          set_config('app.enterprises', v_enterprises::text, true),
          set_config('app.all', v_all::text, true),
          set_config('app.auditor', v_auditor::text, true),
          set_config('app.offices', v_offices::text, true),
          set_config('app.administers', (v_administers and not v_auditor)::text, true),
          set_config('app.engine', '', true);
  return jsonb_build_object(
    'accountId', p_account, 'kind', v_account.kind, 'dutyName', v_account.duty_name, 'locale', v_account.locale,
    'unitId', v_account.unit_id, 'enterpriseId', p_enterprise, 'roles', v_roles, 'principals', to_jsonb(v_principals),
    'units', to_jsonb(v_units), 'offices', to_jsonb(v_offices), 'projects', to_jsonb(v_projects), 'coversCity', v_all,
    'administers', v_administers and not v_auditor, 'glass', coalesce(v_opened, '[]'),
    'unnamed', v_unnamed);
end $$;

/* The running session of a token at an instant: not ended, not expired, not idle (15 minutes police, 30 firms: decision 33).
   The token before the last proof is good for calls that were under way, and proves nothing. */
create or replace function app.session_of(p_token_hash bytea, p_at timestamptz) returns session
stable language plpgsql set search_path = pg_catalog, public as $$
declare
  v_session session;
begin
  select s.* into v_session from session s join account a on a.id = s.account_id
   where (s.token_hash = p_token_hash or s.previous_hash = p_token_hash and s.renewed_at > p_at - interval '30 seconds')
     and s.ended_at is null and s.expires_at > p_at
     and s.seen_at + case a.kind when 'staff' then interval '15 minutes' else interval '30 minutes' end > p_at;
  if v_session.token_hash <> p_token_hash then v_session.proved_at := null; end if;
  return v_session;
end $$;

/* What somebody has to do before anything else opens to him: choose a password of his own or a new one (S1.1: staff every
   90 days), or set up a second factor (S1.2: all staff, outside a demo). */
create or replace function app.limit_of(p_session session) returns text
stable language sql set search_path = pg_catalog, public as $$
  select case
      when p_session.method = 'PASSWORD' and a.password_temporary then 'password'
      when d.demo or a.kind <> 'staff' then null
      when p_session.method = 'PASSWORD'
        and coalesce(a.password_at, a.created_at) + interval '90 days' <= p_session.created_at then 'password'
      when not p_session.second_factor then 'factor'
    end
    from account a cross join (select exists (select from platform where key = 'demo' and value = 'true') as demo) d
   where a.id = p_session.account_id
$$;

/* The same by session token; null when the session is over. Whoever has something to do first has no relation to anything
   until it is done. What a page asks by itself while nobody touches it (`p_used` false) is no use of the session. */
drop function if exists app.enter_session(bytea, timestamptz);
create or replace function app.enter_session(p_token_hash bytea, p_at timestamptz, p_used boolean default true) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_session session;
  v_limit text;
  v_actor jsonb;
begin
  perform app.leave();
  v_session := app.session_of(p_token_hash, p_at);
  if v_session.id is null then return null; end if;
  v_actor := app.enter(v_session.account_id, v_session.enterprise_id, p_at);
  if v_actor is null then return null; end if;
  v_limit := app.limit_of(v_session);
  if v_limit is not null then
    perform app.leave();
    perform set_config('app.account', v_session.account_id::text, true), set_config('app.kind', 'limited', true);
    v_actor := v_actor || jsonb_build_object('limit', v_limit, 'principals', '[]'::jsonb, 'units', '[]'::jsonb,
      'offices', '[]'::jsonb, 'projects', '[]'::jsonb, 'coversCity', false, 'administers', false, 'glass', '[]'::jsonb);
  end if;
  -- Once a minute is enough for the idle limit and spares a write on every read.
  if p_used and v_session.seen_at < p_at - interval '1 minute' then
    update session set seen_at = p_at where id = v_session.id;
  end if;
  return v_actor || jsonb_build_object('sessionId', v_session.id, 'device', v_session.device, 'method', v_session.method,
    'secondFactor', v_session.second_factor, 'provedAt', floor(extract(epoch from v_session.proved_at) * 1000));
end $$;

/* The platform's own actor: clock, clean-up, seeding. Holds no principal; reaches a matter only through the engine's door. */
create or replace function app.enter_system() returns void language sql as $$
  select app.leave();
  select set_config('app.kind', 'system', true)
$$;

/* Who looked at a record, by unit and not by person (S5): only for matters that the actor sees himself. */
create or replace function app.views_of(p_object text) returns table (unit_id int, enterprise_id int, views int, last_at timestamptz)
stable language sql security definer set search_path = pg_catalog, public as $$
  select a.unit_id, a.enterprise_id, count(*)::int, max(a.at) from audit a
   where a.object = p_object and a.operation = 'matter.get' and a.status = 200
     -- The owner has no policy of his own on matters: this asks with the actor's eyes.
     and exists (select from matter m where m.id = substring(p_object from '^matter:([0-9]{1,15})$')::bigint)
   group by 1, 2 order by 4 desc
$$;
