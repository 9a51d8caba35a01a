-- The application's role begins with nothing; each file after this one grants what its tables need.
do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('revoke all on all tables in schema public from %I', r);
  execute format('grant usage on schema public, app to %I', r);
end $$;
