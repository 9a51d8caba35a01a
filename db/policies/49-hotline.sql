-- Tickets of the hotline and the exports of their replies are the work of the branch's program office.
do $$
declare
  t text;
  r text := current_setting('huhang.app_role');
begin
  foreach t in array array['hotline_ticket', 'hotline_export']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using (branch_id = any ((select app.offices())::int[]))', t);
  end loop;
  alter table hotline_export_reply enable row level security;
  alter table hotline_export_reply force row level security;
  execute format('grant select, insert on hotline_ticket, hotline_export, hotline_export_reply to %I', r);
end $$;

drop policy if exists receive on hotline_ticket;
create policy receive on hotline_ticket for insert with check (
  branch_id = any ((select app.offices())::int[]) and matter_id = (select app.engine())
);
drop policy if exists make on hotline_export;
create policy make on hotline_export for insert with check (
  branch_id = any ((select app.offices())::int[]) and made_by = (select app.account())
);
-- With their export and their ticket, which the policies above show or not.
drop policy if exists see on hotline_export_reply;
create policy see on hotline_export_reply for select using (exists (select from hotline_export e where e.id = export_id));
drop policy if exists mark on hotline_export_reply;
create policy mark on hotline_export_reply for insert with check (
  exists (select from hotline_export e join hotline_ticket t on t.branch_id = e.branch_id
           where e.id = export_id and t.matter_id = hotline_export_reply.matter_id)
);

/* Which of the numbers that a list names are taken, wherever: for whoever arranges units, and only what he named. */
create or replace function app.taken_tickets(p_numbers text[]) returns table (number text)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if app.offices() = '{}' then return; end if;
  perform set_config('app.tickets', 'on', true);
  return query select t.number from hotline_ticket t where t.number = any (p_numbers);
  perform set_config('app.tickets', '', true);
end $$;
drop policy if exists taken on hotline_ticket;
create policy taken on hotline_ticket for select to current_user using (coalesce(current_setting('app.tickets', true), '') = 'on');

/* Takes back the tickets of a list while nobody has touched them: the matter goes with all that belongs to it, and what
   people were told of it. Gives the rows (as Excel counts them) of which something was done since, and the caller then
   rolls back: all of it or nothing. That the clock has reminded somebody, or counted anew, is no touch. Deleting is for
   nobody else, so this has the owner's rights, on tickets that a batch of the actor's own office has opened; the
   engine's door names each of them in turn. */
create or replace function app.undo_tickets(p_batch int) returns int[]
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_write record;
  v_touched int[] := '{}';
begin
  perform from import_batch b where b.id = p_batch and b.kind = 'tickets' and b.state = 'UNDOING' and b.swept_at is null
    and (b.uploaded_by = app.account() or b.unit_id = any (app.offices()));
  if not found then raise exception 'no such batch to take back'; end if;
  for v_write in
    select w.row, w.ref_id::bigint as id from import_write w
     where w.batch_id = p_batch and w.target = 'hotline_ticket' order by w.row desc
  loop
    perform set_config('app.engine', v_write.id::text, true);
    perform from matter m where m.id = v_write.id for update;
    if not found or exists (
      select from entry e where e.matter_id = v_write.id and e.kind not in ('open', 'section', 'reminder', 'climb', 'calendar')
    ) then
      v_touched := v_touched || v_write.row;
      continue;
    end if;
    begin
      delete from effect_pending where matter_id = v_write.id;
      delete from notice where matter_id = v_write.id;
      delete from matter_search where matter_id = v_write.id;
      delete from turn where matter_id = v_write.id;
      delete from due where matter_id = v_write.id;
      delete from task where matter_id = v_write.id;
      delete from entry where matter_id = v_write.id;
      delete from matter_guest where matter_id = v_write.id;
      delete from matter_audience where matter_id = v_write.id;
      delete from hotline_ticket where matter_id = v_write.id;
      delete from matter where id = v_write.id;
    exception when foreign_key_violation then
      -- Something else holds on to it: a file, another matter.
      v_touched := v_touched || v_write.row;
    end;
  end loop;
  perform set_config('app.engine', '', true);
  return v_touched;
end $$;
drop policy if exists take_back on hotline_ticket;
create policy take_back on hotline_ticket for delete to current_user using (matter_id = (select app.engine()));
drop policy if exists take_back on matter;
create policy take_back on matter for delete to current_user using (id = (select app.engine()));
drop policy if exists take_back on notice;
create policy take_back on notice for delete to current_user using (matter_id = (select app.engine()));
drop policy if exists take_back_seen on notice;
create policy take_back_seen on notice for select to current_user using (matter_id = (select app.engine()));
