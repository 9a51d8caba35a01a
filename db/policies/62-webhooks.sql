-- Deliveries to other systems: kept by whoever keeps the service account, written and sent by the platform itself.
do $$
declare t text;
begin
  foreach t in array array['webhook_endpoint', 'webhook_delivery', 'webhook_attempt']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('drop policy if exists platform on %I', t);
    execute format('create policy platform on %I using ((select app.kind()) = ''system'')
      with check ((select app.kind()) = ''system'')', t);
    execute format('drop policy if exists see on %I', t);
    execute format('create policy see on %I for select using ((select app.administers()))', t);
  end loop;
end $$;

drop policy if exists keep_new on webhook_endpoint;
create policy keep_new on webhook_endpoint for insert with check (
  made_by = (select app.account())
  and exists (select from service_account s join account a on a.id = s.account_id
               where s.account_id = webhook_endpoint.account_id and s.state = 'ACTIVE' and app.keeps('security', a.unit_id))
);
drop policy if exists keep on webhook_endpoint;
create policy keep on webhook_endpoint for update using (
  ended_at is null and exists (select from account a where a.id = account_id and app.keeps('security', a.unit_id))
) with check (exists (select from account a where a.id = account_id and app.keeps('security', a.unit_id)));

-- Another attempt for what was sent or given up.
drop policy if exists replay on webhook_delivery;
create policy replay on webhook_delivery for update using (
  state in ('sent', 'parked')
  and exists (select from webhook_endpoint e join account a on a.id = e.account_id
               where e.id = endpoint_id and e.ended_at is null and app.keeps('security', a.unit_id))
) with check (state = 'waiting');

-- The platform itself looks at which systems are there to be told.
drop policy if exists platform on service_account;
create policy platform on service_account for select using ((select app.kind()) = 'system');

/* Of some systems, those that see what an event is about: each is entered as in a call of its own, rights and walls
   included. Leaves the platform's own actor behind. */
create or replace function app.systems_that_see(p_accounts int[], p_matter bigint, p_project int, p_at timestamptz)
returns setof int language plpgsql as $$
declare
  v_one int;
begin
  foreach v_one in array p_accounts loop
    perform app.enter_service_account(v_one, p_at);
    if (p_matter is null or exists (select from public.matter m where m.id = p_matter))
      and (p_project is null or exists (select from public.project j where j.id = p_project))
    then
      return next v_one;
    end if;
  end loop;
  perform app.enter_system();
end $$;

/* What an operator watches: deliveries still to be made, and those that were given up until somebody asks for them again;
   of both together, those that could not be signed when last tried. Of addresses that are still to be told, as far as the
   caller sees them. */
drop function if exists app.webhook_counts();
create or replace function app.webhook_counts(out waiting int, out parked int, out unsigned int) stable language sql as $$
  select (count(*) filter (where d.state <> 'parked'))::int, (count(*) filter (where d.state = 'parked'))::int,
         (count(*) filter (where (select t.fault from public.webhook_attempt t
            where t.delivery_id = d.id order by t.no desc limit 1) = 'unsigned'))::int
    from public.webhook_delivery d join public.webhook_endpoint e on e.id = d.endpoint_id
    join public.service_account s on s.account_id = e.account_id
   where d.state in ('waiting', 'sending', 'parked') and e.ended_at is null and s.state = 'ACTIVE'
$$;

do $$
declare r text := current_setting('huhang.app_role');
begin
  execute format('grant select, insert on webhook_endpoint to %I', r);
  execute format('grant update (secret, former_secret, former_until, ended_at, ended_by) on webhook_endpoint to %I', r);
  execute format('grant select, insert, delete on webhook_delivery to %I', r);
  execute format('grant update (state, attempts, tries, next_at, ended_at) on webhook_delivery to %I', r);
  execute format('grant select, insert on webhook_attempt to %I', r);
end $$;
