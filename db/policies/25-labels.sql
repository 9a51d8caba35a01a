/* Words for principals: which duty, at which unit or firm, and by whom it is filled at an instant where one person is
   named (B while A is away). Whoever may see a matter may read in words who stands in it, so this looks past the row
   policies of people and projects; callers give principals of rows that they could see, and get duty names only.
   plpgsql keeps the plan, and is told to use what it keeps: with the policies of five tables in it, planning took longer
   than everything else of a read. */
create or replace function app.labels_of(p_ids int[], p_at timestamptz)
returns table (id int, duty text, unit_name text, duty_name text)
stable language plpgsql security definer
  set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan as $$
begin
  if app.kind() = '' then return; end if;
  return query
    select p.id, p.duty, coalesce(u.short_name, e.name, s.short_name), coalesce(own.duty_name, person.duty_name)
      from principal p
      left join unit u on p.kind = 'unit' and u.id = p.ref_id
      left join enterprise e on p.kind = 'enterprise' and e.id = p.ref_id
      left join account own on p.kind = 'account' and own.id = p.ref_id
      left join project j on p.kind = 'project' and j.id = p.ref_id
      left join unit s on s.id = j.station_id
      left join lateral (
        select a.duty_name
          from assignment g join account a on a.id = g.account_id
         where p.kind = 'project' and g.project_id = p.ref_id
           and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
           and g.kind = any (case p.duty when 'a' then array['A', 'B'] when 'b' then array['B']
             when 'sponsor' then array['SPONSOR'] when 'specialist' then array['SPECIALIST'] else array[]::text[] end)
         order by app.is_absent(a.id, p_at), g.kind limit 1
      ) person on true
     where p.id = any (p_ids);
end $$;
