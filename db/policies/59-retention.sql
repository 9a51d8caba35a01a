-- Retention, holds and erasure. Who keeps the data: the data protection officer and the inspectorate.

create or replace function app.keeps_data() returns boolean stable language sql security definer
  set search_path = pg_catalog, public as $$
  select app.kind() = 'staff' and exists (select from principal p
    where p.id = any (app.p()) and p.kind = 'unit' and p.duty in ('dataProtection', 'inspectors'))
$$;

do $$
declare
  t text;
  r text := current_setting('huhang.app_role');
begin
  foreach t in array array['retention_rule', 'legal_hold', 'tombstone', 'erasure_run']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using ((select app.keeps_data()) or (select app.auditor()))', t);
    execute format('grant select on %I to %I', t, r);
  end loop;
  execute format('grant insert on legal_hold to %I', r);
  execute format('grant update (confirmed_by, confirmed_at, lift_asked_by, lift_asked_at, lift_reason, lifted_by, lifted_at) on legal_hold to %I', r);
end $$;
drop policy if exists place on legal_hold;
create policy place on legal_hold for insert with check ((select app.keeps_data()) and placed_by = (select app.account()) and confirmed_by is null);
drop policy if exists change on legal_hold;
create policy change on legal_hold for update using ((select app.keeps_data()) and lifted_at is null)
  -- Whoever ends it has not asked for that himself.
  with check ((select app.keeps_data()) and (lifted_at is null or lift_asked_by is not null));

/* The matter behind a number, for whoever keeps the data: its id and whether it is there to be held, nothing of it. It is
   kept from being erased until the call is over, with what was passed on of it: what is being erased at this moment is
   waited for, and is then not there. */
create or replace function app.matter_to_hold(p_number text) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_id bigint;
begin
  if not app.keeps_data() then raise exception 'only whoever keeps the data may do this' using errcode = '42501'; end if;
  -- What people wrote about its project is not being erased meanwhile either (`app.erase_words`).
  perform pg_advisory_xact_lock_shared(59, 0);
  perform app.keep(true);
  select m.id into v_id from matter m where m.number = p_number and m.erased_at is null for share;
  perform app.keep(false);
  perform from disclosure d where d.matter_id = v_id order by d.id for share;
  return v_id;
end $$;
/* The same for a record of the register: whether it is there to be held. */
create or replace function app.record_to_hold(p_kind text, p_id int) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not app.keeps_data() then raise exception 'only whoever keeps the data may do this' using errcode = '42501'; end if;
  if p_kind = 'assessment' then perform from assessment where id = p_id for share;
  else perform from disclosure where id = p_id for share;
  end if;
  return found;
end $$;
create or replace function app.number_held(p_hold int) returns text
stable language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_number text;
begin
  if not (app.keeps_data() or app.auditor()) then return null; end if;
  perform app.count_figures(true);
  -- A record of the register by its own number (`kernel/register-number.ts`).
  select coalesce(m.number, 'PG-' || h.assessment_id, 'TG-' || h.disclosure_id) into v_number
    from legal_hold h left join matter m on m.id = h.matter_id where h.id = p_hold;
  perform app.count_figures(false);
  return v_number;
end $$;

/* For each kind, how many are over at an instant, will be within 30 days, or would be and are held. Counts only. */
create or replace function app.due_for_erasure(p_at timestamptz) returns table (kind text, past int, soon int, held int)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not (app.keeps_data() or app.auditor()) then return; end if;
  perform app.count_figures(true);
  perform app.keep(true);
  return query
    select r.kind, count(*) filter (where not x.is_held and x.at <= p_at)::int, count(*) filter (where not x.is_held and x.at > p_at)::int,
           count(*) filter (where x.is_held)::int
      from retention_rule r cross join lateral (
        select m.closed_at + make_interval(months => r.months) as at, app.is_held(m.id, p_at) as is_held
          from matter m
         where m.procedure = r.kind and m.erased_at is null and m.closed_at is not null
           and m.closed_at <= p_at + interval '30 days' - make_interval(months => r.months)) x
     group by r.kind
     union all
    select e.kind, count(*) filter (where not e.held and e.ends_at <= p_at)::int, count(*) filter (where not e.held and e.ends_at > p_at)::int,
           count(*) filter (where e.held)::int
      from (select r.kind, r.ends_at, r.held from app.register_ends(p_at) r where r.ends_at <= p_at + interval '30 days'
            union all
            select w.kind, w.ends_at, w.held from app.words_over(p_at, p_at + interval '30 days') w) e
     group by e.kind order by 1;
  perform app.keep(false);
  perform app.count_figures(false);
end $$;

create or replace function app.is_held(p_matter bigint, p_at timestamptz) returns boolean
stable language sql security definer set search_path = pg_catalog, public as $$
  select exists (select from legal_hold h where h.matter_id = p_matter and h.lifted_at is null
    and (p_at at time zone 'Asia/Shanghai')::date <= h.until_day
    and (h.confirmed_at is not null or h.placed_at + interval '10 days' > p_at))
$$;

/* Whether one hold is in force: the same, asked of a hold that the actor sees. */
create or replace function app.is_active(p_hold int, p_at timestamptz) returns boolean stable language sql as $$
  select exists (select from legal_hold h where h.id = p_hold and h.lifted_at is null
    and (p_at at time zone 'Asia/Shanghai')::date <= h.until_day
    and (h.confirmed_at is not null or h.placed_at + interval '10 days' > p_at))
$$;

/* When the records of the register are over, and whether each is held. An assessment is over that long after both its own
   day and the day on which a newer one of its module took its place: the newest of a module stays. What was passed on is
   kept by a hold on the matter that it came of, too. */
create or replace function app.register_ends(p_at timestamptz) returns table (kind text, id int, ends_at timestamptz, held boolean)
stable language sql security definer set search_path = pg_catalog, public as $$
  select r.kind, o.id, (o.ended::timestamp at time zone 'Asia/Shanghai') + make_interval(months => r.months),
         exists (select from legal_hold h where app.is_active(h.id, p_at)
           and (h.matter_id = o.matter_id or r.kind = 'assessment' and h.assessment_id = o.id
             or r.kind = 'disclosure' and h.disclosure_id = o.id))
    from (
      select 'assessment' as kind, a.id, greatest(a.valid_until, newer.assessed_on) as ended, null::bigint as matter_id
        from assessment a cross join lateral (
          select b.assessed_on from assessment b where b.module = a.module and b.id > a.id order by b.id limit 1) newer
      union all
      select 'disclosure', d.id, greatest(d.on_day, (d.noted_at at time zone 'Asia/Shanghai')::date), d.matter_id
        from disclosure d) o
    join retention_rule r on r.kind = o.kind
   where app.kind() = 'system' or app.keeps_data() or app.auditor()
$$;

-- Serve the definer functions of this file and the two beside it, each for its own duration: other functions of the owner go on asking with
-- the eyes of whoever acts.
do $$
declare t text;
begin
  foreach t in array array['matter', 'matter_audience', 'matter_guest', 'task', 'due', 'turn', 'matter_link', 'notice',
    'hotline_ticket', 'file', 'assignment_proposal', 'delegation', 'handover_item', 'service_account', 'service_plan',
    'service_plan_word', 'rating']
  loop
    execute format('drop policy if exists erase on %I', t);
    execute format('create policy erase on %I to current_user using ((select app.keeping()))
      with check ((select app.keeping()))', t);
  end loop;
end $$;

/* Matters of a kind whose time is over at an instant, the longest closed first: closed, without a child that goes on, not
   held, and heard of by everything that follows from events. */
create or replace function app.matters_to_erase(p_kind text, p_at timestamptz, p_limit int) returns setof bigint
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  perform app.keep(true);
  return query
    select m.id from matter m join retention_rule r on r.kind = m.procedure
     where m.procedure = p_kind and m.erased_at is null and m.phase = 'closed'
       and m.closed_at <= p_at - make_interval(months => r.months)
       and not app.is_held(m.id, p_at)
       and not exists (select from matter_link l where l.parent_id = m.id and l.child_open)
     order by m.closed_at limit p_limit;
  perform app.keep(false);
end $$;

/* Erases a matter: titles, words, files, names and persons go, at once or not at all. What figures count stays: kinds,
   states, times, units, outcomes. Nobody reads it any more. Gives the storage keys of its files; null when it is not to
   be erased (any more). */
create or replace function app.erase_matter(p_matter bigint, p_at timestamptz) returns text[]
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_matter matter;
  v_nobody int;
  v_persons int[];
  v_keys text[];
begin
  perform app.demand_system();
  perform app.keep(true);
  select * into v_matter from matter m where m.id = p_matter for update;
  if v_matter.erased_at is not null or v_matter.phase <> 'closed' or app.is_held(p_matter, p_at)
    or v_matter.closed_at > p_at - make_interval(months => (select months from retention_rule where kind = v_matter.procedure))
  then
    perform app.keep(false);
    return null;
  end if;
  -- In place of whoever opened it: an account that nobody ever had, made with the first erasure.
  insert into account (id, kind, login, duty_name, created_at, closed_at) overriding system value
    values (-1, 'member', '-erased-', '—', p_at, p_at) on conflict do nothing;
  v_nobody := (select id from principal where kind = 'account' and ref_id = -1 and duty = 'self');
  select coalesce(array_agg(id), '{}') into v_persons from principal where kind in ('account', 'matter');
  select coalesce(array_agg(k), '{}') into v_keys from file f cross join unnest(array[f.storage_key, f.thumb_key]) k
   where f.matter_id = p_matter and k is not null;
  delete from file where matter_id = p_matter;
  update entry set form = case when kind in ('reminder', 'climb') then form else '{}' end, sealed = null, sealed_fields = '{}',
         actor_id = null, actor_label = '',
         resolved = coalesce((select jsonb_object_agg(key, value) from jsonb_each(resolved)
                               where key in ('to', 'phase', 'outcome', 'done', 'dropped')), '{}')
   where matter_id = p_matter;
  update task set holder = case when holder = any (v_persons) then v_nobody else holder end,
         added = array(select a from unnest(added) a where a <> all (v_persons))
   where matter_id = p_matter;
  delete from due where matter_id = p_matter;
  delete from matter_guest where matter_id = p_matter;
  update matter_audience set readers = '{}' where matter_id = p_matter;
  delete from matter_party where matter_id = p_matter;
  delete from matter_search where matter_id = p_matter;
  delete from notice where matter_id = p_matter;
  update hotline_ticket set place = null where matter_id = p_matter;
  update matter set title = '—', opened_by = case when opened_by is not null then -1 end, private = true, readers = '{}',
         -- What was kept from somebody stays in no figure.
         barred = case when barred = '{}' then '{}' else array[v_nobody] end,
         erased_at = p_at
   where id = p_matter;
  insert into tombstone (kind, ref_id, erased_at) values ('matter', p_matter, p_at);
  perform app.keep(false);
  return v_keys;
end $$;

/* Forgets who stood behind accounts that have been closed, or without any role, for as long as the rule says. Logins are
   never given again. Gives their number. */
create or replace function app.erase_accounts(p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_before timestamptz := p_at - make_interval(months => (select months from retention_rule where kind = 'account'));
  v_ids int[];
begin
  perform app.demand_system();
  select coalesce(array_agg(a.id), '{}') into v_ids from account a
   where a.id > 0 and not exists (select from tombstone t where t.kind = 'account' and t.ref_id = a.id)
     and a.created_at <= v_before
     and coalesce(a.closed_at <= v_before, not exists (
       select from access_grant g where g.account_id = a.id and (g.valid_to is null or g.valid_to > v_before)));
  update account set login = '-' || id, duty_name = '—', police_number = null, duty_phone = null, sealed_phone = null,
         password_hash = null, closed_at = coalesce(closed_at, p_at)
   where id = any (v_ids);
  -- Wherever his name was written down beside his number.
  perform app.keep(true);
  update project_change set actor_name = '—' where actor_id = any (v_ids);
  update service_plan_word set duty_name = '—' where account_id = any (v_ids);
  update access_code set duty_name = '—' where redeemed_by = any (v_ids) and duty_name is not null;
  perform app.keep(false);
  delete from notice_address where account_id = any (v_ids);
  delete from notice_setting where account_id = any (v_ids);
  delete from consent where account_id = any (v_ids);
  delete from privacy_notice_shown where account_id = any (v_ids);
  -- Nothing is left by which he could enter.
  delete from totp where account_id = any (v_ids);
  delete from recovery_code where account_id = any (v_ids);
  delete from passkey where account_id = any (v_ids);
  delete from account_link where account_id = any (v_ids);
  delete from account_recovery where account_id = any (v_ids);
  delete from password_history where account_id = any (v_ids);
  insert into tombstone (kind, ref_id, erased_at) select 'account', i, p_at from unnest(v_ids) i;
  return cardinality(v_ids);
end $$;

/* Erases the records of the register whose time is over. Gives how many of each kind. They are locked first, so that a hold
   that is being placed is waited for; the second look sees it. */
create or replace function app.erase_register(p_at timestamptz) returns table (kind text, count int)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_assessments int[];
  v_disclosures int[];
begin
  perform app.demand_system();
  select coalesce(array_agg(id), '{}') into v_assessments from (select a.id from assessment a where a.id in (
    select e.id from app.register_ends(p_at) e where e.kind = 'assessment' and e.ends_at <= p_at) order by a.id for update) x;
  select coalesce(array_agg(id), '{}') into v_disclosures from (select d.id from disclosure d where d.id in (
    select e.id from app.register_ends(p_at) e where e.kind = 'disclosure' and e.ends_at <= p_at) order by d.id for update) x;
  return query
    with past as (select e.kind, e.id from app.register_ends(p_at) e where e.ends_at <= p_at and not e.held
        and e.id = any (case e.kind when 'assessment' then v_assessments else v_disclosures end)),
      assessments as (delete from assessment a using past o where o.kind = 'assessment' and a.id = o.id returning o.kind, a.id),
      disclosures as (delete from disclosure d using past o where o.kind = 'disclosure' and d.id = o.id returning o.kind, d.id),
      gone as (select * from assessments union all select * from disclosures),
      stones as (insert into tombstone (kind, ref_id, erased_at) select g.kind, g.id, p_at from gone g)
    select g.kind, count(*)::int from gone g group by g.kind;
end $$;

create or replace function app.note_erasure(p_kind text, p_count int, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  insert into erasure_run (at, kind, count) values (p_at, p_kind, p_count);
end $$;
