-- The index is written through the engine's door and read by one narrow function only: `@@` under a row policy would be a
-- filter behind it and look at every row (rls.md §3 (6)).
alter table matter_search enable row level security;
alter table matter_search force row level security;
drop policy if exists definer on matter_search;
create policy definer on matter_search to current_user using (true) with check (true);
drop policy if exists engine on matter_search;
create policy engine on matter_search using (matter_id = (select app.engine())) with check (matter_id = (select app.engine()));
do $$ begin
  execute format('grant select, insert, update on matter_search to %I', current_setting('huhang.app_role'));
end $$;

/* What a text can be found by: words of letters and digits, and each two neighbouring Chinese characters. */
create or replace function app.search_terms(p_text text) returns text[] immutable parallel safe language sql as $$
  select coalesce(array_agg(distinct term), '{}')
    from (
      select left(w[1], 60) as term
        from regexp_matches(lower(normalize(coalesce(p_text, ''), NFKC)), '[a-z0-9]+', 'g') w
      union all
      select substr(r[1], at, 2)
        from regexp_matches(normalize(coalesce(p_text, ''), NFKC), '[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}', 'g') r
       cross join generate_series(1, length(r[1]) - 1) at
    ) found
$$;

/* The same of a question: all of it has to be there, a word of letters and digits at least as a beginning. */
create or replace function app.search_question(p_text text) returns tsquery immutable parallel safe language sql as $$
  select string_agg(case when term ~ '^[a-z0-9]' then quote_literal(term) || ':*' else quote_literal(term) end, ' & ')::tsquery
    from unnest(app.search_terms(p_text)) term
$$;

create or replace function app.quarter_of(p_at timestamptz) returns int immutable parallel safe language sql as $$
  select (extract(year from p_at at time zone 'Asia/Shanghai') * 4 + extract(quarter from p_at at time zone 'Asia/Shanghai'))::int
$$;

/* Matters that a text may lead to, the newest first, among those whose reader the actor is. Takes him from the transaction
   and never as an argument, and gives ids only: whoever calls asks for the rows again, under the row policies. Looks
   through the quarters from the newest, ever more of them at once, and stops when there are enough. */
create or replace function app.search_matters(p_text text, p_limit int) returns table (id bigint)
stable language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v_question tsquery := app.search_question(p_text);
  v_mine tsquery;
  v_last int;
  v_first int;
  v_width int := 1;
  v_left int := least(p_limit, 500);
  v_found int;
begin
  if v_question is null or app.kind() not in ('staff', 'member') then return; end if;
  if not app.all_() then
    select string_agg(format('''~r%s''', reader), '|')::tsquery into v_mine from unnest(app.p()) reader;
    if v_mine is null then return; end if;
    v_question := v_question && v_mine;
  end if;
  select app.quarter_of(min(s.opened_at)), app.quarter_of(max(s.opened_at)) into v_first, v_last from matter_search s;
  while v_left > 0 and v_last >= v_first loop
    return query execute
      'select s.matter_id from matter_search s where s.terms @@ $1 order by s.opened_at desc, s.matter_id desc limit $2'
      using v_question && (select string_agg(format('''~q%s''', quarter), '|')::tsquery
                             from generate_series(v_last - v_width + 1, v_last) quarter), v_left;
    get diagnostics v_found = row_count;
    v_left := v_left - v_found;
    v_last := v_last - v_width;
    v_width := v_width * 2;
  end loop;
end $$;

/* Writes the index of the matter behind the engine's door. `p_answers`: for each procedure the steps and publications that
   are official answers. The last ten of them; what is the same is not written again. */
create or replace function app.index_matter(p_answers jsonb) returns void language sql as $$
  insert into matter_search (matter_id, opened_at, terms)
  select m.id, m.opened_at, array_to_tsvector(
      app.search_terms(concat_ws(' ', m.number, m.title, t.name_zh, t.name_en, p.code, p.name, e.name, answers.texts))
      || array(select '~r' || reader from unnest(m.readers) reader)
      || array['~q' || app.quarter_of(m.opened_at)])
    from matter m
    left join topic t on t.code = m.topic
    left join project p on p.id = m.project_id
    left join enterprise e on e.id = m.enterprise_id
    left join lateral (
      select string_agg(field.value #>> '{}', ' ') as texts
        from (select n.form from entry n
               where n.matter_id = m.id
                 and (n.kind = 'step' and p_answers -> m.procedure -> 'steps' ? n.name
                   or n.kind = 'publication' and p_answers -> m.procedure -> 'publications' ? n.name)
               order by n.seq desc limit 10) answer
       cross join jsonb_each(answer.form) field
       where jsonb_typeof(field.value) = 'string'
    ) answers on true
   where m.id = app.engine()
  on conflict (matter_id) do update set terms = excluded.terms where matter_search.terms is distinct from excluded.terms
$$;

/* The same for all matters with an id in a range, each behind its own door; gives how many of them changed. */
create or replace function app.index_matters(p_from bigint, p_to bigint, p_answers jsonb) returns int language plpgsql as $$
declare
  v_before tsvector;
  v_after tsvector;
  v_changed int := 0;
begin
  for v_id in p_from .. p_to loop
    perform set_config('app.engine', v_id::text, true);
    select s.terms into v_before from matter_search s where s.matter_id = v_id;
    perform app.index_matter(p_answers);
    select s.terms into v_after from matter_search s where s.matter_id = v_id;
    v_changed := v_changed + (v_before is distinct from v_after)::int;
  end loop;
  perform set_config('app.engine', '', true);
  return v_changed;
end $$;
