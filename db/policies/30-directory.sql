-- Row policies of what everybody refers to. The owner's own policy serves the definer functions only:
-- the application never logs in as the owner (start-up refuses it).
do $$
declare t text;
begin
  foreach t in array array['platform', 'unit', 'account', 'enterprise', 'role', 'access_grant', 'project', 'project_stage',
    'project_enterprise', 'assignment', 'absence', 'topic', 'calendar_year', 'work_calendar', 'principal', 'delegation',
    'session', 'sign_in_failure', 'matter_party', 'audit']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
  -- Reference data without anything personal: readable by every actor.
  foreach t in array array['unit', 'role', 'topic', 'calendar_year', 'work_calendar']
  loop
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using ((select app.kind()) <> '''')', t);
  end loop;
end $$;

-- That a matter has sides tells that there is a matter.
drop policy if exists see on principal;
create policy see on principal for select using (
  (select app.kind()) <> ''
  and (kind <> 'matter' or ref_id = (select app.engine()) or (select true from matter m where m.id = ref_id))
);

-- Whether this is a demo database must be known before anybody signs in.
drop policy if exists see on platform;
create policy see on platform for select using (true);

-- Staff know each other; a firm knows its own people and the officers of its projects; the audit names who acted.
drop policy if exists see on account;
create policy see on account for select using (
  (select app.kind()) = 'system' or (select app.auditor())
  or id = (select app.account())
  or (kind = 'staff' and (select app.kind()) = 'staff')
  or exists (select from assignment s where s.account_id = account.id and s.project_id = any ((select app.projects())::int[]))
  or exists (select from access_grant g where g.account_id = account.id and g.enterprise_id = any ((select app.enterprises())::int[]))
);

drop policy if exists see on enterprise;
create policy see on enterprise for select using (
  (select app.kind()) = 'system' or (select app.all_()) or (select app.auditor())
  or id = any ((select app.enterprises())::int[]) or station_id = any ((select app.units())::int[])
  -- Who may read a matter may know whose it is.
  or exists (select from matter m where m.enterprise_id = enterprise.id)
);

drop policy if exists see on project;
create policy see on project for select using (
  (select app.kind()) = 'system' or (select app.all_())
  or id = any ((select app.projects())::int[]) or station_id = any ((select app.units())::int[])
  or exists (select from matter m where m.project_id = project.id)
);
drop policy if exists see on project_stage;
create policy see on project_stage for select using (exists (select from project p where p.id = project_id));
drop policy if exists see on project_enterprise;
create policy see on project_enterprise for select using (exists (select from project p where p.id = project_id));
drop policy if exists see on assignment;
create policy see on assignment for select using (exists (select from project p where p.id = project_id));

-- Only that somebody is away, and until when, matters; whoever may see the person may know it.
drop policy if exists see on absence;
create policy see on absence for select using (exists (select from account a where a.id = account_id));
drop policy if exists see on access_grant;
create policy see on access_grant for select using (
  (select app.kind()) = 'system' or account_id = (select app.account())
  or enterprise_id = any ((select app.enterprises())::int[])
);
drop policy if exists see on delegation;
create policy see on delegation for select using ((select app.account()) in (from_account, to_account));

-- Signing in works before there is an actor, so these two tables have functions as their only door.
drop policy if exists see on session;
create policy see on session for select using (account_id = (select app.account()));

/* Who could sign in at an instant, and for which firms, the oldest first: only accounts that are open and have a role then.
   The account is held until the end of the call. Whoever changes its proofs at the same moment comes before, and is read
   here, or after, and ends the session that comes of it. */
drop function if exists app.find_sign_in(text);
create or replace function app.find_sign_in(p_login text, p_at timestamptz)
returns table (account_id int, kind text, password_hash text, enterprises int[])
language sql security definer set search_path = pg_catalog, public as $$
  select a.id, a.kind, a.password_hash, array_remove(h.firms, null)
    from account a cross join lateral (
      select array_agg(distinct g.enterprise_id order by g.enterprise_id) as firms from access_grant g
       where g.account_id = a.id and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
         and (g.enterprise_id is null) = (a.kind = 'staff')) h
   where app.plain_login(a.login) = p_login and (a.closed_at is null or a.closed_at > p_at) and h.firms is not null
     for share of a
$$;
drop function if exists app.count_failures(text, timestamptz);
drop function if exists app.note_failure(text, timestamptz);
/* Puts down a trial under a name before it is judged, unless there were too many since `p_since`: then no id, and whether
   this refusal is the first within a minute. Trials under one name come one after the other. */
create or replace function app.take_trial(p_name text, p_at timestamptz, p_since timestamptz, p_most int, out id bigint, out told boolean)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('huhang trial ' || p_name, 0));
  told := false;
  if (select count(*) from sign_in_failure f where f.login = p_name and f.at > p_since) < p_most then
    delete from sign_in_failure f where f.id in
      (select o.id from sign_in_failure o where o.at < p_at - interval '1 day' for update skip locked limit 1000);
    insert into sign_in_failure (login, at) values (p_name, p_at) returning sign_in_failure.id into id;
  elsif not exists (select from sign_in_failure f where f.login = p_name and f.told_at > p_at - interval '1 minute') then
    update sign_in_failure f set told_at = p_at
     where f.id = (select o.id from sign_in_failure o where o.login = p_name order by o.at desc, o.id desc limit 1);
    told := true;
  end if;
end $$;
/* It was no wrong guess. */
create or replace function app.give_back_trial(p_id bigint) returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from sign_in_failure where id = p_id
$$;
/* What a trial in vain was about, for the record: the account or firm that its name stands for, by id. Empty: nobody's.
   Never the name itself, in whose place people type their password, too. */
create or replace function app.object_of_trial(p_name text) returns text
stable language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_door text := split_part(p_name, ':', 1);
  v_name text := substring(p_name from position(':' in p_name) + 1);
begin
  return coalesce(case v_door
    when 'login' then (select 'account:' || a.id from account a where app.plain_login(a.login) = app.plain_login(v_name))
    when 'recovery' then (select 'account:' || a.id from account a where app.plain_login(a.login) = app.plain_login(v_name))
    when 'staff-code' then (select 'account:' || a.id from account a where app.plain_number(a.police_number) = v_name and a.kind = 'staff')
    when 'device' then (select 'account:' || a.id from account a where a.id::text = split_part(v_name, ':', 1))
    when 'passkey' then (select 'account:' || k.account_id from passkey k where left(k.credential_id, 80) = v_name limit 1)
    when 'code' then (select 'enterprise:' || e.id from enterprise e where e.uscc = v_name)
  end, '');
end $$;

/* Opens a session and ends the account's others of the same class of device (decision 33). It begins with a proof, unless
   it goes on from a session (`p_from`) that had its own; null, and nothing opens, when that one is over. */
drop function if exists app.open_session(bytea, int, int, text, timestamptz, timestamptz);
drop function if exists app.open_session(bytea, int, int, text, timestamptz, timestamptz, text, boolean, timestamptz);
create or replace function app.open_session(p_token_hash bytea, p_account int, p_enterprise int, p_device text,
  p_at timestamptz, p_expires timestamptz, p_method text default 'PASSWORD', p_second boolean default false,
  p_proved timestamptz default null, p_from int default null) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_id int;
begin
  -- Whoever ends the account's sessions waits until this one is there to be ended.
  perform from account where id = p_account for share;
  -- Of two who come in at once the second one finds the first one's session, to end it.
  perform pg_advisory_xact_lock(hashtextextended('huhang session', p_account));
  if p_from is not null then
    update session set ended_at = p_at, end_reason = 'REPLACED'
     where id = p_from and account_id = p_account and ended_at is null;
    if not found then return null; end if;
  end if;
  update session set ended_at = p_at, end_reason = 'REPLACED'
   where account_id = p_account and device = p_device and ended_at is null;
  insert into session (token_hash, account_id, enterprise_id, device, created_at, seen_at, expires_at, method, second_factor, proved_at)
  values (p_token_hash, p_account, p_enterprise, p_device, p_at, p_at, p_expires, p_method, p_second, coalesce(p_proved, p_at))
  returning id into v_id;
  return v_id;
end $$;
create or replace function app.end_session(p_token_hash bytea, p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update session set ended_at = p_at, end_reason = 'OUT'
   where (token_hash = p_token_hash or previous_hash = p_token_hash) and ended_at is null
$$;
