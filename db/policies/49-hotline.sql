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
