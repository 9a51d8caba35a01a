-- Personal values at rest: what the platform's own actor seals anew, and what a person keeps of his own account.

-- Whether a function of these files is at work on what is kept; it says so for its own duration, and the policies that
-- heed it are the owner's alone.
create or replace function app.keeping() returns boolean stable parallel safe language sql as
  $$ select coalesce(current_setting('app.keeping', true), '') = 'on' $$;
create or replace function app.keep(p_on boolean) returns void language sql as
  $$ select set_config('app.keeping', case when p_on then 'on' else '' end, true) $$;
drop policy if exists keeper on entry;
create policy keeper on entry to current_user using ((select app.keeping())) with check ((select app.keeping()));
drop policy if exists keeper on matter;
create policy keeper on matter for select to current_user using ((select app.keeping()));

/* Entries after a place whose words lie readable, as they did once, or under a key other than today's (`p_head`). */
create or replace function app.entries_to_seal(p_head bytea, p_matter bigint, p_seq int, p_limit int)
returns table (matter_id bigint, seq int, procedure text, kind text, name text, form jsonb, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  perform app.keep(true);
  return query
    select e.matter_id, e.seq, m.procedure, e.kind, e.name, e.form, e.sealed
      from entry e join matter m on m.id = e.matter_id
     where (e.matter_id, e.seq) > (p_matter, p_seq)
       and (e.sealed_fields is null or e.sealed is not null and substring(e.sealed from 1 for length(p_head)) <> p_head)
     order by e.matter_id, e.seq limit p_limit;
  perform app.keep(false);
end $$;

drop function if exists app.procedure_of(bigint);

/* Puts the same words back, sealed. What an entry says never changes otherwise. */
create or replace function app.put_sealed(p_matter bigint, p_seq int, p_form jsonb, p_sealed bytea, p_fields text[]) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  perform app.keep(true);
  update entry set form = p_form, sealed = p_sealed, sealed_fields = p_fields where matter_id = p_matter and seq = p_seq;
  perform app.keep(false);
end $$;

/* Telephones of firms' people that lie readable or under another key, held until they are put back: whoever gives another
   one meanwhile comes before or after, and keeps it. */
create or replace function app.phones_to_seal(p_head bytea, p_after int, p_limit int)
returns table (id int, duty_phone text, sealed_phone bytea)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query
    select a.id, a.duty_phone, a.sealed_phone from account a
     where a.kind = 'member' and a.id > p_after
       and (a.duty_phone is not null or substring(a.sealed_phone from 1 for length(p_head)) <> p_head)
     order by a.id limit p_limit for update;
end $$;

/* A member's own telephone, as he gives it: himself, the platform when it seals anew, or with his first access. */
create or replace function app.keep_phone(p_account int, p_sealed bytea, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update account a set sealed_phone = p_sealed, duty_phone = null
   where a.id = p_account and a.kind = 'member'
     and (p_account = app.account() or app.kind() = 'system' or a.sealed_phone is null and a.created_at = p_at);
  return found;
end $$;

/* Contacts of projects that lie readable or under another key: a sealed text is a control character and an envelope in
   base64, of which as many bytes are asked for as make whole letters. Held like telephones. */
create or replace function app.contacts_to_seal(p_head bytea, p_after int, p_limit int)
returns table (id int, project_id int, name text, phone text)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_head text := chr(1) || left(encode(p_head, 'base64'), length(p_head) / 3 * 4);
begin
  perform app.demand_system();
  return query
    select c.id, c.project_id, c.name, c.phone from project_contact c
     where c.id > p_after and (not starts_with(c.name, v_head) or not starts_with(c.phone, v_head))
     order by c.id limit p_limit for update;
end $$;

/* Puts the same contact back, sealed, also where an import keeps what it has written so that it can be taken back. */
create or replace function app.put_contact(p_id int, p_name text, p_phone text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_old jsonb;
  v_new jsonb := jsonb_build_object('name', p_name, 'phone', p_phone);
begin
  perform app.demand_system();
  select jsonb_build_object('name', c.name, 'phone', c.phone) into v_old from project_contact c where c.id = p_id for update;
  update project_contact set name = p_name, phone = p_phone where id = p_id;
  update import_write set after = v_new where target = 'project_contact' and ref_id = p_id and after = v_old;
end $$;

-- Consents and notices are everybody's own. Whether somebody shares his telephone is asked for others by one function.
do $$
declare t text;
begin
  foreach t in array array['consent', 'privacy_notice_shown']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
    execute format('drop policy if exists own on %I', t);
    execute format('create policy own on %I using (account_id = (select app.account())) with check (account_id = (select app.account()))', t);
    execute format('grant select, insert on %I to %I', t, current_setting('huhang.app_role'));
  end loop;
end $$;

/* Whether a firm's person lets his colleagues and the officers who serve the firm see his telephone: so it is told when he
   gives it, and so it stays until he says otherwise. */
create or replace function app.shares_contact(p_account int) returns boolean
stable language sql security definer set search_path = pg_catalog, public as $$
  select coalesce((select c.given from consent c where c.account_id = p_account and c.purpose = 'contactShared'
                    order by c.id desc limit 1), true)
$$;

/* The places on projects that the actor has or had, also where he sees the project no more: for the copy of his own data. */
create or replace function app.own_places() returns table (project text, kind text, valid_from timestamptz, valid_to timestamptz)
stable language sql security definer set search_path = pg_catalog, public as $$
  select p.name, s.kind, s.valid_from, s.valid_to from assignment s join project p on p.id = s.project_id
   where s.account_id = app.account() and app.kind() = 'staff' order by s.id
$$;

/* Whether it was the inspectorate that looked. */
create or replace function app.inspected(p_account int, p_at timestamptz) returns boolean stable language sql as $$
  select exists (select from access_grant g where g.account_id = p_account and g.role = 'INSPECTOR' and g.valid_from <= p_at
    and (g.valid_to is null or g.valid_to > p_at))
$$;

/* Who looked at the actor's account and matters ('me'), or at his firm and those of its matters that he sees ('firm', for its
   desk): unit or firm, never a name; the newest first. Not told, as decision 21 has it: to anybody what he does not see
   himself, and to staff what the inspectorate looks at. What showed him in a list is told by unit, purpose and day at once,
   at the last of its minutes, so that a desk that opens the same page all day does not hide who else looked. */
drop function if exists app.looks_at(text, text[], bigint, int);
create or replace function app.looks_at(p_of text, p_operations text[], p_before bigint, p_limit int)
returns table (id bigint, at timestamptz, unit text, firm text, operation text, purpose text, object text, times int)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_objects text[];
begin
  -- The owner has no policy of his own on matters: this asks with the actor's eyes.
  if p_of = 'me' and app.account() is not null then
    v_objects := array['account:' || app.account()]
      || array(select 'matter:' || m.id from matter m where m.opened_by = app.account() and not m.on_behalf)
      -- His own without a name; who he is stands in no row of the audit about it either.
      || array(select 'matter:' || s.matter_id from matter_party s where s.account_id = app.account() and s.capacity = 'requester');
  elsif p_of = 'firm' and exists (select from principal p where p.kind = 'enterprise' and p.ref_id = app.firm()
      and p.duty = 'desk' and p.id = any (app.p())) then
    v_objects := array['enterprise:' || app.firm()]
      || array(select 'matter:' || m.id from matter m where m.enterprise_id = app.firm());
  end if;
  return query
    with single as (
      select a.id, a.at, a.unit_id, a.enterprise_id, a.operation, a.purpose, a.object, 1 as times
        from audit a
       where a.object = any (v_objects) and a.operation = any (p_operations) and a.status = 200
         and a.account_id <> app.account() and (p_before is null or a.id < p_before)
         and not (app.kind() = 'staff' and app.inspected(a.account_id, a.at))
       order by a.id desc limit p_limit
    ), together as (
      select max(a.id) as id, max(a.at) as at, a.unit_id, a.enterprise_id, 'list' as operation, a.purpose, 'list' as object,
             count(*)::int as times
        from audit a
       where p_of = 'me' and a.detail ? 'shown' and a.detail -> 'shown' @> jsonb_build_array(app.account()) and a.status = 200
         and not (app.kind() = 'staff' and app.inspected(a.account_id, a.at))
       group by a.unit_id, a.enterprise_id, a.purpose, (a.at at time zone 'Asia/Shanghai')::date
      having p_before is null or max(a.id) < p_before
       order by 1 desc limit p_limit
    )
    select s.id, s.at, u.short_name, e.name, s.operation, s.purpose, s.object, s.times
      from (select * from single union all select * from together) s
      left join unit u on u.id = s.unit_id left join enterprise e on e.id = s.enterprise_id
     order by s.id desc limit p_limit;
end $$;
