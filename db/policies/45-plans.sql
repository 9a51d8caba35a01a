-- Service plans: drafted by whoever holds officer A's place, answered by the project's firms, read by both sides.
create or replace function app.drafts_plan(p_project int) returns boolean stable language sql as $$
  select (select app.kind()) = 'staff' and exists (select from principal p where p.kind = 'project' and p.ref_id = p_project
    and p.duty = 'a' and p.id = any ((select app.p())::int[]))
$$;
-- The firm of this session takes part in the project, and the actor speaks for it.
create or replace function app.answers_plan(p_project int) returns boolean stable language sql as $$
  select (select app.kind()) = 'member' and p_project = any ((select app.projects())::int[]) and (select app.speaks_for_firm())
$$;

-- A draft is the police's own paper; what was proposed stays readable as it was.
drop policy if exists see on service_plan;
create policy see on service_plan for select using (
  case (select app.kind())
    -- Also of a draft that was dropped before anybody proposed it the firm reads nothing.
    when 'member' then proposed_at is not null and project_id = any ((select app.projects())::int[])
    when 'staff' then (select app.all_()) or project_id = any ((select app.projects())::int[])
      or exists (select from project j where j.id = project_id
        and j.station_id = any ((select app.units())::int[]))
    else false end
);
drop policy if exists draft on service_plan;
create policy draft on service_plan for insert with check (
  state = 'DRAFT' and drafted_by = (select app.account()) and app.drafts_plan(project_id)
);
drop policy if exists change on service_plan;
create policy change on service_plan for update
  using (app.drafts_plan(project_id)) with check (app.drafts_plan(project_id));
drop policy if exists answer on service_plan;
create policy answer on service_plan for update
  using (state = 'PROPOSED' and app.answers_plan(project_id))
  with check (state in ('CONFIRMED', 'COMMENTED', 'DECLINED') and app.answers_plan(project_id));

-- What somebody says to a version he says in his own name and for his own side.
drop policy if exists see on service_plan_word;
create policy see on service_plan_word for select using (exists (select from service_plan s where s.id = plan_id));
drop policy if exists say on service_plan_word;
create policy say on service_plan_word for insert with check (
  account_id = (select app.account()) and exists (select from service_plan s where s.id = plan_id and (
    kind in ('PROPOSE', 'SIGN', 'WITHDRAW') and enterprise_id is null and app.drafts_plan(s.project_id)
    or kind in ('CONFIRM', 'COMMENT', 'DECLINE') and enterprise_id = (select app.firm()) and app.answers_plan(s.project_id)))
);

-- What the other side has read does not change any more, whoever writes.
create or replace function app.keep_plan() returns trigger language plpgsql as $$
begin
  if (old.state <> 'DRAFT' and new.content is distinct from old.content)
    or (new.project_id, new.no, new.stage, new.sector, new.drafted_by) is distinct from
       (old.project_id, old.no, old.stage, old.sector, old.drafted_by) then
    raise exception 'a plan that was proposed is not changed' using errcode = '42501';
  end if;
  -- In force only by both sides: the firm's confirmation comes before the officer's signature.
  if new.state = 'IN_FORCE' and old.state not in ('CONFIRMED', 'IN_FORCE') then
    raise exception 'a plan is in force only after both sides agreed' using errcode = '42501';
  end if;
  if new.state = 'CONFIRMED' and old.state <> 'CONFIRMED' and app.kind() <> 'member' then
    raise exception 'a plan is confirmed only by the firm' using errcode = '42501';
  end if;
  return new;
end $$;
create or replace trigger keep_plan before update on service_plan for each row execute function app.keep_plan();
