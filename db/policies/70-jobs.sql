-- What the clean-up jobs ask of the database. Each works only for the platform's own actor.

-- Serves the definer function below, and only the platform's own actor: other functions of the owner go on asking with
-- the eyes of whoever acts.
drop policy if exists definer on file;
create policy definer on file for select to current_user using ((select app.kind()) = 'system');

-- A caller that is not the platform's actor must not take the empty answer for "nobody needs these files".
create or replace function app.demand_system() returns void language plpgsql as $$
begin
  if app.kind() <> 'system' then raise exception 'only the platform itself may do this' using errcode = '42501'; end if;
end $$;

/* Of some storage keys, those that a file row still names, attached or not. The platform's actor itself does not see
   attached files: they belong to their audiences. */
create or replace function app.referenced_files(p_keys text[]) returns setof text
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return query select f.storage_key from file f where f.storage_key = any (p_keys)
    union select f.thumb_key from file f where f.thumb_key = any (p_keys);
end $$;

/* Forgets sessions that were over before an instant, and failed attempts
   and unanswered challenges before it; gives the number of sessions.
   Who signed in when stays in the audit. */
create or replace function app.sweep_sessions(p_before timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_count int;
begin
  perform app.demand_system();
  delete from session where expires_at < p_before or ended_at < p_before;
  get diagnostics v_count = row_count;
  delete from sign_in_failure where at < p_before;
  delete from sign_in_challenge where expires_at < p_before;
  return v_count;
end $$;
