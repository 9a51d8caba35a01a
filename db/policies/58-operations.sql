-- Sealing of the audit, and what the command-line tool does as the owner of the database.
do $$
declare t text;
begin
  foreach t in array array['audit_batch', 'audit_open', 'operation_run']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

/* Backup and proof read every row, as the owner who has signed in himself. In a definer function the session is the
   application's: there this policy opens nothing. */
do $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'public' and tablename <> 'huhang_migration'
  loop
    execute format('drop policy if exists owner_signed_in on %I', t);
    execute format('create policy owner_signed_in on %I for select to current_user using (session_user = current_user)', t);
  end loop;
end $$;

-- Every new row is open until it is in a batch, whoever wrote it.
create or replace function app.open_audit_rows() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into audit_open (audit_id) select id from fresh;
  return null;
end $$;
drop trigger if exists opened on audit;
create trigger opened after insert on audit referencing new table as fresh
  for each statement execute function app.open_audit_rows();

/* The next rows to be sealed, in the order of their numbers. One sealer at a time: a second one finds nothing. */
create or replace function app.take_open_audit(p_most int) returns setof audit
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  if not pg_try_advisory_xact_lock(1213548615, 5) then return; end if;
  return query select a.* from audit_open o join audit a on a.id = o.audit_id order by o.audit_id limit p_most;
end $$;

/* How a batch ends the chain: its number, and its head. */
create or replace function app.last_audit_batch(out no int, out head bytea)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  select b.no, b.head into no, head from audit_batch b order by b.no desc limit 1;
end $$;

create or replace function app.seal_audit(p_no int, p_ids bigint[], p_first timestamptz, p_last timestamptz, p_digest bytea,
  p_key text, p_head bytea, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  insert into audit_batch (no, rows, row_count, first_at, last_at, digest, key_id, head, sealed_at)
  select p_no, range_agg(int8range(i, i, '[]')), cardinality(p_ids), p_first, p_last, p_digest, p_key, p_head, p_at
    from unnest(p_ids) i;
  delete from audit_open where audit_id = any (p_ids);
end $$;

/* Batches from a number on, for what is kept of them outside the database. */
create or replace function app.audit_batches(p_after int) returns table (no int, row_count int, last_at timestamptz, head bytea)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query select b.no, b.row_count, b.last_at, b.head from audit_batch b where b.no > p_after order by b.no;
end $$;

/* Of some rows, known by their uid, those that are in a batch. */
create or replace function app.sealed_audit(p_uids uuid[]) returns table (uid uuid, hmac bytea)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query select a.uid, a.hmac from audit a
    where a.uid = any (p_uids) and not exists (select from audit_open o where o.audit_id = a.id);
end $$;

/* Gives up the oldest batches whose rows are all older than an instant; gives the number of rows. The batch itself stays,
   so that the chain can be followed over it. */
create or replace function app.retire_audit(p_before timestamptz, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_batch audit_batch;
  v_rows int := 0;
begin
  perform app.demand_system();
  for v_batch in select * from audit_batch where retired_at is null order by no for update
  loop
    exit when v_batch.last_at >= p_before;
    delete from audit where id in (select generate_series(lower(r), upper(r) - 1) from unnest(v_batch.rows) r);
    v_rows := v_rows + v_batch.row_count;
    update audit_batch set retired_at = p_at where no = v_batch.no;
  end loop;
  return v_rows;
end $$;

do $$ begin
  execute format('grant select on operation_run to %I', current_setting('huhang.app_role'));
end $$;

-- Administrators see what was done to the installation, and when it was last backed up; the platform itself, when it was
-- restored.
drop policy if exists see on operation_run;
create policy see on operation_run for select using (
  (select app.administers()) or (select app.auditor()) or kind = 'RESTORE' and (select app.kind()) = 'system'
);

alter table admin_link enable row level security;
alter table admin_link force row level security;
drop policy if exists definer on admin_link;
create policy definer on admin_link to current_user using (true) with check (true);

/* Whoever holds the link becomes what it says, once, under an account of his own at the city's unit. A second one at the
   same moment waits for the row and is then `refused`, like every wrong, used, old or replaced link. */
create or replace function app.redeem_admin_link(p_hashes bytea[], p_login text, p_duty_name text, p_password_hash text,
  p_at timestamptz, out outcome text, out account_id int)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_link admin_link;
  v_unit int;
begin
  select l.* into v_link from admin_link l
   where l.code_hash = any (p_hashes) and l.used_at is null and l.ended_at is null and l.expires_at > p_at for update;
  select u.id into v_unit from unit u where u.parent_id is null order by u.id limit 1;
  if v_link.id is null or v_unit is null then
    outcome := 'refused';
    return;
  end if;
  insert into account (kind, login, duty_name, unit_id, password_hash, created_at)
  values ('staff', p_login, p_duty_name, v_unit, p_password_hash, p_at)
  on conflict do nothing returning id into account_id;
  if account_id is null then
    outcome := 'loginTaken';
    return;
  end if;
  insert into access_grant (account_id, role, unit_id, valid_from) values (redeem_admin_link.account_id, v_link.role, v_unit, p_at);
  update admin_link l set used_at = p_at, used_by = redeem_admin_link.account_id where l.id = v_link.id;
  outcome := 'ok';
end $$;

/* The office that a link is for, as long as it could be used; null for every wrong, used, old or replaced one. */
drop function if exists app.find_admin_link(bytea[], timestamptz);
create or replace function app.find_admin_link(p_hashes bytea[], p_at timestamptz) returns text
stable language sql security definer set search_path = pg_catalog, public as $$
  select l.role from admin_link l
   where l.code_hash = any (p_hashes) and l.used_at is null and l.ended_at is null and l.expires_at > p_at
$$;

/* How far the setting up of an installation has come: counts of nobody in particular, for whoever administers it. */
create or replace function app.setup_counts(p_at timestamptz) returns jsonb
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not app.administers() then raise exception 'only administrators may ask' using errcode = '42501'; end if;
  return jsonb_build_object(
    'units', (select count(*) from unit u where u.valid_to is null or u.valid_to > p_at),
    'administrators', (select count(distinct g.role) from access_grant g
      where g.role in ('SYS_ADMIN', 'SEC_ADMIN', 'AUDIT_ADMIN') and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)),
    'topics', (select count(*) from topic),
    -- Topics that no department answers: nobody can be asked about them.
    'unanswered', (select count(*) from topic t where not exists (select from unit u
      where u.department = t.department and (u.valid_to is null or u.valid_to > p_at))),
    -- People of the business, each with a right.
    'staff', (select count(distinct g.account_id) from access_grant g join account a on a.id = g.account_id
      where a.kind = 'staff' and g.role not in ('SYS_ADMIN', 'SEC_ADMIN', 'AUDIT_ADMIN')
        and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)),
    'years', (select coalesce(jsonb_agg(year order by year), '[]') from calendar_year),
    'rules', (select count(*) from limit_rule),
    'firms', (select count(*) from enterprise),
    'members', (select count(*) from account a where a.kind = 'member'),
    'backup', (select max(ended_at) from operation_run where kind = 'BACKUP' and outcome = 'DONE'),
    'sealed', (select max(sealed_at) from audit_batch));
end $$;
