-- Personal values at rest: what the platform's own actor seals anew, and what a person keeps of his own account.

-- Serves the definer functions below, and only the platform's own actor.
drop policy if exists keeper on entry;
create policy keeper on entry to current_user using ((select app.kind()) = 'system') with check ((select app.kind()) = 'system');

/* Entries after a place whose words lie readable, as they did once, or under a key other than today's (`p_head`). */
create or replace function app.entries_to_seal(p_head bytea, p_matter bigint, p_seq int, p_limit int)
returns table (matter_id bigint, seq int, procedure text, kind text, name text, form jsonb, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query
    select e.matter_id, e.seq, p.procedure, e.kind, e.name, e.form, e.sealed
      from entry e cross join lateral (select app.procedure_of(e.matter_id) as procedure) p
     where (e.matter_id, e.seq) > (p_matter, p_seq)
       and (e.sealed_fields is null or e.sealed is not null and substring(e.sealed from 1 for length(p_head)) <> p_head)
     order by e.matter_id, e.seq limit p_limit;
end $$;

create or replace function app.procedure_of(p_matter bigint) returns text language plpgsql as $$
declare
  v_procedure text;
begin
  perform set_config('app.engine', p_matter::text, true);
  select m.procedure into v_procedure from matter m where m.id = p_matter;
  perform set_config('app.engine', '', true);
  return v_procedure;
end $$;

/* Puts the same words back, sealed. What an entry says never changes otherwise. */
create or replace function app.put_sealed(p_matter bigint, p_seq int, p_form jsonb, p_sealed bytea, p_fields text[]) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  update entry set form = p_form, sealed = p_sealed, sealed_fields = p_fields where matter_id = p_matter and seq = p_seq;
end $$;

/* Telephones of firms' people that lie readable or under another key. */
create or replace function app.phones_to_seal(p_head bytea, p_after int, p_limit int)
returns table (id int, duty_phone text, sealed_phone bytea)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query
    select a.id, a.duty_phone, a.sealed_phone from account a
     where a.kind = 'member' and a.id > p_after
       and (a.duty_phone is not null or substring(a.sealed_phone from 1 for length(p_head)) <> p_head)
     order by a.id limit p_limit;
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
   base64, of which as many bytes are asked for as make whole letters. */
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
     order by c.id limit p_limit;
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
