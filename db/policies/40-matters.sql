-- Row policies of matters. A row is seen by its readers (principals), by the city's office, or through the engine's
-- door, which names exactly one matter and is opened only after access has decided.
-- `readers && …` stays a filter: the bare boolean before it keeps the planner on the list's own anchor (rls.md §7.2).
do $$
declare t text;
begin
  foreach t in array array['matter', 'matter_audience', 'matter_guest', 'entry', 'task', 'turn', 'due', 'matter_link',
    'rating', 'number_series', 'file']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['matter_audience', 'matter_guest', 'entry', 'task', 'turn', 'due']
  loop
    execute format('drop policy if exists engine on %I', t);
    execute format('create policy engine on %I using (matter_id = (select app.engine())) with check (matter_id = (select app.engine()))', t);
  end loop;
end $$;

drop policy if exists see on matter;
create policy see on matter for select using (
  id = (select app.engine())
  or (
    ((select app.all_()) and not private or readers && (select app.p()) or id = any ((select app.glass())::bigint[]))
    -- Kept from whom it is about (decision 21), and from those who would read it by what he has lent them.
    and not barred && (select app.p())
    and (not barred && (select app.lenders()) or (select app.all_()) and not private or readers && (select app.own())
      or id = any ((select app.glass())::bigint[]))
    -- Who acts for several firms sees in each session those of one; a side is a side in any of them. The question
    -- whether he does is a subquery of its own: an `is null` outside it the planner takes for nearly never true, and
    -- then reads and sorts all of a list's anchor instead of its first rows.
    and ((select app.firm() is null) or enterprise_id = (select app.firm()) or readers && (select app.sides()))
  )
);
drop policy if exists engine_insert on matter;
create policy engine_insert on matter for insert with check (id = (select app.engine()));
drop policy if exists engine_update on matter;
create policy engine_update on matter for update using (id = (select app.engine())) with check (id = (select app.engine()));

-- An audience is seen by those in it, so that they can know who reads with them.
drop policy if exists see on matter_audience;
create policy see on matter_audience for select using (
  ((select app.all_()) or readers && (select app.p()) or matter_id = any ((select app.glass())::bigint[]))
  and exists (select from matter m where m.id = matter_id and (not m.private or matter_audience.readers && (select app.p())
    or m.id = any ((select app.glass())::bigint[])))
);

-- One rule for everything with an audience: the matter is visible, and so is the audience. A scalar subquery: the
-- planner can neither hash nor pull it up, and as the body of a function it would be a call for every row.
drop policy if exists see on entry;
create policy see on entry for select using (
  (select true from matter_audience a where a.matter_id = entry.matter_id and a.audience = entry.audience)
);
drop policy if exists see on task;
create policy see on task for select using (
  (select true from matter_audience a where a.matter_id = task.matter_id and a.audience = task.audience)
);

drop policy if exists see on matter_guest;
create policy see on matter_guest for select using (
  principal = any ((select app.p())::int[]) and (select true from matter m where m.id = matter_id)
);
drop policy if exists see on turn;
create policy see on turn for select using (
  -- A scalar subquery, which the planner can neither hash nor pull up: a work list asks it for its few rows only.
  principal = any ((select app.p())::int[]) and (select true from matter m where m.id = matter_id)
  or exists (select from task t where t.matter_id = turn.matter_id and t.no = task_no)
);
-- Only the platform's clock looks through what is due.
drop policy if exists clock on due;
create policy clock on due for select using ((select app.kind()) = 'system');

-- A link tells its parent only that something below it is open; the child itself is seen by its own readers.
drop policy if exists see on matter_link;
create policy see on matter_link for select using (
  parent_id = (select app.engine()) or child_id = (select app.engine())
  or (exists (select from matter m where m.id = parent_id) and exists (select from matter m where m.id = child_id))
);
drop policy if exists engine on matter_link;
create policy engine on matter_link for insert with check (child_id = (select app.engine()));
drop policy if exists close on matter_link;
create policy close on matter_link for update using (child_id = (select app.engine())) with check (child_id = (select app.engine()));

drop policy if exists rate on rating;
create policy rate on rating for insert with check (rater = (select app.account()));

-- Numbers are drawn by anybody who opens something.
drop policy if exists draw on number_series;
create policy draw on number_series using ((select app.kind()) <> '') with check ((select app.kind()) <> '');

-- Files: the uploader's own until they are attached, then everybody's who hears their audience.
drop policy if exists see on file;
create policy see on file for select using (
  case when project_id is not null then false
       when matter_id is null then uploaded_by = (select app.account()) or (select app.kind()) = 'system'
       else matter_id = (select app.engine())
         or (select true from matter_audience a where a.matter_id = file.matter_id and a.audience = file.audience) end
);
drop function if exists app.hears(bigint, text);
drop policy if exists upload on file;
create policy upload on file for insert with check (matter_id is null and uploaded_by = (select app.account()));
drop policy if exists attach on file;
create policy attach on file for update
  using (matter_id is null and project_id is null and uploaded_by = (select app.account()))
  with check (matter_id = (select app.engine()));
-- A file moves on to the entry that publishes what it was attached to.
drop policy if exists publish on file;
create policy publish on file for update using (matter_id = (select app.engine())) with check (matter_id = (select app.engine()));
drop policy if exists sweep on file;
create policy sweep on file for delete using (matter_id is null and project_id is null and (select app.kind()) = 'system');
