-- Effects: what follows from an event (server/effects). Only the platform's own actor looks at what is pending.
do $$
declare t text;
begin
  foreach t in array array['effect_consumer', 'effect_pending']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists definer on %I', t);
    execute format('create policy definer on %I to current_user using (true) with check (true)', t);
    execute format('drop policy if exists platform on %I', t);
    execute format('create policy platform on %I using ((select app.kind()) = ''system'')
      with check ((select app.kind()) = ''system'')', t);
  end loop;
end $$;

/* Every event is put down for its consumers in the transaction that emits it, so none can be missed: ids of the outbox
   do not come in the order of the commits, and a mark "read up to here" would pass over what commits late. */
create or replace function app.note_effects() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  insert into effect_pending (consumer, outbox_id, matter_id)
  select c.name, new.id, (new.event ->> 'matter')::bigint from effect_consumer c where c.events ? (new.event ->> 'name');
  return null;
end $$;
create or replace trigger note_effects after insert on outbox for each row execute function app.note_effects();

/* The next events of a consumer, the oldest first, for the rest of the transaction, as the platform's own actor. Of one
   consumer one transaction handles events at a time, in all processes together. One that has failed lets other matters'
   events pass, but none of its own matter. */
drop function if exists app.take_effect(text, timestamptz);
create or replace function app.take_effects(p_consumer text, p_at timestamptz, p_most int)
returns table (outbox_id bigint, at timestamptz, event jsonb, readers int[], barred int[], attempts int) language plpgsql as $$
begin
  perform app.enter_system();
  perform pg_advisory_xact_lock(hashtextextended('huhang effects ' || p_consumer, 0));
  return query
    select o.id, o.at, o.event, o.readers, o.barred, p.attempts
      from public.effect_pending p join public.outbox o on o.id = p.outbox_id
     where p.consumer = p_consumer and p.set_aside_at is null and (p.not_before is null or p.not_before <= p_at)
       and not exists (select from public.effect_pending f
                        where f.consumer = p.consumer and f.matter_id = p.matter_id and f.outbox_id < p.outbox_id
                          and f.attempts > 0 and f.set_aside_at is null)
     order by p.outbox_id limit p_most;
end $$;

-- A consumer is through with events; whoever acted last in the transaction.
drop function if exists app.pass_effect(text, bigint);
create or replace function app.pass_effects(p_consumer text, p_outbox bigint[]) returns void language plpgsql as $$
begin
  perform app.enter_system();
  delete from public.effect_pending where consumer = p_consumer and outbox_id = any (p_outbox);
end $$;


-- Notices: written by the platform, read and marked by whom they are for, as long as he may see what they are about.
do $$
declare t text;
begin
  foreach t in array array['notice', 'notice_setting', 'notice_address', 'quiet_day', 'notice_delivery', 'notice_message']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists platform on %I', t);
    execute format('create policy platform on %I using ((select app.kind()) = ''system'')
      with check ((select app.kind()) = ''system'')', t);
  end loop;
end $$;

drop policy if exists see on notice;
create policy see on notice for select using (
  -- What is for no firm he finds for whichever he acts.
  account_id = (select app.account()) and (enterprise_id is null or enterprise_id = (select app.firm()))
  -- Access that has ended takes the notice with it.
  and (matter_id is null or (select true from matter m where m.id = matter_id))
  and (project_id is null or (select true from project p where p.id = project_id))
);
drop policy if exists mark on notice;
create policy mark on notice for update
  using (account_id = (select app.account()) and (enterprise_id is null or enterprise_id = (select app.firm())))
  with check (account_id = (select app.account()) and (enterprise_id is null or enterprise_id = (select app.firm())));

drop policy if exists own on notice_setting;
create policy own on notice_setting using (account_id = (select app.account()))
  with check (account_id = (select app.account()));
drop policy if exists own on notice_address;
create policy own on notice_address using (account_id = (select app.account()))
  with check (account_id = (select app.account()));
-- A code is asked for by the person himself.
drop policy if exists ask on notice_message;
create policy ask on notice_message for insert
  with check (account_id = (select app.account()) and kind = 'code' and state = 'waiting');

-- A firm's quiet days: seen by its people, set by its desk.
drop policy if exists see on quiet_day;
create policy see on quiet_day for select using (enterprise_id = any ((select app.enterprises())::int[]));
drop policy if exists keep on quiet_day;
create policy keep on quiet_day for insert with check (
  enterprise_id = (select app.firm()) and exists (select from principal p where p.kind = 'enterprise'
    and p.ref_id = enterprise_id and p.duty = 'desk' and p.id = any ((select app.p())::int[]))
);
drop policy if exists drop_own on quiet_day;
create policy drop_own on quiet_day for delete using (
  enterprise_id = (select app.firm()) and exists (select from principal p where p.kind = 'enterprise'
    and p.ref_id = enterprise_id and p.duty = 'desk' and p.id = any ((select app.p())::int[]))
);

/* Who may stand behind some principals at an instant: more rather than fewer, because app.hear looks with their own eyes.
   `p_firm`: the firm for which a member would be told. Only for the platform's own actor. */
create or replace function app.find_hearers(p_principals int[], p_firm int, p_at timestamptz)
returns table (account_id int, enterprise_id int)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.kind() <> 'system' then raise exception 'only the platform itself may do this' using errcode = '42501'; end if;
  return query
    with wanted as (select p.kind, p.ref_id, p.duty from principal p where p.id = any (p_principals)),
    people(account_id, enterprise_id) as (
      select a.id, case a.kind when 'member' then p_firm end
        from wanted w join account a on w.kind = 'account' and a.id = w.ref_id
      union
      select g.account_id, g.enterprise_id
        from wanted w join access_grant g on (w.kind = 'unit' and g.unit_id = w.ref_id)
            or (w.kind = 'enterprise' and g.enterprise_id = w.ref_id)
        join role r on r.code = g.role and w.duty = any (r.duties)
       where g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
      union
      select s.account_id, null
        from wanted w join assignment s on w.kind = 'project' and s.project_id = w.ref_id
       where s.valid_from <= p_at and (s.valid_to is null or s.valid_to > p_at)
      union
      -- The chief, who stands in when neither of the two officers is there.
      select g.account_id, null
        from wanted w join project j on w.kind = 'project' and j.id = w.ref_id
        join access_grant g on g.unit_id = j.station_id
        join role r on r.code = g.role and 'chief' = any (r.duties)
       where g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
      union
      select m.account_id, g.enterprise_id
        from wanted w join matter_party m on w.kind = 'matter' and m.matter_id = w.ref_id and m.capacity = w.duty
        join access_grant g on g.account_id = m.account_id
       where m.valid_from <= p_at and (m.valid_to is null or m.valid_to > p_at)
         and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
    )
    select * from people
    union
    select d.to_account, case a.kind when 'member' then p_firm end
      from delegation d join account a on a.id = d.to_account
     where d.principal_id = any (p_principals) and d.valid_from <= p_at and d.valid_to > p_at;
end $$;

/* Of some people, those who are there, hold one of the principals at this instant, and see what they would be told of:
   each is entered as in a request of his own. Leaves the platform's own actor behind. */
create or replace function app.hear(p_principals int[], p_firm int, p_matter bigint, p_entry int, p_project int, p_at timestamptz)
returns table (account_id int, enterprise_id int, kind text) language plpgsql as $$
declare
  v_one record;
  v_actor jsonb;
begin
  perform app.enter_system();
  for v_one in select h.account_id, h.enterprise_id from app.find_hearers(p_principals, p_firm, p_at) h order by 1, 2 loop
    v_actor := app.enter(v_one.account_id, v_one.enterprise_id, p_at);
    if v_actor is not null and app.p() && p_principals and not app.is_absent(v_one.account_id, p_at)
      and (p_matter is null or exists (select from public.matter m where m.id = p_matter))
      and (p_entry is null or exists (select from public.entry e where e.matter_id = p_matter and e.seq = p_entry))
      and (p_project is null or exists (select from public.project j where j.id = p_project))
    then
      account_id := v_one.account_id;
      enterprise_id := v_one.enterprise_id;
      kind := v_actor ->> 'kind';
      return next;
    end if;
  end loop;
  perform app.enter_system();
end $$;

-- What the application may do here.
do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select, insert, update, delete on effect_consumer to %I', r);
  execute format('grant select, update, delete on effect_pending to %I', r);
  execute format('grant select, insert, delete on notice, quiet_day to %I', r);
  execute format('grant update (read_at) on notice to %I', r);
  execute format('grant select, insert, update on notice_setting to %I', r);
  execute format('grant select, insert, update, delete on notice_address, notice_delivery, notice_message to %I', r);
end $$;
