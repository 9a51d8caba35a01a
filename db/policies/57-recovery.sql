-- Recovery of an account by two persons. The application has no right on the table: the functions below are its only door.
do $$
begin
  execute 'alter table account_recovery enable row level security';
  execute 'alter table account_recovery force row level security';
  execute 'drop policy if exists definer on account_recovery';
  execute 'create policy definer on account_recovery to current_user using (true) with check (true)';
end $$;

/* What the actor may do for somebody who has lost his proofs: `give` a code, `confirm` another's. For a firm's member both
   by whoever gives that firm its first access; for the staff a code by whoever keeps the account, the second word also by
   another administrator, the chief or the program office of his unit. Never for oneself. */
create or replace function app.recovery_power(p_account int, p_at timestamptz) returns text[]
stable language sql security definer set search_path = pg_catalog, public as $$
  select array(select p.power from account a
     cross join lateral (select exists (select from access_grant g where g.account_id = a.id and g.enterprise_id is not null
       and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at) and app.serves_firm(g.enterprise_id)) as serves) v
     cross join lateral (
      select 'give' as power where case a.kind when 'member' then v.serves else app.keeps('security', a.unit_id) end
      union all
      select 'confirm' where case a.kind when 'member' then v.serves
        else app.keeps('security', a.unit_id) or app.keeps('system', a.unit_id) or a.unit_id = any (app.offices())
          or exists (select from principal p where p.kind = 'unit' and p.ref_id = a.unit_id and p.duty = 'chief'
            and p.id = any (app.own())) end) p
     where a.id = p_account and app.kind() = 'staff' and a.id <> app.account() and (a.closed_at is null or a.closed_at > p_at))
$$;

/* Whom the actor could give a code at a firm that he gives its first access. */
create or replace function app.recoverable(p_firm int, p_at timestamptz)
returns table (account_id int, duty_name text, roles text[])
stable language sql security definer set search_path = pg_catalog, public as $$
  select a.id, a.duty_name, array_agg(distinct g.role) from account a join access_grant g on g.account_id = a.id
   where g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
     and a.kind = 'member' and g.enterprise_id = p_firm and app.serves_firm(p_firm)
     and 'give' = any (app.recovery_power(a.id, p_at))
   group by a.id, a.duty_name order by a.duty_name, a.id
$$;

/* Codes that are out, for whoever may say something to them. */
create or replace function app.recoveries(p_at timestamptz)
returns table (id int, account_id int, duty_name text, place text, given_by int, giver text, given_at timestamptz,
  expires_at timestamptz, confirmer text, confirmed_at timestamptz, powers text[])
stable language sql security definer set search_path = pg_catalog, public as $$
  select r.id, r.account_id, a.duty_name,
         coalesce((select u.name from unit u where u.id = a.unit_id),
           (select string_agg(distinct e.name, '、') from access_grant g join enterprise e on e.id = g.enterprise_id
             where g.account_id = a.id and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
               and app.serves_firm(e.id)), ''),
         r.given_by, b.duty_name, r.given_at, r.expires_at, c.duty_name, r.confirmed_at, p.powers
    from account_recovery r join account a on a.id = r.account_id join account b on b.id = r.given_by
    left join account c on c.id = r.confirmed_by
    cross join lateral (select app.recovery_power(r.account_id, p_at) as powers) p
   where r.used_at is null and r.ended_at is null and r.expires_at > p_at and cardinality(p.powers) > 0
   order by r.id desc
$$;

/* Principals among which the second person for a code is found, as long as it waits for one: more rather than fewer, because
   app.second_persons asks each. Only for the platform's own actor. */
create or replace function app.recovery_circle(p_recovery int, p_at timestamptz) returns int[]
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return array(
    with waiting as (
      select a.id, a.unit_id from account_recovery r join account a on a.id = r.account_id
       where r.id = p_recovery and r.confirmed_at is null and r.used_at is null and r.ended_at is null and r.expires_at > p_at),
    firms as (
      select e.id, e.station_id from waiting w join access_grant g on g.account_id = w.id join enterprise e on e.id = g.enterprise_id
       where g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
    select p.id from (select unit_id from waiting union select station_id from firms) s join unit u on u.id = s.unit_id
      join principal p on p.kind = 'unit' and (p.ref_id = u.id and p.duty = 'chief'
        or p.ref_id = any (u.path) and p.duty in ('office', 'security', 'system'))
    union
    select p.id from firms f join project_enterprise pe on pe.enterprise_id = f.id
      join principal p on p.kind = 'project' and p.ref_id = pe.project_id and p.duty in ('a', 'officers'));
end $$;

/* Of some people, those whose word a code waits for: each is entered as in a call of his own. Leaves the platform's own
   actor behind. */
create or replace function app.second_persons(p_recovery int, p_accounts int[], p_at timestamptz)
returns setof int language plpgsql as $$
declare
  v_one int;
begin
  foreach v_one in array p_accounts loop
    perform app.enter(v_one, null, p_at);
    if exists (select from app.recoveries(p_at) r
                where r.id = p_recovery and r.confirmer is null and r.given_by <> v_one and 'confirm' = any (r.powers))
    then
      return next v_one;
    end if;
  end loop;
  perform app.enter_system();
end $$;

/* Puts a code down; the one before is void. Null: too many within a day. */
create or replace function app.give_recovery(p_account int, p_hash bytea, p_expires timestamptz, p_most int, p_at timestamptz)
returns int language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_id int;
begin
  if not 'give' = any (app.recovery_power(p_account, p_at)) then
    raise exception 'no power over this account' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('huhang recovery', p_account));
  if (select count(*) from account_recovery where account_id = p_account and given_at > p_at - interval '1 day') >= p_most then
    return null;
  end if;
  update account_recovery set ended_at = p_at where account_id = p_account and used_at is null and ended_at is null;
  insert into account_recovery (account_id, given_by, given_at, expires_at, code_hash)
  values (p_account, app.account(), p_at, p_expires, p_hash) returning id into v_id;
  return v_id;
end $$;

/* The second person's word. Gives the account, or null: it is not there, over, confirmed already, or one's own to give. */
create or replace function app.confirm_recovery(p_id int, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_recovery account_recovery;
begin
  select * into v_recovery from account_recovery where id = p_id for update;
  if not found or not 'confirm' = any (app.recovery_power(v_recovery.account_id, p_at))
     or app.account() in (v_recovery.given_by, v_recovery.account_id)
     or v_recovery.confirmed_at is not null or v_recovery.used_at is not null or v_recovery.ended_at is not null
     or v_recovery.expires_at <= p_at then
    return null;
  end if;
  update account_recovery set confirmed_by = app.account(), confirmed_at = p_at where id = p_id;
  return v_recovery.account_id;
end $$;

/* Takes a code back, by either of the two or anybody who could have been one. */
create or replace function app.end_recovery(p_id int, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update account_recovery r set ended_at = p_at
   where r.id = p_id and r.used_at is null and r.ended_at is null and cardinality(app.recovery_power(r.account_id, p_at)) > 0;
  return found;
end $$;

/* Whose code somebody holds in his hand, as long as it opens something: together with the login, confirmed, in time, by two
   of whom neither has left since. */
create or replace function app.find_recovery(p_hashes bytea[], p_login text, p_at timestamptz)
returns table (account_id int, kind text, login text, duty_name text, police_number text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select a.id, a.kind, a.login, a.duty_name, a.police_number from account_recovery r join account a on a.id = r.account_id
   where r.code_hash = any (p_hashes) and app.plain_login(a.login) = p_login and (a.closed_at is null or a.closed_at > p_at)
     and r.confirmed_at is not null and r.used_at is null and r.ended_at is null and r.expires_at > p_at
     and app.is_at_work(r.given_by, p_at) and app.is_at_work(r.confirmed_by, p_at)
$$;

/* Uses a code, once: the password is new, everything else that proved the owner is gone, and all his sessions end. Of two
   at once one waits for the row and finds it used. Gives whether it was used. */
create or replace function app.use_recovery(p_hashes bytea[], p_account int, p_password_hash text, p_at timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update account_recovery r set used_at = p_at
   where r.code_hash = any (p_hashes) and r.account_id = p_account
     and r.confirmed_at is not null and r.used_at is null and r.ended_at is null and r.expires_at > p_at
     and app.is_at_work(r.given_by, p_at) and app.is_at_work(r.confirmed_by, p_at);
  if not found then return false; end if;
  perform app.set_password(p_account, p_password_hash, null, p_at);
  update session set end_reason = 'RECOVERY' where account_id = p_account and ended_at = p_at and end_reason = 'PASSWORD';
  delete from totp where account_id = p_account;
  delete from recovery_code where account_id = p_account;
  delete from passkey where account_id = p_account;
  delete from account_link where account_id = p_account;
  delete from sign_in_failure f using account a
   where a.id = p_account and (f.login in ('login:' || app.plain_login(a.login), 'factor:' || a.id)
     or starts_with(f.login, 'device:' || a.id || ':'));
  return true;
end $$;

/* How the owner is called and signs in, for the paper that is printed for him. */
create or replace function app.recovery_owner(p_account int, p_at timestamptz) returns table (login text, duty_name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select a.login, a.duty_name from account a where a.id = p_account and 'give' = any (app.recovery_power(p_account, p_at))
$$;
