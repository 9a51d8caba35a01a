-- What the event stream asks of the database (decision 11): who listens, what he may hear, and when that may have changed.

/* Who a session belongs to now, without touching it: a stream that is only listened to must not keep a session alive.
   The same conditions as app.enter_session, and null where that gives null. Sets the actor like it. */
create or replace function app.peek_session(p_token_hash bytea, p_at timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_session session;
  v_idle interval;
  v_actor jsonb;
begin
  perform app.leave();
  v_session := app.session_of(p_token_hash, p_at);
  if v_session.id is null or app.limit_of(v_session) is not null then return null; end if;
  select case a.kind when 'staff' then interval '15 minutes' else interval '30 minutes' end into v_idle
    from account a where a.id = v_session.account_id;
  v_actor := app.enter(v_session.account_id, v_session.enterprise_id, p_at);
  -- `until`: when the session is over if nobody does anything, in milliseconds.
  return v_actor || jsonb_build_object('sessionId', v_session.id, 'device', v_session.device, 'until',
    ceil(extract(epoch from least(v_session.expires_at, v_session.seen_at + v_idle)) * 1000));
end $$;

-- The actor as the row policies know him: all that app.leave clears (a test compares the two).
create or replace function app.settings() returns jsonb stable language sql as $$
  select jsonb_object_agg(name, coalesce(current_setting(name, true), '')) from unnest(array['app.account', 'app.kind', 'app.p',
    'app.own', 'app.lenders', 'app.sides', 'app.firm', 'app.units', 'app.projects', 'app.enterprises', 'app.all',
    'app.auditor', 'app.engine', 'app.offices', 'app.administers', 'app.procedures',
    'app.glass']) as name
$$;

/* Answers who listens: which of the asked matters he sees (`open`: of these, what is not private), the one of his stream
   among them. By `token` it finds the actor anew and gives him back with his settings; with `settings` from such an answer
   it spares that, as long as no relation has changed since. It runs with the caller's rights: row-level security decides,
   as in every query. Null when the session is over. */
create or replace function app.peek(p_question jsonb, p_at timestamptz) returns jsonb language plpgsql as $$
declare
  v_answer jsonb := '{}';
  v_asked bigint[] := array(select jsonb_array_elements_text(p_question -> 'asked'))::bigint[];
  v_seen bigint[] := '{}';
  v_open bigint[] := '{}';
begin
  if p_question ? 'settings' then
    perform set_config(s.key, s.value, true) from jsonb_each_text(p_question -> 'settings') s;
  else
    v_answer := app.peek_session(decode(p_question ->> 'token', 'hex'), p_at);
    if v_answer is null then return null; end if;
    v_answer := jsonb_build_object('actor', v_answer - 'roles' - 'units' - 'projects', 'settings', app.settings());
  end if;
  if v_asked <> '{}' then
    select coalesce(array_agg(m.id), '{}'), coalesce(array_agg(m.id) filter (where not m.private), '{}') into v_seen, v_open
      from public.matter m where m.id = any (v_asked);
  end if;
  return v_answer || jsonb_build_object('seen', to_jsonb(v_seen), 'open', to_jsonb(v_open));
end $$;

/* The next instant at which somebody's relations change by their dates alone. */
create or replace function app.next_turn(p_at timestamptz) returns timestamptz
stable language sql security definer set search_path = pg_catalog, public as $$
  select min(at) from (
    select unnest(array[valid_from, valid_to]) as at from access_grant where valid_from > p_at or valid_to > p_at
    union all select unnest(array[valid_from, valid_to]) from assignment where valid_from > p_at or valid_to > p_at
    union all select unnest(array[valid_from, valid_to]) from delegation where valid_from > p_at or valid_to > p_at
    union all select unnest(array[valid_from, valid_to]) from matter_party where valid_from > p_at or valid_to > p_at
    union all select unnest(array[from_at, to_at]) from absence where from_at > p_at or to_at > p_at
    union all select closed_at from account where closed_at > p_at
  ) as dated where at > p_at
$$;

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
create or replace trigger announce_access after update of parent_id on unit for each row
  when (old.parent_id is distinct from new.parent_id) execute function app.announce_access();
create or replace trigger announce_access after update of station_id on project for each row
  when (old.station_id is distinct from new.station_id) execute function app.announce_access();
