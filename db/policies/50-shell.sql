-- Row policies of audit, outbox and stored answers.
do $$
declare t text;
begin
  foreach t in array array['outbox', 'idempotency']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

-- Everything is written, also for callers without a session; nobody but the audit administrator reads.
drop policy if exists append on audit;
create policy append on audit for insert with check (true);
drop policy if exists see on audit;
create policy see on audit for select using ((select app.auditor()));

drop policy if exists append on outbox;
create policy append on outbox for insert with check ((select app.kind()) <> '');
drop policy if exists deliver on outbox;
create policy deliver on outbox for select using ((select app.kind()) = 'system');
drop policy if exists sweep on outbox;
create policy sweep on outbox for delete using ((select app.kind()) = 'system');

drop policy if exists own on idempotency;
create policy own on idempotency using (account_id = (select app.account())) with check (account_id = (select app.account()));
drop policy if exists sweep on idempotency;
create policy sweep on idempotency for delete using ((select app.kind()) = 'system');
drop policy if exists sweep_see on idempotency;
create policy sweep_see on idempotency for select using ((select app.kind()) = 'system');

-- Which kinds of matters the platform has run with is the platform's own business.
alter table procedure_version enable row level security;
alter table procedure_version force row level security;
drop policy if exists definer on procedure_version;
create policy definer on procedure_version to current_user using (true) with check (true);
drop policy if exists keep on procedure_version;
create policy keep on procedure_version using ((select app.kind()) = 'system') with check ((select app.kind()) = 'system');
do $$ begin
  execute format('grant select, insert on procedure_version to %I', current_setting('huhang.app_role'));
end $$;
