-- Administrators: what each of them keeps, rights that take two persons, first access of the staff.
do $$
declare t text;
begin
  foreach t in array array['unit_move', 'grant_proposal', 'staff_code']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

/* Units at which the actor fills an administrator's duty (`system`, `security`) by a grant of his own; he keeps what is
   below them too. */
create or replace function app.kept_units(p_duty text) returns int[] stable language sql as $$
  select coalesce(array_agg(p.ref_id::int), '{}') from principal p
   where p.kind = 'unit' and p.duty = p_duty and p.id = any ((select app.own())::int[])
$$;
create or replace function app.keeps(p_duty text, p_unit int) returns boolean stable language sql as $$
  select exists (select from unit u where u.id = p_unit and u.path && app.kept_units(p_duty))
$$;

-- Units. The root is made when a city is set up, and never here: a new unit has a parent below which it is kept.
drop policy if exists keep_new on unit;
create policy keep_new on unit for insert with check (parent_id is not null and path && (select app.kept_units('system')));
drop policy if exists keep on unit;
create policy keep on unit for update using (path && (select app.kept_units('system')))
  with check (path && (select app.kept_units('system')));

/* What is below a unit goes along when it moves. With the owner's rights: nobody else writes a path. */
create or replace function app.move_below() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
begin
  update unit set path = new.path || path[array_position(path, new.id) + 1:]
   where path @> array[new.id] and id <> new.id;
  return null;
end $$;
create or replace trigger move_below after update of parent_id on unit for each row
  when (old.parent_id is distinct from new.parent_id) execute function app.move_below();

/* What still hangs on a unit, as numbers only: it is not closed before all of it has gone elsewhere. */
create or replace function app.unit_ties(p_unit int, p_at timestamptz)
returns table (units int, accounts int, grants int, projects int, enterprises int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select (select count(*)::int from unit where parent_id = p_unit and (valid_to is null or valid_to > p_at)),
         (select count(*)::int from account where unit_id = p_unit and (closed_at is null or closed_at > p_at)),
         (select count(*)::int from access_grant g join account a on a.id = g.account_id
           where g.unit_id = p_unit and (g.valid_to is null or g.valid_to > p_at) and (a.closed_at is null or a.closed_at > p_at)),
         (select count(*)::int from project where station_id = p_unit and stage not in ('ARCHIVED', 'TERMINATED')),
         (select count(*)::int from enterprise where station_id = p_unit)
   where app.keeps('system', p_unit)
$$;

drop policy if exists see on unit_move;
create policy see on unit_move for select using ((select app.administers()) or (select app.kind()) = 'system');
drop policy if exists move on unit_move;
create policy move on unit_move for insert with check (
  moved_by = (select app.account()) and app.keeps('system', unit_id) and through is null
);
drop policy if exists through on unit_move;
create policy through on unit_move for update using ((select app.kind()) = 'system');

/* What a unit and those below it handled is read by the new parent as by the old one: in every audience in which the old
   parent has a duty the new one gets the same. What is open goes on under the new parent; what is closed stays where it was
   handled (decision 5). Who is barred from a matter has his like barred too. Some hundreds of matters at once, for the
   platform's own actor. Gives how many were changed. */
create or replace function app.share_moved(p_unit int, p_from int, p_to int, p_first bigint, p_last bigint) returns int
language plpgsql as $$
declare
  v_matter bigint;
  v_changed int := 0;
  v_seen record;
begin
  perform app.demand_system();
  for v_matter in select generate_series(p_first, p_last) loop
    perform set_config('app.engine', v_matter::text, true);
    select m.id, m.readers, m.barred, m.phase, m.branch_id, m.opened_at into v_seen from matter m
     where m.id = v_matter and m.station_id in (select u.id from unit u where u.path @> array[p_unit])
       and (m.branch_id = p_from or m.readers && array(select id from principal where kind = 'unit' and ref_id = p_from))
       for update;
    continue when v_seen.id is null;
    update matter_audience a set readers = app.like_readers(a.readers, p_from, p_to) where a.matter_id = v_matter;
    update matter m set readers = app.like_readers(m.readers, p_from, p_to), barred = app.like_readers(m.barred, p_from, p_to),
           branch_id = case when m.phase <> 'closed' and m.branch_id = p_from then p_to else m.branch_id end
     where m.id = v_matter;
    insert into matter_guest (principal, opened_at, matter_id)
    select p.id, v_seen.opened_at, v_matter from principal p
     where p.kind = 'unit' and p.ref_id = p_to and p.duty not in ('chief', 'office')
       and p.id = any ((select m.readers from matter m where m.id = v_matter)::int[])
    on conflict do nothing;
    v_changed := v_changed + 1;
  end loop;
  perform set_config('app.engine', '', true);
  return v_changed;
end $$;
/* Readers, and for each duty of one unit among them the same duty of another. */
create or replace function app.like_readers(p_readers int[], p_from int, p_to int) returns int[] stable language sql as $$
  select coalesce(array_agg(distinct id order by id), '{}') from (
    select unnest(p_readers) as id
    union all
    select n.id from principal o join principal n on n.kind = 'unit' and n.ref_id = p_to and n.duty = o.duty
     where o.kind = 'unit' and o.ref_id = p_from and o.id = any (p_readers)) found
$$;

/* The actor is system administrator of the whole city: limits, calendar and modules hold everywhere. */
create or replace function app.keeps_city() returns boolean stable language sql as $$
  select exists (select from unit u where u.parent_id is null and u.id = any (app.kept_units('system')))
$$;

-- A version is never changed; one that has not begun may be taken back: it never was.
drop policy if exists set on limit_rule;
create policy set on limit_rule for insert with check (set_by = (select app.account()) and (select app.keeps_city()));
drop policy if exists unset on limit_rule;
create policy unset on limit_rule for delete using (set_by is not null and (select app.keeps_city()));

-- Accounts of the staff: made and closed by whoever keeps the accounts of their unit, never his own.
drop policy if exists keep_new on account;
create policy keep_new on account for insert with check (kind = 'staff' and app.keeps('security', unit_id));
drop policy if exists keep on account;
create policy keep on account for update using (
  kind = 'staff' and app.keeps('security', unit_id) and id <> (select app.account())
) with check (kind = 'staff' and app.keeps('security', unit_id));

-- Rights of the staff, for those who administer them; who is what at a firm is the firm's.
drop policy if exists see_administered on access_grant;
create policy see_administered on access_grant for select using (unit_id is not null and (select app.administers()));

drop policy if exists see on grant_proposal;
create policy see on grant_proposal for select using ((select app.administers()) or account_id = (select app.account()));
drop policy if exists propose on grant_proposal;
create policy propose on grant_proposal for insert with check (
  state = 'PROPOSED' and proposed_by = (select app.account()) and app.keeps('security', unit_id)
);
-- Refused by somebody else, taken back by whoever proposed it. An approval goes through `app.approve_grant` only.
drop policy if exists decide on grant_proposal;
create policy decide on grant_proposal for update using (
  state = 'PROPOSED' and (app.keeps('security', unit_id) or app.keeps('system', unit_id))
) with check (state in ('REFUSED', 'WITHDRAWN') and decided_by = (select app.account()));

/* The second person: another administrator of the unit. Whoever comes second waits for the row and finds it decided. Gives
   the grant, or null when there is no open proposal that the actor may approve. */
create or replace function app.approve_grant(p_proposal int, p_from timestamptz, p_to timestamptz, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_proposal grant_proposal;
  v_grant int;
begin
  select * into v_proposal from grant_proposal where id = p_proposal and state = 'PROPOSED' for update;
  if not found or not (app.keeps('security', v_proposal.unit_id) or app.keeps('system', v_proposal.unit_id))
     or app.account() in (v_proposal.proposed_by, v_proposal.account_id) then
    return null;
  end if;
  insert into access_grant (account_id, role, unit_id, valid_from, valid_to)
  values (v_proposal.account_id, v_proposal.role, v_proposal.unit_id, p_from, p_to) returning id into v_grant;
  update grant_proposal set state = 'APPROVED', decided_by = app.account(), decided_at = p_at, grant_id = v_grant
   where id = p_proposal;
  return v_grant;
end $$;

/* Takes rights back: one, or all that an account still has. Fewer rights need no second person; nobody takes back his own.
   Gives how many ended. */
create or replace function app.end_grants(p_account int, p_grant int, p_reason text, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_count int;
begin
  update access_grant g set valid_to = greatest(p_at, g.valid_from), ended_by = app.account(), end_reason = p_reason
   where g.account_id = p_account and (p_grant is null or g.id = p_grant) and g.unit_id is not null
     and (g.valid_to is null or g.valid_to > p_at) and p_account <> app.account() and app.keeps('security', g.unit_id);
  get diagnostics v_count = row_count;
  return v_count;
end $$;

/* Whose sign-in waits because of wrong trials, among the staff whose accounts the actor keeps. */
create or replace function app.locked_staff(p_since timestamptz, p_trials int) returns table (account_id int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select a.id from account a
   where a.kind = 'staff' and cardinality(app.kept_units('security')) > 0 and app.keeps('security', a.unit_id)
     and (select count(*) from sign_in_failure f where f.login = 'login:' || app.plain_login(a.login) and f.at > p_since) >= p_trials
$$;
create or replace function app.unlock_staff(p_account int) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_count int;
begin
  delete from sign_in_failure f using account a
   where a.id = p_account and a.kind = 'staff' and a.id <> app.account() and app.keeps('security', a.unit_id)
     and (f.login = 'login:' || app.plain_login(a.login) or starts_with(f.login, 'device:' || a.id || ':'));
  get diagnostics v_count = row_count;
  return v_count;
end $$;

drop policy if exists see on staff_code;
create policy see on staff_code for select using (
  exists (select from account a where a.id = account_id and app.keeps('security', a.unit_id))
);
drop policy if exists issue on staff_code;
create policy issue on staff_code for insert with check (
  issued_by = (select app.account())
  and exists (select from account a where a.id = account_id and a.kind = 'staff' and app.keeps('security', a.unit_id))
);
drop policy if exists void on staff_code;
create policy void on staff_code for update using (
  redeemed_at is null and ended_at is null
  and exists (select from account a where a.id = account_id and app.keeps('security', a.unit_id))
) with check (ended_at is not null);

/* Redeems a code together with the police number it was given out for: the account gets its password, earlier sessions end.
   A code is worth as much as whoever gave it out: nothing once he keeps the account no more. It never stands for a second
   factor, which the caller asks for; whoever comes in by a provider's word alone has none of ours, and needs no password.
   Gives the account, or null: wrong, used, expired and foreign codes have one answer. */
create or replace function app.redeem_staff_code(p_hashes bytea[], p_number text, p_password_hash text, p_at timestamptz)
returns int language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_code staff_code;
begin
  select c.* into v_code from staff_code c join account a on a.id = c.account_id
   where c.code_hash = any (p_hashes) and app.plain_number(a.police_number) = p_number and a.kind = 'staff'
     and (a.closed_at is null or a.closed_at > p_at)
     and c.redeemed_at is null and c.ended_at is null and c.expires_at > p_at
     and app.is_at_work(c.issued_by, p_at)
     and (not exists (select from account_link l where l.account_id = a.id)
       or exists (select from totp t where t.account_id = a.id and t.confirmed_at is not null)
       or exists (select from passkey k where k.account_id = a.id))
     and exists (select from access_grant g join unit u on u.id = a.unit_id
                  where g.account_id = c.issued_by and g.role = 'SEC_ADMIN' and g.unit_id = any (u.path)
                    and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at))
     for update of c;
  if not found then return null; end if;
  update staff_code set redeemed_at = p_at where id = v_code.id;
  perform app.set_password(v_code.account_id, p_password_hash, null, p_at);
  return v_code.account_id;
end $$;

/* Whoever corrects an account, by hand, by a list or of his own: the next one has to have seen it. */
create or replace function app.count_correction() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end $$;
create or replace trigger count_correction before update of duty_name, unit_id, duty_phone, sealed_phone, closed_at on account
  for each row when ((old.duty_name, old.unit_id, old.duty_phone, old.sealed_phone, old.closed_at)
    is distinct from (new.duty_name, new.unit_id, new.duty_phone, new.sealed_phone, new.closed_at))
  execute function app.count_correction();

do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant insert (code, name, short_name, tier, department, parent_id, area_code, duty_phone, valid_from) on unit to %I', r);
  execute format('grant update (name, short_name, parent_id, area_code, duty_phone, valid_to, version) on unit to %I', r);
  execute format('grant select, insert on unit_move to %I', r);
  execute format('grant update (through, matters) on unit_move to %I', r);
  execute format('grant select, insert on grant_proposal to %I', r);
  execute format('grant update (state, decided_by, decided_at, note) on grant_proposal to %I', r);
  execute format('grant select (id, account_id, issued_by, issued_at, expires_at, redeemed_at, ended_at) on staff_code to %I', r);
  execute format('grant insert (account_id, issued_by, issued_at, expires_at, code_hash) on staff_code to %I', r);
  execute format('grant update (ended_at) on staff_code to %I', r);
end $$;
