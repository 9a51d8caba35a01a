-- The public page (GR-22). Whoever asks has no relation to anything, so each thing comes through a function that gives what
-- is everybody's to know and nothing else: no person, no unit, no matter.
do $$
declare r text := current_setting('huhang.app_role');
begin
  alter table open_figure enable row level security;
  alter table open_figure force row level security;
  drop policy if exists definer on open_figure;
  create policy definer on open_figure to current_user using (true) with check (true);
  drop policy if exists take on open_figure;
  create policy take on open_figure for insert with check ((select app.kind()) = 'system');
  drop policy if exists see on open_figure;
  create policy see on open_figure for select using ((select app.kind()) = 'system');
  -- What is published is neither changed nor taken back.
  execute format('grant select, insert on open_figure to %I', r);
end $$;

create or replace function app.open_figures(p_from date, p_to date)
returns table (month date, figure text, version int, counted int, of_all int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select f.month, f.figure, f.version, f.counted, f.of_all from open_figure f where f.month >= p_from and f.month < p_to
   order by f.month
$$;

/* What each module keeps, why and by which law, from the newest assessment: neither its dangers nor who made it. And how many
   months each kind is kept after its closing. */
create or replace function app.open_modules()
returns table (module text, purpose text, fields text, law text, assessed_on date)
stable language sql security definer set search_path = pg_catalog, public as $$
  select distinct on (s.module) s.module, s.purpose, s.fields, s.law, s.assessed_on
    from assessment s order by s.module, s.id desc
$$;
create or replace function app.open_retention() returns table (kind text, months int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select r.kind, r.months from retention_rule r
$$;

/* Limits and the draw's rule that are in force: who set them, and why, is not the public's. */
create or replace function app.open_limits(p_at timestamptz)
returns table (key text, amount int, unit text, source text, law text, article text, start_excluded boolean, roll_forward boolean, valid_from timestamptz)
stable language sql security definer set search_path = pg_catalog, public as $$
  select l.key, l.amount, l.unit, l.source, l.law, l.article, l.start_excluded, l.roll_forward, l.valid_from
    from limit_rule l where l.valid_from <= p_at and (l.valid_to is null or l.valid_to > p_at) order by l.valid_from
$$;
create or replace function app.open_visit_rule(p_at timestamptz)
returns table (version int, share_percent int, firm_month_cap int, wait_days int, within_days int, valid_from timestamptz)
stable language sql security definer set search_path = pg_catalog, public as $$
  select v.version, v.share_percent, v.firm_month_cap, v.wait_days, v.within_days, v.valid_from
    from return_visit_rule v where v.valid_from <= p_at order by v.valid_from desc, v.version desc limit 1
$$;

/* Counts of a month that is over, for the platform that publishes them: sums of the whole city, of which the small ones are
   not published. Complaints are counted here and in no other figure; no difference of one can be read off a month's sum. */
create or replace function app.count_openness(p_from timestamptz, p_to timestamptz, p_looks text[], p_unmaskings text[])
returns table (figure text, counted int, of_all int)
stable language plpgsql security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
begin
  perform app.demand_system();
  perform app.count_figures(true);
  return query
    with seen as (
      select a.operation, a.status from audit a join account c on c.id = a.account_id and c.kind = 'staff'
       where a.at >= p_from and a.at < p_to
    ), answers as (
      select t.state = 'done' and e.at < t.due_at as in_time
        from task t join matter m on m.id = t.matter_id and m.procedure = 'rightsRequest'
        left join entry e on e.matter_id = t.matter_id and e.seq = t.closed_seq
       where t.kind = 'answer' and t.due_at >= p_from and t.due_at < p_to
         -- What the requester took back before its limit fell away.
         and not (t.closed_seq is not null and e.at < t.due_at and (t.state = 'dropped' or e.capacity = 'requester'))
    )
    select 'looks.unmasked', count(*)::int, null::int from seen where operation = any (p_unmaskings) and status = 200
    union all select 'looks.records', count(*)::int, null from seen where operation = any (p_looks) and status = 200
    union all select 'looks.refused', count(*)::int, null from seen where status in (403, 404)
    union all select 'looks.findings', count(*)::int, null from look_sample s
               where s.finding is not null and s.judged_at >= p_from and s.judged_at < p_to
    union all select 'complaints.received', count(*)::int, null from matter m
               where m.procedure = 'conduct' and m.opened_at >= p_from and m.opened_at < p_to
    union all select 'complaints.closed', count(*)::int, null from matter m
               where m.procedure = 'conduct' and m.closed_at >= p_from and m.closed_at < p_to
    union all select 'rights.received', count(*)::int, null from matter m
               where m.procedure = 'rightsRequest' and m.opened_at >= p_from and m.opened_at < p_to
    union all select 'rights.inTime', (count(*) filter (where in_time))::int, count(*)::int from answers
    union all select 'holds.placed', count(*)::int, null from legal_hold h where h.placed_at >= p_from and h.placed_at < p_to
    union all select 'glass.opened', count(*)::int, null from glass g where g.opened_at >= p_from and g.opened_at < p_to;
  perform app.count_figures(false);
end $$;

-- From when on there is anything to count.
create or replace function app.openness_since() returns timestamptz
stable language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform app.demand_system();
  return (select a.at from audit a order by a.id limit 1);
end $$;
