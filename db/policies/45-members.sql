-- First access and members: who may give out codes, what a code does, and how somebody leaves.
do $$
declare t text;
begin
  foreach t in array array['access_code', 'service_plan', 'service_plan_word']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

-- The actor binds the firm of this session: a relation of his own, never a lent one.
create or replace function app.binds_firm() returns boolean stable language sql as $$
  select exists (select from principal p where p.kind = 'enterprise' and p.ref_id = (select app.firm()) and p.duty = 'rep'
    and p.id = any ((select app.own())::int[]))
$$;
-- The actor speaks for the firm of this session: legal representative or liaison.
create or replace function app.speaks_for_firm() returns boolean stable language sql as $$
  select exists (select from principal p where p.kind = 'enterprise' and p.ref_id = (select app.firm()) and p.duty = 'desk'
    and p.id = any ((select app.own())::int[]))
$$;
-- The actor gives this firm its first access: officers of its projects, the chief of its station, the program office.
create or replace function app.serves_firm(p_enterprise int) returns boolean stable language sql as $$
  select (select app.kind()) = 'staff' and (
    exists (select from enterprise e where e.id = p_enterprise and (e.station_id = any ((select app.offices())::int[])
      or exists (select from principal p where p.kind = 'unit' and p.ref_id = e.station_id and p.duty = 'chief'
        and p.id = any ((select app.p())::int[]))))
    or exists (select from project_enterprise pe join principal p on p.kind = 'project' and p.ref_id = pe.project_id
        and p.duty in ('a', 'officers')
      where pe.enterprise_id = p_enterprise and p.id = any ((select app.p())::int[])))
$$;

drop policy if exists definer on access_code;
create policy definer on access_code to current_user using (true) with check (true);
drop policy if exists see on access_code;
create policy see on access_code for select using (
  enterprise_id = (select app.firm()) and (select app.speaks_for_firm())
  or kind = 'FIRST' and app.serves_firm(enterprise_id)
);
drop policy if exists issue on access_code;
create policy issue on access_code for insert with check (
  proposed_by = (select app.account()) and (issued_by is null or issued_by = (select app.account())) and (
    kind = 'FIRST' and code_hash is not null and app.serves_firm(enterprise_id)
    or kind = 'INVITE' and enterprise_id = (select app.firm())
      and ((select app.binds_firm()) or code_hash is null and (select app.speaks_for_firm()))
  )
);
drop policy if exists change on access_code;
create policy change on access_code for update using (
  redeemed_at is null and ended_at is null and (
    kind = 'FIRST' and app.serves_firm(enterprise_id)
    or kind = 'INVITE' and enterprise_id = (select app.firm())
      and ((select app.binds_firm()) or proposed_by = (select app.account()) and (select app.speaks_for_firm()))
  )
) with check (
  -- Whoever only proposed may take it back; a code comes from whoever binds the firm.
  kind = 'FIRST' or (select app.binds_firm()) or ended_at is not null
);

/* Whether a code's giver still could have given it, for the functions below: of the police whoever is at work, of a firm
   whoever binds it. What somebody takes along when he leaves opens nothing. */
create or replace function app.is_given(p_code access_code, p_at timestamptz) returns boolean stable language sql as $$
  select app.is_at_work(p_code.issued_by, p_at) and (p_code.kind = 'FIRST' or exists (
    select from public.access_grant g join public.role r on r.code = g.role
     where g.account_id = p_code.issued_by and g.enterprise_id = p_code.enterprise_id and 'rep' = any (r.duties)
       and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)))
$$;

/* The code that somebody holds in his hand, as long as it opens something. Both are asked for together, so that a code
   of another firm is no code. */
create or replace function app.find_code(p_hashes bytea[], p_uscc text, p_at timestamptz)
returns table (id int, enterprise_id int, kind text, role text, duty_name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select c.id, c.enterprise_id, c.kind, c.role, c.duty_name
    from access_code c join enterprise e on e.id = c.enterprise_id
   where c.code_hash = any (p_hashes) and e.uscc = p_uscc
     and c.redeemed_at is null and c.ended_at is null and c.expires_at > p_at and app.is_given(c, p_at)
$$;

/* Redeems a code for an account that has shown its password, or for a new one. Whoever comes second waits for the row and
   then finds no open code: `refused`. A firm has one legal representative: a new one takes the place of the old one. */
create or replace function app.redeem_code(p_hashes bytea[], p_uscc text, p_account int, p_login text, p_duty_name text,
  p_duty_phone text, p_password_hash text, p_at timestamptz, out outcome text, out account_id int, out enterprise_id int)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_code access_code;
begin
  select c.* into v_code from access_code c join enterprise e on e.id = c.enterprise_id
   where c.code_hash = any (p_hashes) and e.uscc = p_uscc
     and c.redeemed_at is null and c.ended_at is null and c.expires_at > p_at and app.is_given(c, p_at)
     for update of c;
  if not found then
    outcome := 'refused';
    return;
  end if;
  enterprise_id := v_code.enterprise_id;
  account_id := p_account;
  if account_id is null then
    insert into account (kind, login, duty_name, duty_phone, password_hash, password_at, created_at)
    values ('member', p_login, coalesce(v_code.duty_name, p_duty_name), p_duty_phone, p_password_hash, p_at, p_at)
    on conflict do nothing returning id into account_id;
    if account_id is null then
      outcome := 'loginTaken';
      return;
    end if;
  elsif not exists (select from account a where a.id = p_account and a.kind = 'member' and (a.closed_at is null or a.closed_at > p_at)) then
    outcome := 'refused';
    return;
  end if;
  perform pg_advisory_xact_lock(14, v_code.enterprise_id);
  if v_code.role = 'ENT_LEGAL_REP' then
    perform app.take_grants(array(select g.account_id from access_grant g
      where g.enterprise_id = v_code.enterprise_id and g.role = 'ENT_LEGAL_REP' and g.account_id <> redeem_code.account_id),
      v_code.enterprise_id, 'ENT_LEGAL_REP', p_at);
  end if;
  insert into access_grant (account_id, role, enterprise_id, valid_from)
  select redeem_code.account_id, v_code.role, v_code.enterprise_id, p_at
   where not exists (select from access_grant g where g.account_id = redeem_code.account_id and g.role = v_code.role
     and g.enterprise_id = v_code.enterprise_id and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at));
  update access_code c set redeemed_at = p_at, redeemed_by = redeem_code.account_id where c.id = v_code.id;
  outcome := 'ok';
end $$;

/* Ends roles of some accounts at a firm (all of them without `p_role`), and their sessions there when nothing is left.
   For the functions around it only. */
create or replace function app.take_grants(p_accounts int[], p_enterprise int, p_role text, p_at timestamptz) returns void
language sql set search_path = pg_catalog, public as $$
  update access_grant set valid_to = greatest(p_at, valid_from)
   where account_id = any (p_accounts) and enterprise_id = p_enterprise and (p_role is null or role = p_role)
     and (valid_to is null or valid_to > p_at);
  update session s set ended_at = p_at, end_reason = 'GRANT'
   where s.account_id = any (p_accounts) and s.enterprise_id = p_enterprise and s.ended_at is null
     and not exists (select from access_grant g where g.account_id = s.account_id and g.enterprise_id = p_enterprise
       and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
$$;

/* Somebody leaves the firm of this session, or has another role there from now on (`p_role`). Only by whoever binds the
   firm; leaving, also by oneself. The legal representative's place is given by the police, with a first code. */
create or replace function app.change_member(p_account int, p_role text, p_at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_firm int := app.firm();
  v_held text[];
begin
  if v_firm is null or not (app.binds_firm() or p_role is null and p_account = app.account()) then
    raise exception 'only whoever binds the firm changes its members' using errcode = '42501';
  end if;
  if p_role is not null and p_role not in ('ENT_LIAISON', 'ENT_SECURITY', 'ENT_HR') then
    raise exception 'no role to give: %', p_role using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(14, v_firm);
  select array_agg(role) into v_held from access_grant
   where account_id = p_account and enterprise_id = v_firm and valid_from <= p_at and (valid_to is null or valid_to > p_at);
  if v_held is null then return 'gone'; end if;
  -- Without a legal representative nobody could bind the firm, nor name anybody.
  if 'ENT_LEGAL_REP' = any (v_held) and not exists (select from access_grant g where g.enterprise_id = v_firm
      and g.role = 'ENT_LEGAL_REP' and g.account_id <> p_account and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)) then
    return 'lastRepresentative';
  end if;
  if p_role is not null and v_held = array[p_role] then return 'ok'; end if;
  if p_role is not null then
    insert into access_grant (account_id, role, enterprise_id, valid_from) values (p_account, p_role, v_firm, p_at);
    update access_grant set valid_to = greatest(p_at, valid_from)
     where account_id = p_account and enterprise_id = v_firm and role <> p_role and (valid_to is null or valid_to > p_at);
  else
    perform app.take_grants(array[p_account], v_firm, null, p_at);
  end if;
  return 'ok';
end $$;

/* Corrects how somebody of the firm of this session is called: whoever binds the firm, or he himself. Who acts for other
   firms too is called the same there, so that only he decides. */
create or replace function app.rename_member(p_account int, p_name text, p_at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_firm int := app.firm();
begin
  if v_firm is null or not (app.binds_firm() or p_account = app.account()) then
    raise exception 'only whoever binds the firm corrects its members' using errcode = '42501';
  end if;
  if not exists (select from access_grant where account_id = p_account and enterprise_id = v_firm
      and valid_from <= p_at and (valid_to is null or valid_to > p_at)) then
    return 'gone';
  end if;
  if p_account <> app.account() and exists (select from access_grant where account_id = p_account
      and enterprise_id <> v_firm and (valid_to is null or valid_to > p_at)) then
    return 'actsElsewhere';
  end if;
  update account set duty_name = p_name where id = p_account and kind = 'member';
  return 'ok';
end $$;

/* The firms that somebody acts for at an instant, with their names, the oldest first: after a right password, or for oneself. */
create or replace function app.firms_of(p_account int, p_at timestamptz) returns table (id int, name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select e.id, e.name from enterprise e
   where (app.account() is null or app.account() = p_account)
     and exists (select from access_grant g where g.account_id = p_account and g.enterprise_id = e.id
       and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
   order by e.id
$$;

/* An open member's account by its login, with a role somewhere or without: to add a firm to it by a code. Held like that of
   whoever signs in. */
create or replace function app.find_member(p_login text, p_at timestamptz) returns table (id int, password_hash text)
language sql security definer set search_path = pg_catalog, public as $$
  select a.id, a.password_hash from account a
   where app.plain_login(a.login) = p_login and a.kind = 'member' and (a.closed_at is null or a.closed_at > p_at) for share
$$;

/* Who speaks for a firm now, by duty name, for whoever gives it its first access: staff see no grants of others. */
create or replace function app.holders_of(p_enterprise int, p_at timestamptz) returns table (role text, duty_name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select g.role, a.duty_name from access_grant g join account a on a.id = g.account_id
   where app.serves_firm(p_enterprise) and g.enterprise_id = p_enterprise and g.role in ('ENT_LEGAL_REP', 'ENT_LIAISON')
     and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at) and (a.closed_at is null or a.closed_at > p_at)
   order by a.duty_name
$$;
