-- What the event stream asks of the database (decision 11): who listens, what he may hear, and when that may have changed.

/* Who a session belongs to now, without touching it: a stream that is only listened to must not keep a session alive.
   The same conditions as app.enter_session, and null where that gives null. Sets the actor like it. */
create or replace function app.peek_session(p_token_hash bytea, p_at timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_session session;
  v_kind text;
  v_actor jsonb;
begin
  perform app.leave();
  select s.* into v_session from session s where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_at;
  if not found then return null; end if;
  select a.kind into v_kind from account a where a.id = v_session.account_id;
  if (v_session.seen_at + case v_kind when 'staff' then interval '15 minutes' else interval '30 minutes' end) <= p_at then
    return null;
  end if;
  v_actor := app.enter(v_session.account_id, v_session.enterprise_id, p_at);
  return v_actor || jsonb_build_object('sessionId', v_session.id, 'device', v_session.device);
end $$;

/* The same, with those of the asked matters that this actor sees (`open`: that are not private), and the one that the
   stream is about. It runs with the caller's rights: row-level security decides, as in every query. */
create or replace function app.peek_stream(p_token_hash bytea, p_at timestamptz, p_matter bigint, p_asked bigint[])
returns jsonb language plpgsql as $$
declare
  v_actor jsonb := app.peek_session(p_token_hash, p_at);
  v_seen bigint[] := '{}';
  v_open bigint[] := '{}';
begin
  if v_actor is null then return null; end if;
  if p_matter is not null or p_asked <> '{}' then
    select coalesce(array_agg(m.id), '{}'), coalesce(array_agg(m.id) filter (where not m.private), '{}') into v_seen, v_open
      from public.matter m where m.id = any (p_asked || p_matter);
  end if;
  return jsonb_build_object('actor', v_actor - 'roles' - 'units' - 'projects', 'seen', to_jsonb(v_seen), 'open', to_jsonb(v_open));
end $$;

/* Outbox rows by id, as the platform's own actor, in one round trip. */
create or replace function app.read_outbox(p_ids bigint[]) returns setof outbox language plpgsql as $$
begin
  perform app.enter_system();
  return query select o.* from public.outbox o where o.id = any (p_ids);
end $$;

-- An ended session is told at once, however it ended.
create or replace function app.announce_session_end() returns trigger language plpgsql as $$
begin
  perform pg_notify('huhang_session', new.id::text);
  return null;
end $$;
create or replace trigger announce_session_end after update of ended_at on session for each row
  when (old.ended_at is null and new.ended_at is not null) execute function app.announce_session_end();

-- Somebody's relations have changed. Notices come in the order of the commits, so whatever is told afterwards meets
-- the new relations. One notice per transaction, also after an import of thousands of rows.
create or replace function app.announce_access() returns trigger language plpgsql as $$
begin
  perform pg_notify('huhang_access', '');
  return null;
end $$;
do $$
declare t text;
begin
  foreach t in array array['access_grant', 'assignment', 'absence', 'delegation', 'matter_party', 'role']
  loop
    execute format('create or replace trigger announce_access after insert or update or delete on %I
      for each statement execute function app.announce_access()', t);
  end loop;
end $$;
create or replace trigger announce_access after update of closed_at on account for each row
  when (old.closed_at is distinct from new.closed_at) execute function app.announce_access();
create or replace trigger announce_access after update of station_id on project for each row
  when (old.station_id is distinct from new.station_id) execute function app.announce_access();
