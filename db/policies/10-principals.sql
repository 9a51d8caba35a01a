-- Principals of units, projects, enterprises and accounts exist as soon as their owner does.
create or replace function app.duties_of(p_kind text) returns text[] immutable language sql as $$
  select case p_kind
    when 'account' then array['self']
    when 'unit' then array['desk', 'chief', 'office', 'leader', 'specialists', 'inspectors', 'dataProtection', 'auditors',
      'administrators', 'system', 'security']
    when 'project' then array['a', 'b', 'officers', 'sponsor', 'specialist']
    when 'enterprise' then array['desk', 'members', 'rep']
    else array[]::text[]
  end
$$;

create or replace function app.make_principals() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
begin
  insert into principal (kind, ref_id, duty)
  select tg_argv[0], new.id, duty from unnest(app.duties_of(tg_argv[0])) as duty
  on conflict do nothing;
  return null;
end $$;

create or replace trigger make_principals after insert on account for each row execute function app.make_principals('account');
create or replace trigger make_principals after insert on unit for each row execute function app.make_principals('unit');
create or replace trigger make_principals after insert on project for each row execute function app.make_principals('project');
create or replace trigger make_principals after insert on enterprise for each row execute function app.make_principals('enterprise');

-- A unit's path: its ancestors from the root, and itself.
create or replace function app.set_unit_path() returns trigger language plpgsql as $$
begin
  new.path := coalesce((select u.path from unit u where u.id = new.parent_id), '{}') || new.id;
  return new;
end $$;
create or replace trigger set_unit_path before insert or update of parent_id on unit
  for each row execute function app.set_unit_path();

-- The outbox wakes every listening process; NOTIFY arrives after the commit and in its order.
create or replace function app.announce_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('huhang_outbox', new.id::text);
  return null;
end $$;
create or replace trigger announce_outbox after insert on outbox for each row execute function app.announce_outbox();
