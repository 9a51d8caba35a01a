-- Imports: what was read belongs to the uploader and his office; what is written stays within the units he arranges.
do $$
declare t text;
begin
  foreach t in array array['import_batch', 'import_row', 'import_write', 'import_work', 'project_contact']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  -- The owner's own policy serves the definer function below, which also takes a new project's history away with it.
  foreach t in array array['import_batch', 'import_row', 'import_write', 'import_work', 'project_contact', 'project_change', 'project_evidence']
  loop
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

drop policy if exists see on import_batch;
create policy see on import_batch for select using (
  uploaded_by = (select app.account()) or unit_id = any ((select app.offices())::int[])
);
drop policy if exists upload on import_batch;
create policy upload on import_batch for insert with check (
  uploaded_by = (select app.account()) and (select app.kind()) = 'staff'
);
drop policy if exists go_on on import_batch;
create policy go_on on import_batch for update using (
  uploaded_by = (select app.account()) or unit_id = any ((select app.offices())::int[])
) with check (uploaded_by = (select app.account()) or unit_id = any ((select app.offices())::int[]));

-- Rows and writes go with their batch, which the policy above shows or not; they are for people, not for the platform.
drop policy if exists with_batch on import_row;
create policy with_batch on import_row
  using ((select app.kind()) = 'staff' and exists (select from import_batch b where b.id = batch_id))
  with check ((select app.kind()) = 'staff' and exists (select from import_batch b where b.id = batch_id));
drop policy if exists with_batch on import_write;
create policy with_batch on import_write
  using ((select app.kind()) = 'staff' and exists (select from import_batch b where b.id = batch_id))
  with check ((select app.kind()) = 'staff' and exists (select from import_batch b where b.id = batch_id));

-- Work under way goes with its batch too; the platform finds it, counts on, and sets a batch back that could not be done.
drop policy if exists with_batch on import_work;
create policy with_batch on import_work using (exists (select from import_batch b where b.id = batch_id))
  with check (exists (select from import_batch b where b.id = batch_id));
drop policy if exists platform on import_batch;
create policy platform on import_batch using ((select app.kind()) = 'system') with check ((select app.kind()) = 'system');

-- The firm's contact: for those who work with the project, not for everybody who reads one of its matters.
drop policy if exists see on project_contact;
create policy see on project_contact for select using (
  project_id = any ((select app.projects())::int[])
  or exists (select from project p where p.id = project_id and p.station_id = any ((select app.units())::int[]))
);
drop policy if exists keep on project_contact;
create policy keep on project_contact for insert with check (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);
drop policy if exists change on project_contact;
create policy change on project_contact for update using (
  exists (select from project p where p.id = project_id and p.station_id = any ((select app.offices())::int[]))
);

-- Officers of the units that the actor arranges as program office; projects and firms have the same in 44-projects.sql.
drop policy if exists import_new on account;
create policy import_new on account for insert with check (
  kind = 'staff' and unit_id = any ((select app.offices())::int[])
);
drop policy if exists import_change on account;
create policy import_change on account for update using (
  kind = 'staff' and unit_id = any ((select app.offices())::int[]) and id <> (select app.account())
) with check (kind = 'staff' and unit_id = any ((select app.offices())::int[]));
/* Which of some logins anybody has, a firm's person too: for offices, whose lists make accounts. Nothing of whose it is. */
create or replace function app.taken_logins(p_logins text[]) returns setof text
stable language sql security definer set search_path = pg_catalog, public as $$
  select app.plain_login(a.login) from account a
   where cardinality(app.offices()) > 0 and app.plain_login(a.login) = any (p_logins)
$$;
-- Who arranges a unit may know who has which part in it, and gives and ends the three parts that an officer list names.
drop policy if exists see_arranged on access_grant;
create policy see_arranged on access_grant for select using (unit_id = any ((select app.offices())::int[]));
-- Who sponsors is for the city's office to say.
drop policy if exists import_new on access_grant;
create policy import_new on access_grant for insert with check (
  role in ('OFFICER', 'SPECIALIST', 'LEADER') and unit_id = any ((select app.offices())::int[])
  and (role <> 'LEADER' or exists (
    select from unit u where u.parent_id is null and u.id = any ((select app.offices())::int[])))
  and account_id <> (select app.account())
);
drop policy if exists import_end on access_grant;
create policy import_end on access_grant for update using (
  role in ('OFFICER', 'SPECIALIST', 'LEADER') and unit_id = any ((select app.offices())::int[])
  and account_id <> (select app.account())
) with check (role in ('OFFICER', 'SPECIALIST', 'LEADER') and unit_id = any ((select app.offices())::int[]));

/* Firms and projects that a list names by their public codes, wherever they are: a firm of another branch is linked, not
   made twice, and a project of another branch is told to be one. For whoever arranges units, and only what he named. */
create or replace function app.named_firms(p_codes text[]) returns table (id int, uscc text, name text)
stable language sql security definer set search_path = pg_catalog, public as $$
  select e.id, e.uscc, e.name from enterprise e where e.uscc = any (p_codes) and app.offices() <> '{}'
$$;
create or replace function app.named_projects(p_codes text[]) returns table (id int, code text, arranged boolean)
stable language sql security definer set search_path = pg_catalog, public as $$
  select p.id, p.code, p.station_id = any (app.offices()) from project p
   where p.code = any (p_codes) and app.offices() <> '{}'
$$;

/* Takes back the rows p_from to p_to of a batch: what they changed becomes what it was, what they made goes. Gives those
   rows of which something was touched since, and the caller then rolls back: all of it or nothing. The stretches are to be
   called from the end to the beginning, because a row may stand on what an earlier one made. Deleting is for nobody else,
   so this has the owner's rights, for batches that the actor could see and on records that these made. */
drop function if exists app.undo_import(int);
drop function if exists app.undo_import(int, timestamptz, text);
drop function if exists app.undo_import(int, timestamptz);
create or replace function app.undo_import(p_batch int, p_at timestamptz, p_from int, p_to int) returns int[]
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_target text;
  v_columns text;
  v_rows int[];
  v_row int;
  v_touched int[] := '{}';
begin
  perform from import_batch b where b.id = p_batch and b.state = 'UNDOING' and b.swept_at is null
    and (b.uploaded_by = app.account() or b.unit_id = any (app.offices()));
  if not found then raise exception 'no such batch to take back'; end if;
  select w.target into v_target from import_write w where w.batch_id = p_batch and w.row between p_from and p_to
    and w.target not in ('enterprise', 'project', 'project_enterprise', 'project_stage', 'project_contact', 'account', 'access_grant');
  if found then raise exception 'an import does not write %', v_target; end if;

  -- What stands on other records goes before them.
  foreach v_target in array array['project_contact', 'project_enterprise', 'project_stage', 'project', 'enterprise', 'access_grant', 'account']
  loop
    select array_agg(distinct w.row order by w.row desc) into v_rows from import_write w
     where w.batch_id = p_batch and w.row between p_from and p_to and w.target = v_target and w.before is null;
    continue when v_rows is null;
    begin
      v_touched := v_touched || app.undo_made(p_batch, v_target, v_rows);
    exception when foreign_key_violation then
      -- One of them is in use by now: found one by one.
      foreach v_row in array v_rows loop
        begin
          v_touched := v_touched || app.undo_made(p_batch, v_target, array[v_row]);
        exception when foreign_key_violation then
          v_touched := v_touched || v_row;
        end;
      end loop;
    end;
  end loop;

  for v_target, v_columns, v_rows in
    select w.target, (select string_agg(format('%I', k), ', ') from jsonb_object_keys(w.before) k) as columns, array_agg(w.row)
      from import_write w where w.batch_id = p_batch and w.row between p_from and p_to and w.before is not null
     group by 1, 2
  loop
    begin
      v_touched := v_touched || app.undo_changed(p_batch, p_at, v_target, v_columns, v_rows);
    exception when foreign_key_violation or exclusion_violation or unique_violation then
      foreach v_row in array v_rows loop
        begin
          v_touched := v_touched || app.undo_changed(p_batch, p_at, v_target, v_columns, array[v_row]);
        exception when foreign_key_violation or exclusion_violation or unique_violation then
          v_touched := v_touched || v_row;
        end;
      end loop;
    end;
  end loop;
  return array(select distinct r from unnest(v_touched) r order by r);
end $$;

/* Records of one table that rows of a batch made and that still are as they were made go; gives the rows whose record is
   another by now. With its caller's rights: the owner's. */
create or replace function app.undo_made(p_batch int, p_target text, p_rows int[]) returns int[]
language plpgsql set search_path = pg_catalog, public as $$
declare
  v_touched int[];
begin
  if p_target = 'project' then
    delete from project_evidence e using import_write w
     where w.batch_id = p_batch and w.row = any (p_rows) and w.target = 'project' and w.before is null
       and e.project_id = w.ref_id and e.seq = 1;
    delete from project_change c using import_write w
     where w.batch_id = p_batch and w.row = any (p_rows) and w.target = 'project' and w.before is null
       and c.project_id = w.ref_id and c.seq = 1;
  end if;
  execute format($q$
    with w as materialized (
      select row, no, ref_id, after from import_write
       where batch_id = $1 and row = any ($2) and target = $3 and before is null),
    gone as (delete from %1$I t using w where t.%2$I = w.ref_id and to_jsonb(t) @> w.after returning w.row, w.no)
    select coalesce(array_agg(w.row), '{}') from w
     where (select count(*) from gone g where g.row = w.row and g.no = w.no) <> 1$q$,
    p_target, case when p_target in ('project_enterprise', 'project_stage') then 'project_id' else 'id' end)
    into v_touched using p_batch, p_rows, p_target;
  if p_target in ('enterprise', 'project', 'account') then
    delete from principal p using import_write w
     where w.batch_id = p_batch and w.row = any (p_rows) and w.target = p_target and w.before is null
       and p.kind = p_target and p.ref_id = w.ref_id;
  end if;
  return v_touched;
end $$;

/* Records of one table that rows of a batch changed, all in the same columns, become what they were where they still are
   as the batch left them; gives the other rows. Only the columns that the import wrote go back. */
create or replace function app.undo_changed(p_batch int, p_at timestamptz, p_target text, p_columns text, p_rows int[]) returns int[]
language plpgsql set search_path = pg_catalog, public as $$
declare
  v_touched int[];
begin
  execute format($q$
    with w as materialized (
      select row, no, ref_id, before, after from import_write
       where batch_id = $1 and row = any ($2) and target = $3 and before is not null
         and (select string_agg(format('%%I', k), ', ') from jsonb_object_keys(before) k) = $4),
    back as (
      update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(t, w.before))
        from w where t.id = w.ref_id and to_jsonb(t) @> w.after returning w.row, w.no)
    select coalesce(array_agg(w.row), '{}') from w left join back b using (row, no) where b.row is null$q$,
    p_target, p_columns) into v_touched using p_batch, p_rows, p_target, p_columns;
  -- The project's history goes on: taking back is a change of its own.
  if p_target = 'project' then
    with back as (
      update project p set version = p.version + 1 from import_write w
       where w.batch_id = p_batch and w.row = any (p_rows) and w.row <> all (v_touched) and w.target = 'project'
         and w.before is not null and (select string_agg(format('%I', k), ', ') from jsonb_object_keys(w.before) k) = p_columns
         and p.id = w.ref_id
      returning p.id, p.version),
    noted as (
      insert into project_change (project_id, seq, at, kind, actor_id, actor_name)
      select b.id, b.version, p_at, 'CHANGED', app.account(), (select a.duty_name from account a where a.id = app.account())
        from back b returning project_id, seq)
    insert into project_evidence (project_id, seq, note, import_batch_id, taken_back)
      select n.project_id, n.seq, '', p_batch, true from noted n;
  end if;
  return v_touched;
end $$;

/* Forgets what lists of a kind say of persons once they are older than an instant, and with it what taking them back
   would need; gives the number of lists. */
create or replace function app.sweep_imports(p_kind text, p_columns text[], p_before timestamptz, p_at timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_batches int[];
begin
  perform app.demand_system();
  select coalesce(array_agg(id), '{}') into v_batches from (
    select id from import_batch
     where kind = p_kind and swept_at is null and coalesce(applied_at, uploaded_at) < p_before
       and state not in ('READING', 'APPLYING', 'UNDOING') for update) b;
  update import_row set cells = cells - p_columns, "values" = "values" - p_columns,
         changes = coalesce((select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality o(c, n)
                              where c->>'column' <> all (p_columns)), '[]')
   where batch_id = any (v_batches);
  delete from import_write where batch_id = any (v_batches);
  update import_batch set swept_at = p_at, state = case state when 'CHECKED' then 'LAPSED' else state end,
         version = version + 1
   where id = any (v_batches);
  return cardinality(v_batches);
end $$;

do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select, insert on import_batch, import_row, import_write to %I', r);
  execute format('grant update (state, version, applied_by, applied_at, undone_by, undone_at, problem, written, failed,
    heading_row, columns, unknown, dropped, rows) on import_batch to %I', r);
  execute format('grant select, insert, delete on import_work to %I', r);
  execute format('grant update (done, total, attempts, not_before, cancelled_by, cancelled_at) on import_work to %I', r);
  execute format('grant update (verdict, issues, changes) on import_row to %I', r);
  execute format('grant select, insert on project_contact to %I', r);
  execute format('grant update (name, phone) on project_contact to %I', r);
  execute format('grant insert (investment_wan, industry, list_year, import_batch_id),
    update (investment_wan, industry, list_year, import_batch_id) on project to %I', r);
  execute format('grant insert (account_id, role, unit_id, valid_from) on access_grant to %I', r);
  execute format('grant insert (kind, login, duty_name, police_number, unit_id, duty_phone, created_at) on account to %I', r);
  execute format('grant update (duty_name, unit_id, duty_phone) on account to %I', r);
  execute format('grant update (valid_to) on access_grant to %I', r);
end $$;
