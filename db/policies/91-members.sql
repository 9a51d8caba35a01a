-- What the application's role may do with codes and plans, after 90-grants.sql has taken everything back.
do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select (id, enterprise_id, kind, role, duty_name, proposed_by, proposed_at, issued_by, issued_at, expires_at,
    redeemed_by, redeemed_at, ended_at) on access_code to %I', r);
  execute format('grant insert on access_code to %I', r);
  execute format('grant update (issued_by, issued_at, expires_at, code_hash, ended_at) on access_code to %I', r);
  execute format('grant select, insert on service_plan, service_plan_word to %I', r);
  execute format('grant update (state, content, revision, proposed_at, signed_by, signed_at) on service_plan to %I', r);
end $$;
