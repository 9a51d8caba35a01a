-- A view is its owner's; a shared one is seen by the staff of its unit and of the units below it, and kept by its office.
-- It holds filters and no rows: whoever uses it sees through it what he sees without it.
alter table saved_view enable row level security;
alter table saved_view force row level security;
drop policy if exists see on saved_view;
create policy see on saved_view for select using (
  account_id = (select app.account())
  or unit_id = any ((select app.offices())::int[])
  or (select app.kind()) = 'staff' and unit_id = any ((
    select u.path from account a join unit u on u.id = a.unit_id where a.id = (select app.account()))::int[])
);
drop policy if exists keep on saved_view;
create policy keep on saved_view for insert with check (
  created_by = (select app.account()) and (select app.kind()) = 'staff'
  and (account_id = (select app.account()) or unit_id = any ((select app.offices())::int[]))
);
drop policy if exists change on saved_view;
create policy change on saved_view for update using (
  account_id = (select app.account()) or unit_id = any ((select app.offices())::int[])
);
drop policy if exists remove on saved_view;
create policy remove on saved_view for delete using (
  account_id = (select app.account()) or unit_id = any ((select app.offices())::int[])
);
do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select, insert, delete on saved_view to %I', r);
  execute format('grant update (name, settings, is_default, version) on saved_view to %I', r);
end $$;
