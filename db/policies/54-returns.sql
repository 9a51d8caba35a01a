-- Draws of return visits: the platform's own. Whoever handles matters or runs the program learns of none before it is asked.
do $$
declare
  t text;
  r text := current_setting('huhang.app_role');
begin
  foreach t in array array['return_visit_rule', 'return_visit_draw', 'matter_duplicate']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  execute format('grant select, insert, update on return_visit_draw, matter_duplicate to %I', r);
  execute format('grant delete on matter_link to %I', r);
  drop policy if exists figures on return_visit_draw;
  create policy figures on return_visit_draw for select to current_user using ((select app.counts_figures()));
end $$;

drop policy if exists keep on return_visit_draw;
create policy keep on return_visit_draw using ((select app.kind()) = 'system') with check ((select app.kind()) = 'system');

/* Closed matters of a month with their draws, for an auditor to draw again: ids and nothing of what they are about.
   `drawn` false: there is none. `rule_share`: what the rule said when the matter was closed. */
drop function if exists app.return_visit_draws(timestamptz, timestamptz, text[], text[]);
create function app.return_visit_draws(p_from timestamptz, p_to timestamptz, p_procedures text[], p_steps text[])
returns table (matter_id bigint, drawn boolean, key_id text, point int, share_percent int, rule_share int,
  reopened boolean, was_reopened boolean, chosen boolean, opened boolean)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
  if not app.auditor() then return; end if;
  perform app.count_figures(true);
  return query
  select m.id, d.matter_id is not null, d.key_id, d.point, d.share_percent,
         (select r.share_percent from return_visit_rule r where r.valid_from <= m.closed_at
           order by r.valid_from desc, r.version desc limit 1),
         d.reopened,
         exists (select from entry e where e.matter_id = m.id and e.kind = 'step' and e.name = any (p_steps)),
         d.chosen, d.visit_id is not null
    from matter m left join return_visit_draw d on d.matter_id = m.id
   where m.closed_at >= p_from and m.closed_at < p_to and m.procedure = any (p_procedures) and m.barred = '{}'
     and m.outcome is distinct from 'CONVERTED_APPEAL'
   order by m.id;
  perform app.count_figures(false);
end $$;

-- What was decided about two matters is known to whoever reads both; it is written through the engine's door to one.
drop policy if exists see on matter_duplicate;
create policy see on matter_duplicate for select using (
  exists (select from matter m where m.id = first_id) and exists (select from matter m where m.id = second_id)
);
drop policy if exists decide on matter_duplicate;
create policy decide on matter_duplicate for insert with check (
  decided_by = (select app.account()) and (select app.engine()) in (first_id, second_id)
);
drop policy if exists decide_again on matter_duplicate;
create policy decide_again on matter_duplicate for update using ((select app.engine()) in (first_id, second_id))
  with check (decided_by = (select app.account()) and (select app.engine()) in (first_id, second_id));
-- A link between two that are not the same after all.
drop policy if exists unlink on matter_link;
create policy unlink on matter_link for delete using (
  kind = 'DUPLICATE_OF' and (select app.engine()) in (parent_id, child_id)
);
