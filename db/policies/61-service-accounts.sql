-- Other systems: kept by the security administrator, approved by a second one, and walled in whatever they ask for.
do $$
declare t text;
begin
  foreach t in array array['service_account', 'service_key']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

-- Whoever works here may know which system has done something.
drop policy if exists see_service on account;
create policy see_service on account for select using (kind = 'service' and (select app.kind()) = 'staff');
drop policy if exists keep_service on account;
create policy keep_service on account for insert with check (kind = 'service' and app.keeps('security', unit_id));

drop policy if exists see on service_account;
create policy see on service_account for select using ((select app.administers()));
drop policy if exists propose on service_account;
create policy propose on service_account for insert with check (
  state = 'PROPOSED' and proposed_by = (select app.account())
  and exists (select from account a where a.id = account_id and a.kind = 'service' and app.keeps('security', a.unit_id))
);
-- The second person: another administrator of the unit.
drop policy if exists decide on service_account;
create policy decide on service_account for update using (
  state = 'PROPOSED' and proposed_by <> (select app.account())
  and exists (select from account a where a.id = account_id and (app.keeps('security', a.unit_id) or app.keeps('system', a.unit_id)))
) with check (state in ('ACTIVE', 'REFUSED') and decided_by = (select app.account()));
-- Fewer rights need no second person.
drop policy if exists revoke on service_account;
create policy revoke on service_account for update using (
  state in ('PROPOSED', 'ACTIVE')
  and exists (select from account a where a.id = account_id and app.keeps('security', a.unit_id))
) with check (state = 'REVOKED' and revoked_by = (select app.account()));

drop policy if exists see on service_key;
create policy see on service_key for select using ((select app.administers()));
drop policy if exists issue on service_key;
create policy issue on service_key for insert with check (
  issued_by = (select app.account())
  and exists (select from service_account s join account a on a.id = s.account_id
               where s.account_id = service_key.account_id and s.state = 'ACTIVE' and app.keeps('security', a.unit_id))
);
drop policy if exists finish on service_key;
create policy finish on service_key for update using (
  ended_at is null and exists (select from account a where a.id = account_id and app.keeps('security', a.unit_id))
) with check (ended_at is not null and ended_by = (select app.account()));

/* What was refused or revoked ties no unit any more: its account is closed, whoever of the two administrators said so. */
create or replace function app.close_service_account() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
begin
  update account set closed_at = coalesce(new.revoked_at, new.decided_at) where id = new.account_id and closed_at is null;
  return null;
end $$;
create or replace trigger close_service_account after update of state on service_account for each row
  when (new.state in ('REFUSED', 'REVOKED')) execute function app.close_service_account();

/* Sets another system as the actor. It holds no role and no right of an officer: of its unit and those below it what their
   program offices arrange, through the walls below, and of it only what its operations are about. Null, and then nobody
   acts, for an account that is not in force. */
create or replace function app.enter_service_account(p_account int, p_at timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_service service_account;
  v_account account;
  v_offices int[];
  v_principals int[];
begin
  perform app.leave();
  select * into v_service from service_account where account_id = p_account and state = 'ACTIVE';
  if not found then return null; end if;
  select * into v_account from account where id = p_account and (closed_at is null or closed_at > p_at);
  if not found then return null; end if;
  select coalesce(array_agg(id), '{}') into v_offices from unit where path && array[v_account.unit_id];
  select coalesce(array_agg(id), '{}') into v_principals from principal
   where kind = 'account' and ref_id = v_account.id and duty = 'self'
      or kind = 'unit' and ref_id = any (v_offices) and duty = 'office';
  perform set_config('app.account', v_account.id::text, true), set_config('app.kind', 'service', true),
          set_config('app.p', v_principals::text, true), set_config('app.own', v_principals::text, true),
          set_config('app.units', v_offices::text, true), set_config('app.offices', v_offices::text, true),
          set_config('app.procedures', v_service.procedures::text, true);
  return jsonb_build_object('accountId', v_account.id, 'kind', 'service', 'dutyName', v_account.duty_name,
    'locale', v_account.locale, 'unitId', v_account.unit_id, 'enterpriseId', null, 'roles', '[]'::jsonb,
    'principals', to_jsonb(v_principals), 'units', to_jsonb(v_offices), 'offices', to_jsonb(v_offices),
    'projects', '[]'::jsonb, 'coversCity', false, 'administers', false, 'scopes', to_jsonb(v_service.scopes));
end $$;

/* The same by a key. `refused` stands in the answer, and nobody acts, when the key is known and not good here and now; null
   for a key that does not exist. */
create or replace function app.enter_service(p_key_hash bytea, p_address text, p_at timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_key service_key;
  v_service service_account;
  v_actor jsonb;
  v_refused text;
begin
  perform app.leave();
  select * into v_key from service_key where key_hash = p_key_hash;
  if not found then return null; end if;
  select * into v_service from service_account where account_id = v_key.account_id;
  v_actor := app.enter_service_account(v_key.account_id, p_at);
  v_refused := case
    when v_actor is null then 'serviceEnded'
    when v_key.ended_at is not null then 'keyEnded'
    when v_key.expires_at <= p_at then 'keyExpired'
    when v_service.addresses <> '{}'
      and not coalesce(p_address::inet <<= any (v_service.addresses::inet[]), false) then 'addressNotAllowed'
  end;
  if v_refused is not null then
    perform app.leave();
    return jsonb_build_object('accountId', v_key.account_id, 'kind', 'service', 'dutyName', '', 'locale', 'zh-CN',
      'unitId', (select unit_id from account where id = v_key.account_id), 'enterpriseId', null, 'roles', '[]'::jsonb,
      'principals', '[]'::jsonb, 'units', '[]'::jsonb, 'offices', '[]'::jsonb, 'projects', '[]'::jsonb,
      'coversCity', false, 'administers', false, 'scopes', '[]'::jsonb, 'refused', v_refused);
  end if;
  -- Once a minute is enough, and two calls at once do not wait for each other.
  update service_key set last_used_at = p_at
   where id = (select k.id from service_key k where k.id = v_key.id
                  and (k.last_used_at is null or k.last_used_at < p_at - interval '1 minute') for update skip locked);
  return v_actor;
end $$;

-- Kinds of matters that the acting system's operations tell of.
create or replace function app.procedures() returns text[] stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.procedures', true), '')::text[], '{}') $$;

do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant insert (kind, login, duty_name, unit_id, created_at) on account to %I', r);
  execute format('grant select, insert on service_account to %I', r);
  execute format('grant update (state, decided_by, decided_at, note, revoked_by, revoked_at, revoke_reason) on service_account to %I', r);
  execute format('grant select (id, account_id, slot, prefix, issued_by, issued_at, expires_at, last_used_at, ended_at, ended_by)
    on service_key to %I', r);
  execute format('grant insert (account_id, slot, prefix, key_hash, issued_by, issued_at, expires_at) on service_key to %I', r);
  execute format('grant update (ended_at, ended_by) on service_key to %I', r);
end $$;
