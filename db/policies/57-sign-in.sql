-- Passwords, one-time codes and passkeys. The application has no right on these tables: the functions below are their
-- only door. Each works for whoever acts, or, before anybody does, for whoever is about to sign in.
do $$
declare t text;
begin
  foreach t in array array['password_history', 'totp', 'recovery_code', 'passkey', 'sign_in_challenge', 'account_link']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

create or replace function app.demand_own(p_account int) returns void language plpgsql as $$
begin
  if app.account() <> p_account or app.account() is null and app.kind() <> '' then
    raise exception 'the credentials of somebody else' using errcode = '42501';
  end if;
end $$;

/* With what an account can prove itself. */
create or replace function app.credentials_of(p_account int) returns table (password_hash text, password_at timestamptz,
  temporary boolean, totp_secret bytea, totp_at timestamptz, codes_left int, passkeys int)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_own(p_account);
  return query select a.password_hash, coalesce(a.password_at, a.created_at), a.password_temporary, t.secret, t.confirmed_at,
      (select count(*)::int from recovery_code c where c.account_id = a.id and c.used_at is null),
      (select count(*)::int from passkey k where k.account_id = a.id)
    from account a left join totp t on t.account_id = a.id and t.confirmed_at is not null
   where a.id = p_account;
end $$;

/* Chooses a password. The account's other sessions end; `p_keep` is the one in which it was chosen. */
create or replace function app.set_password(p_account int, p_hash text, p_keep int, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_own(p_account);
  -- The first one was set where there was no history yet.
  insert into password_history (account_id, hash, set_at) select a.id, a.password_hash, coalesce(a.password_at, a.created_at)
    from account a where a.id = p_account and a.password_hash is not null
     and not exists (select from password_history h where h.account_id = a.id);
  update account set password_hash = p_hash, password_at = p_at, password_temporary = false where id = p_account;
  insert into password_history (account_id, hash, set_at) values (p_account, p_hash, p_at);
  delete from password_history h where h.account_id = p_account
    and h.id not in (select k.id from password_history k where k.account_id = p_account order by k.id desc limit 5);
  update session set ended_at = p_at, end_reason = 'PASSWORD'
   where account_id = p_account and ended_at is null and id is distinct from p_keep;
end $$;

/* Hashes of the last five passwords, the present one among them. */
create or replace function app.past_passwords(p_account int) returns setof text
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_own(p_account);
  return query select h.hash from password_history h where h.account_id = p_account
    union select a.password_hash from account a where a.id = p_account and a.password_hash is not null;
end $$;

/* Shows a new secret for one-time codes; until a code has proved that it arrived, the one before goes on. */
create or replace function app.begin_totp(p_secret bytea, p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  insert into sign_in_challenge (hash, purpose, account_id, content, expires_at)
  values (('totp:' || app.account())::bytea, 'totp', app.account(), p_secret, p_at + interval '15 minutes')
  on conflict (hash) do update set content = excluded.content, expires_at = excluded.expires_at
$$;
create or replace function app.begun_totp(p_at timestamptz) returns bytea
stable language sql security definer set search_path = pg_catalog, public as $$
  select content from sign_in_challenge
   where hash = ('totp:' || app.account())::bytea and account_id = app.account() and expires_at > p_at
$$;
create or replace function app.confirm_totp(p_secret bytea, p_step bigint, p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from sign_in_challenge where hash = ('totp:' || app.account())::bytea;
  insert into totp (account_id, secret, made_at, confirmed_at, last_step) values (app.account(), p_secret, p_at, p_at, p_step)
  on conflict (account_id) do update
    set secret = excluded.secret, made_at = p_at, confirmed_at = p_at, last_step = excluded.last_step
$$;
create or replace function app.remove_totp() returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from totp where account_id = app.account();
  delete from recovery_code where account_id = app.account()
$$;

/* Takes the code of a step, unless that step or a later one has been taken: of two at once one wins. */
create or replace function app.take_totp_step(p_account int, p_step bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_own(p_account);
  update totp set last_step = p_step where account_id = p_account and confirmed_at is not null and last_step < p_step;
  return found;
end $$;

create or replace function app.replace_recovery_codes(p_hashes bytea[], p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from recovery_code where account_id = app.account();
  insert into recovery_code (account_id, hash, made_at) select app.account(), h, p_at from unnest(p_hashes) h
$$;
create or replace function app.take_recovery_code(p_account int, p_hashes bytea[], p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_own(p_account);
  update recovery_code set used_at = p_at where account_id = p_account and hash = any (p_hashes) and used_at is null;
  return found;
end $$;

/* The session has proved itself anew: it goes on under another token. */
create or replace function app.renew_session(p_session int, p_token_hash bytea, p_second boolean, p_at timestamptz)
returns timestamptz language sql security definer set search_path = pg_catalog, public as $$
  update session set previous_hash = token_hash, token_hash = p_token_hash, renewed_at = p_at, proved_at = p_at,
      second_factor = second_factor or p_second
   where id = p_session and account_id = app.account() and ended_at is null returning expires_at
$$;

/* Ends a session of one's own from another one. */
create or replace function app.end_own_session(p_session int, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update session set ended_at = p_at, end_reason = 'REMOVED'
   where id = p_session and account_id = app.account() and ended_at is null;
  return found;
end $$;

/* Ends the sessions of somebody else: of the staff by whoever keeps their accounts, at a firm by whoever binds it. */
create or replace function app.end_sessions_of(p_account int, p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update session s set ended_at = p_at, end_reason = 'ADMIN'
    from account a
   where a.id = p_account and s.account_id = a.id and s.ended_at is null and a.id <> app.account()
     and (a.kind = 'staff' and app.keeps('security', a.unit_id)
       or a.kind = 'member' and s.enterprise_id = app.firm() and app.binds_firm())
$$;

/* Why a session is over, for whoever still holds its token. */
create or replace function app.why_ended(p_token_hash bytea) returns text
stable language sql security definer set search_path = pg_catalog, public as $$
  select end_reason from session where token_hash = p_token_hash and ended_at is not null
$$;

create or replace function app.put_challenge(p_hash bytea, p_purpose text, p_content bytea, p_expires timestamptz, p_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from sign_in_challenge where expires_at < p_at;
  insert into sign_in_challenge (hash, purpose, account_id, content, expires_at)
  values (p_hash, p_purpose, app.account(), p_content, p_expires)
$$;
/* What was put, once; whoever asks must be whoever put it. Only whoever comes in by a passkey may bring a challenge that was
   put while somebody else was signed in at his browser. */
create or replace function app.take_challenge(p_hash bytea, p_purpose text, p_at timestamptz) returns bytea
language sql security definer set search_path = pg_catalog, public as $$
  delete from sign_in_challenge
   where hash = p_hash and purpose = p_purpose and expires_at > p_at
     and (account_id is not distinct from app.account() or app.account() is null and p_purpose = 'passkey.show')
  returning content
$$;

create or replace function app.add_passkey(p_credential text, p_key bytea, p_counter bigint, p_name text, p_at timestamptz)
returns int language sql security definer set search_path = pg_catalog, public as $$
  insert into passkey (account_id, credential_id, public_key, counter, name, created_at)
  values (app.account(), p_credential, p_key, p_counter, p_name, p_at)
  on conflict (credential_id) do nothing returning id
$$;
create or replace function app.own_passkeys() returns table (id int, credential_id text, name text, created_at timestamptz, used_at timestamptz)
stable language sql security definer set search_path = pg_catalog, public as $$
  select k.id, k.credential_id, k.name, k.created_at, k.used_at from passkey k where k.account_id = app.account() order by k.id
$$;
create or replace function app.rename_passkey(p_id int, p_name text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update passkey set name = p_name where id = p_id and account_id = app.account();
  return found;
end $$;
create or replace function app.remove_passkey(p_id int) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from passkey where id = p_id and account_id = app.account();
  return found;
end $$;
/* The passkey that somebody shows: whose it is and with what it is checked. Somebody who acts shows his own only. */
create or replace function app.find_passkey(p_credential text) returns table (id int, account_id int, login text, public_key bytea, counter bigint)
stable language sql security definer set search_path = pg_catalog, public as $$
  select k.id, k.account_id, a.login, k.public_key, k.counter from passkey k join account a on a.id = k.account_id
   where k.credential_id = p_credential and (app.account() is null or app.account() = k.account_id)
$$;
create or replace function app.use_passkey(p_id int, p_counter bigint, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update passkey set counter = p_counter, used_at = p_at
   where id = p_id and (app.account() is null or app.account() = account_id)
     and (p_counter > counter or p_counter = 0 and counter = 0);
  return found;
end $$;

-- Secrets of one-time codes that lie under an older key, for the job that goes over to a new one.
create or replace function app.totp_to_seal(p_head bytea, p_after int, p_limit int) returns table (account_id int, secret bytea)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query select t.account_id, t.secret from totp t
    where t.account_id > p_after and substring(t.secret from 1 for length(p_head)) <> p_head order by t.account_id limit p_limit;
end $$;
create or replace function app.put_totp(p_account int, p_old bytea, p_new bytea) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  -- Whoever has set up another telephone meanwhile keeps that one.
  update totp set secret = p_new where account_id = p_account and secret = p_old;
end $$;

-- Links to identity providers: whom they know as whom, by a keyed digest of issuer and `sub`.
create or replace function app.own_links() returns table (id int, provider text, linked_at timestamptz, used_at timestamptz)
stable language sql security definer set search_path = pg_catalog, public as $$
  select l.id, l.provider, l.linked_at, l.used_at from account_link l where l.account_id = app.account() order by l.id
$$;
/* Null: that somebody is linked already, to this account or another, or this account to somebody else there. */
create or replace function app.add_link(p_provider text, p_issuer text, p_hashes bytea[], p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_id int;
begin
  if app.account() is null or exists (select from account_link where subject_hash = any (p_hashes)) then return null; end if;
  insert into account_link (account_id, provider, issuer, subject_hash, linked_at)
  values (app.account(), p_provider, p_issuer, p_hashes[1], p_at) on conflict do nothing returning id into v_id;
  return v_id;
end $$;
create or replace function app.remove_link(p_id int) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from account_link where id = p_id and account_id = app.account();
  return found;
end $$;
create or replace function app.find_link(p_hashes bytea[]) returns table (id int, login text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select l.id, a.login from account_link l join account a on a.id = l.account_id where l.subject_hash = any (p_hashes)
$$;
/* Whether it is still there: its owner may have taken it away since it was found. */
drop function if exists app.use_link(int, timestamptz);
create or replace function app.use_link(p_id int, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update account_link set used_at = p_at where id = p_id;
  return found;
end $$;
/* Whoever finds the content as it was read puts another in its place: of several at once, one. */
create or replace function app.claim_challenge(p_hash bytea, p_old bytea, p_new bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update sign_in_challenge set content = p_new where hash = p_hash and content = p_old;
  return found;
end $$;
/* What came of a journey, in place of its secrets; null: nothing, and the ticket is void. */
create or replace function app.settle_challenge(p_hash bytea, p_content bytea, p_until timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if p_content is null then
    delete from sign_in_challenge where hash = p_hash;
  else
    update sign_in_challenge set content = p_content, expires_at = p_until where hash = p_hash;
  end if;
end $$;
