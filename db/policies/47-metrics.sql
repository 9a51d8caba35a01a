/* Figures (decision 10). The functions below are the reviewed views of the reporting side: they run with the owner's
   rights, look past the rows that the actor may read, and give rows without anything personal, only of units whose
   figures the actor may know. The application never sees the tables through them, and nothing here names a person.
   Matters that are kept from somebody (decision 21) are in no figure: a difference of one would tell of them. */
-- Whether a function of this file is counting; it says so for its own duration.
create or replace function app.counts_figures() returns boolean stable parallel safe language sql as
  $$ select coalesce(current_setting('app.figures', true), '') = 'on' $$;
create or replace function app.count_figures(p_on boolean) returns void language sql as
  $$ select set_config('app.figures', case when p_on then 'on' else '' end, true) $$;

do $$
declare
  t text;
begin
  foreach t in array array['matter', 'entry', 'task', 'turn', 'rating']
  loop
    execute format('drop policy if exists figures on %I', t);
    -- The owner's, and only inside a function that is counting: other functions of the owner go on asking with the
    -- actor's eyes.
    execute format('create policy figures on %I for select to current_user using ((select app.counts_figures()))', t);
  end loop;
  execute 'alter table metric_snapshot enable row level security';
  execute 'alter table metric_snapshot force row level security';
  execute format('grant select, insert on metric_snapshot to %I', current_setting('huhang.app_role'));
end $$;

/* The units whose figures the actor may know: those that he leads or runs the program for, with all below them; for
   the platform's own actor all. */
create or replace function app.figure_units() returns int[] stable language sql
  security definer set search_path = pg_catalog, public as $$
  select case when app.kind() = 'system' then array(select u.id from unit u) else array(
    select u.id from unit u
     where u.path && array(select p.ref_id::int from principal p
                            where p.id = any (app.p()) and p.kind = 'unit' and p.duty in ('leader', 'office'))) end
$$;

drop policy if exists see on metric_snapshot;
create policy see on metric_snapshot for select using (unit_id = any ((select app.figure_units())::int[]));
drop policy if exists take on metric_snapshot;
create policy take on metric_snapshot for insert with check (
  (select app.kind()) = 'system'
  -- A correction, by whoever runs the program of the unit.
  or (revision > 1 and unit_id = any ((select app.offices())::int[]))
);

-- What happened in matters: openings and steps, with what came of them.
drop function if exists app.figure_entries(timestamptz, timestamptz);
create or replace function app.figure_entries(p_from timestamptz, p_to timestamptz)
returns table (matter_id bigint, procedure text, topic text, station_id int, branch_id int, opened_at timestamptz,
  at timestamptz, kind text, step text, from_state text, to_state text, closes boolean, outcome text, side text, first boolean, reopened boolean, project_id int, visit_drawn boolean)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  select m.id, m.procedure, coalesce(m.topic, ''), m.station_id, m.branch_id, m.opened_at, e.at, e.kind, e.name, e.from_state,
         e.to_state, coalesce(e.resolved ->> 'phase' = 'closed', false), e.resolved ->> 'outcome',
         case when e.capacity in ('requester', 'system') then e.capacity else 'police' end,
         not exists (select from entry x where x.matter_id = e.matter_id and x.seq < e.seq and x.kind = 'step'
                        and x.to_state = e.to_state and x.from_state is distinct from x.to_state),
         -- Of a closing: it had been closed and opened again before.
         e.resolved ->> 'phase' = 'closed'
           and exists (select from entry x where x.matter_id = e.matter_id and x.seq < e.seq and x.kind = 'step' and x.name = 'reopen'),
         m.project_id,
         -- Of a closing: it was drawn for a return visit.
         e.resolved ->> 'phase' = 'closed'
           and exists (select from return_visit_draw d where d.matter_id = e.matter_id and d.chosen)
    from entry e join matter m on m.id = e.matter_id
   where e.at >= p_from and e.at < p_to and e.kind in ('open', 'step') and m.barred = '{}'
     and (m.branch_id = any ((select app.figure_units())::int[]) or m.station_id = any ((select app.figure_units())::int[]));
  perform app.count_figures(false);
end $$;

/* Limits that ended in a period, and whether what they asked for was done before. Left out: what whoever asked ended,
   or what fell away, before the limit did. What nobody did counts as not done, so that silence does not pay. */
create or replace function app.figure_limits(p_from timestamptz, p_to timestamptz)
returns table (matter_id bigint, procedure text, topic text, station_id int, branch_id int, task text,
  due_at timestamptz, in_time boolean)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  select m.id, m.procedure, coalesce(m.topic, ''), m.station_id, m.branch_id, t.kind, t.due_at,
         t.state = 'done' and c.at < t.due_at
    from task t join matter m on m.id = t.matter_id
    left join entry c on c.matter_id = t.matter_id and c.seq = t.closed_seq
   where t.due_at >= p_from and t.due_at < p_to and m.barred = '{}'
     and not (t.closed_seq is not null and c.at < t.due_at and (t.state = 'dropped' or c.capacity in ('requester', 'system')))
     and (m.branch_id = any ((select app.figure_units())::int[]) or m.station_id = any ((select app.figure_units())::int[]));
  perform app.count_figures(false);
end $$;

/* Tasks over their limit at an instant: those that are so still, and those that were done after it. A limit that has
   ended stays what it was, so the past can be counted exactly. */
create or replace function app.figure_overdue(p_at timestamptz)
returns table (matter_id bigint, procedure text, topic text, station_id int, branch_id int, task text, due_at timestamptz)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  with late as (
    select distinct t.matter_id, t.no from turn w join task t on t.matter_id = w.matter_id and t.no = w.task_no
     where t.due_at <= p_at
    union
    select t.matter_id, t.no from entry c join task t on t.matter_id = c.matter_id and t.closed_seq = c.seq
     where c.at > p_at and t.due_at <= p_at
  )
  select m.id, m.procedure, coalesce(m.topic, ''), m.station_id, m.branch_id, t.kind, t.due_at
    from late l join task t on t.matter_id = l.matter_id and t.no = l.no join matter m on m.id = t.matter_id
    join principal p on p.id = t.holder
   -- Waiting for whoever asked is nobody's delay.
   where p.kind in ('project', 'unit') and m.barred = '{}'
     and (m.branch_id = any ((select app.figure_units())::int[]) or m.station_id = any ((select app.figure_units())::int[]));
  perform app.count_figures(false);
end $$;

-- What is open now: since when nothing moved, until when, and for whom it waits (a duty, never a person).
create or replace function app.figure_open(p_at timestamptz)
returns table (matter_id bigint, procedure text, project_id int, station_id int, branch_id int, state text,
  moved_at timestamptz, due_at timestamptz, late boolean, waits_for text)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  select m.id, m.procedure, m.project_id, m.station_id, m.branch_id, m.state, moved.at, w.due_at,
         w.due_at <= p_at and w.duty <> 'requester', w.duty
    from (
      -- Of several open tasks, the one that ends first stands for the matter.
      select distinct on (t.matter_id) t.matter_id, t.due_at,
             case when p.kind in ('enterprise', 'account') then 'requester' else p.duty end as duty
        from turn w join task t on t.matter_id = w.matter_id and t.no = w.task_no join principal p on p.id = t.holder
       order by t.matter_id, t.due_at nulls last, t.no
    ) w
    join matter m on m.id = w.matter_id
    cross join lateral (
      select max(e.at) as at from entry e where e.matter_id = m.id and e.kind not in ('reminder', 'climb', 'calendar')
    ) moved
   where m.barred = '{}'
     and (m.branch_id = any ((select app.figure_units())::int[]) or m.station_id = any ((select app.figure_units())::int[]));
  perform app.count_figures(false);
end $$;

-- Key projects on the list at an instant, with the stage that they were in and the places that were filled.
create or replace function app.figure_projects(p_at timestamptz)
returns table (project_id int, station_id int, branch_id int, stage text, has_a boolean, has_b boolean,
  has_sponsor boolean, has_specialist boolean)
stable language sql security definer set search_path = pg_catalog, public as $$
  select p.id, p.station_id, coalesce(s.parent_id, s.id), past.stage, coalesce('A' = any (held.kinds), false),
         coalesce('B' = any (held.kinds), false), coalesce('SPONSOR' = any (held.kinds), false),
         coalesce('SPECIALIST' = any (held.kinds), false)
    from project p join unit s on s.id = p.station_id
    cross join lateral (
      select coalesce((select g.stage from project_stage g
                        where g.project_id = p.id and g.since <= (p_at at time zone 'Asia/Shanghai')::date
                        order by g.since desc, (g.stage = p.stage) desc limit 1), p.stage) as stage
    ) past
    cross join lateral (
      select array_agg(a.kind) as kinds from assignment a
       where a.project_id = p.id and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
    ) held
   where p.created_at <= p_at and past.stage not in ('ARCHIVED', 'TERMINATED')
     and (s.id = any ((select app.figure_units())::int[]))
$$;

/* Places filled by people at an instant, to count people without naming them: `person` is a running number of this
   answer and of nothing else. Officers stand at the stations of their projects, specialists at their department. */
create or replace function app.figure_people(p_at timestamptz)
returns table (role text, person int, station_id int, branch_id int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select h.role, dense_rank() over (order by h.account_id)::int, h.unit_id, coalesce(u.parent_id, u.id)
    from (
      select distinct 'officer' as role, a.account_id, p.station_id as unit_id
        from assignment a join project p on p.id = a.project_id
       where a.kind in ('A', 'B') and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
         and p.id in (select f.project_id from app.figure_projects(p_at) f)
      union all
      select distinct 'specialist', g.account_id, g.unit_id
        from access_grant g join role r on r.code = g.role and 'specialists' = any (r.duties)
        join account c on c.id = g.account_id and (c.closed_at is null or c.closed_at > p_at)
       where g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
    ) h join unit u on u.id = h.unit_id
   where u.id = any ((select app.figure_units())::int[])
$$;

-- Stages that projects left in a period, and how many days they had been in them.
create or replace function app.figure_stages(p_from timestamptz, p_to timestamptz)
returns table (project_id int, station_id int, branch_id int, stage text, days int)
stable language sql security definer set search_path = pg_catalog, public as $$
  select p.id, p.station_id, coalesce(s.parent_id, s.id), g.stage, g.until - g.since
    from (select *, lead(since) over (partition by project_id order by since) as until from project_stage) g
    join project p on p.id = g.project_id join unit s on s.id = p.station_id
   where g.until >= (p_from at time zone 'Asia/Shanghai')::date and g.until < (p_to at time zone 'Asia/Shanghai')::date
     and s.id = any ((select app.figure_units())::int[])
$$;

/* Hand-overs whose last day to accept lay in a period, and whether the successor took over before. What was called off
   before then fell away; what nobody accepted counts as late. */
create or replace function app.figure_handovers(p_from timestamptz, p_to timestamptz)
returns table (project_id int, station_id int, branch_id int, due_at timestamptz, in_time boolean)
stable language sql security definer set search_path = pg_catalog, public as $$
  select h.project_id, h.station_id, coalesce(s.parent_id, s.id), h.due_at, h.state = 'ACCEPTED' and h.decided_at <= h.due_at
    from handover h join unit s on s.id = h.station_id
   where h.due_at >= p_from and h.due_at < p_to
     and not (h.state = 'WITHDRAWN' and h.decided_at <= h.due_at)
     and s.id = any ((select app.figure_units())::int[])
$$;

/* Stars of a month that is over (decision 18), for branches and the city only, never for a station: a batch of fewer
   than five distinct raters is not shown, and where the city's sum would give it away neither is the smallest of the
   others. */
create or replace function app.figure_ratings(p_month date, p_at timestamptz)
returns table (unit_id int, procedure text, raters int, given int, stars int)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  with given as (
    select coalesce(s.parent_id, s.id) as branch_id, r.procedure, r.rater, r.stars
      from rating r join unit s on s.id = r.unit_id
     where r.month = p_month and p_month + interval '1 month' <= p_at at time zone 'Asia/Shanghai'
  ), branch as (
    select branch_id, g.procedure, count(distinct rater)::int as raters, count(*)::int as given, sum(g.stars)::int as stars
      from given g group by 1, 2
  ), hidden as (
    select g.procedure, count(distinct g.rater) as raters from given g
      join branch b on b.branch_id = g.branch_id and b.procedure = g.procedure and b.raters < 5 group by 1
  ), shown as (
    select b.*, row_number() over (partition by b.procedure order by b.raters, b.branch_id) as place
      from branch b where b.raters >= 5
  ), batch as (
    select s.branch_id as unit_id, s.procedure, s.raters, s.given, s.stars
      from shown s left join hidden h on h.procedure = s.procedure
     where (s.place > 1 or coalesce(h.raters, 5) >= 5)
       -- Stations right below the city are in its sum only.
       and s.branch_id <> (select id from unit where parent_id is null order by id limit 1)
    union all
    select (select id from unit where parent_id is null order by id limit 1), g.procedure, count(distinct rater)::int,
           count(*)::int, sum(g.stars)::int
      from given g group by 2 having count(distinct rater) >= 5
  )
  select b.unit_id, b.procedure, b.raters, b.given, b.stars from batch b
   where b.unit_id = any ((select app.figure_units())::int[]);
  perform app.count_figures(false);
end $$;

-- What a leader has taken on himself: his projects, wherever they lie, with how much is open and late in each.
create or replace function app.figure_sponsored(p_at timestamptz)
returns table (project_id int, open int, late int, next_due_at timestamptz)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  select a.project_id, count(distinct m.id)::int, count(distinct m.id) filter (where t.due_at <= p_at)::int,
         min(t.due_at) filter (where t.due_at > p_at)
    from assignment a
    left join (matter m join task t on t.matter_id = m.id and t.state = 'open'
      join principal p on p.id = t.holder and p.kind in ('project', 'unit'))
      on m.project_id = a.project_id and m.phase <> 'closed' and m.barred = '{}'
   where a.account_id = app.account() and a.kind = 'SPONSOR' and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)
   group by a.project_id;
  perform app.count_figures(false);
end $$;

/* What is open and late in projects of units whose figures the actor may know, and in those that he sponsors: for the
   board. Every such project has its row, also one without a matter. */
drop function if exists app.figure_board(int[], timestamptz);
create or replace function app.figure_board(p_projects int[], p_at timestamptz)
returns table (project_id int, open int, late int)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  perform app.count_figures(true);
  return query
  select p.id, count(m.id)::int,
         (count(m.id) filter (where exists (
           select from turn t where t.matter_id = m.id and t.sort_at <= p_at)))::int
    from project p left join matter m on m.project_id = p.id and m.phase <> 'closed' and m.barred = '{}'
   where p.id = any (p_projects) and (p.station_id = any ((select app.figure_units())::int[])
     or exists (select from assignment a where a.project_id = p.id and a.account_id = app.account() and a.kind = 'SPONSOR'
       and a.valid_from <= p_at and (a.valid_to is null or a.valid_to > p_at)))
   group by p.id;
  perform app.count_figures(false);
end $$;

-- From when on there is anything to count; read once a night.
create or replace function app.figures_since() returns timestamptz stable language plpgsql
  security definer set search_path = pg_catalog, public as $$
declare
  v_since timestamptz;
begin
  perform app.count_figures(true);
  select min(m.opened_at) into v_since from matter m
   where m.branch_id = any ((select app.figure_units())::int[]) or m.station_id = any ((select app.figure_units())::int[]);
  perform app.count_figures(false);
  return v_since;
end $$;
