-- What the application's role may do at all, for the tables of the foundations and for all functions; the row policies say
-- to which rows. A capability grants its own tables in its own file. `huhang.app_role` is set by the migrator.
do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant execute on all functions in schema app to %I', r);
  execute format('grant usage on all sequences in schema public to %I', r);
  execute format('grant select on platform, unit, enterprise, role, access_grant, project, project_stage, project_enterprise,
    assignment, absence, topic, calendar_year, work_calendar, principal, delegation, matter_party to %I', r);
  execute format('grant select (id, kind, login, duty_name, police_number, unit_id, duty_phone, sealed_phone, version, locale, created_at, closed_at) on account to %I', r);
  execute format('grant select (id, account_id, enterprise_id, device, created_at, seen_at, expires_at, ended_at, method, second_factor,
    proved_at, end_reason) on session to %I', r);
  execute format('grant select, insert, update on matter, matter_audience, task, number_series, file, idempotency, matter_link to %I', r);
  execute format('grant select, insert on matter_guest, entry, audit, outbox to %I', r);
  execute format('grant update on due to %I', r);
  execute format('grant update (open) on matter_guest to %I', r);
  execute format('grant select, insert, delete on turn, due to %I', r);
  execute format('grant delete on file, idempotency, outbox to %I', r);
  execute format('grant insert on rating to %I', r);
end $$;
