-- The end of what people wrote beside the matters (S6): each kind with a rule of its own, as `59-retention.sql` has it for
-- matters. Who had which place and which right, and when, stays: it says by its numbers who was responsible.

/* For the functions below, which keep it (`app.keep`): whether anything of a matter, or of any matter of a project, is held. */
create or replace function app.holds_on(p_project int, p_matter bigint, p_at timestamptz) returns boolean
stable language sql security definer set search_path = pg_catalog, public as $$
  select exists (select from legal_hold h join matter m on m.id = h.matter_id
    where (m.id = p_matter or m.project_id = p_project) and app.is_active(h.id, p_at))
$$;

/* What people wrote that is over before an instant: in which table, by its key there, since when, and whether a hold keeps
   it. Only what still has words. Asked by functions that keep it (`app.keep`). A place, a right, a project counts from its end: what lasts keeps its reasons. */
create or replace function app.words_over(p_at timestamptz, p_before timestamptz)
returns table (kind text, source text, key text, ends_at timestamptz, held boolean)
stable language sql security definer set search_path = pg_catalog, public as $$
  with written (kind, source, key, ended, project_id, matter_id) as (
    select 'staffing', 'assignment', a.id::text, a.valid_to, a.project_id, null::bigint
      from assignment a where num_nonnulls(a.reason, a.end_reason) > 0
    union all
    select 'staffing', 'assignment_proposal', s.id::text, s.decided_at, s.project_id, null
      from assignment_proposal s where s.reason <> '—'
    union all
    select 'staffing', 'delegation', d.id::text, d.valid_to, null, null from delegation d where d.reason <> '—'
    union all
    select 'staffing', 'handover', h.id::text, h.decided_at, h.project_id, null
      from handover h where h.note not in ('', '—') or exists (select from handover_item i where i.handover_id = h.id)
    union all
    select 'rights', 'access_code', c.id::text, coalesce(c.redeemed_at, c.ended_at, c.expires_at, c.proposed_at), null, null
      from access_code c where c.duty_name <> '—'
    union all
    select 'rights', 'access_grant', g.id::text, g.valid_to, null, null from access_grant g where g.end_reason is not null
    union all
    -- Why somebody has a right stands in the quarterly list for as long as he has it.
    select 'rights', 'grant_proposal', p.id::text, case when p.grant_id is null then p.decided_at else g.valid_to end, null, null
      from grant_proposal p left join access_grant g on g.id = p.grant_id where p.reason <> '—' or p.note is not null
    union all
    select 'rights', 'rights_review', v.unit_id || ' ' || v.quarter, v.confirmed_at, null, null
      from rights_review v where v.note not in ('', '—')
    union all
    select 'rights', 'service_account', s.account_id::text,
           coalesce(s.revoked_at, case when s.state = 'REFUSED' then s.decided_at end), null, null
      from service_account s where num_nonnulls(s.note, s.revoke_reason) > 0
    union all
    select 'openings', 'glass', g.id::text, coalesce(g.ends_at, g.asked_at), null, g.matter_id from glass g where g.reason <> '—'
    union all
    select 'openings', 'legal_hold', h.id::text,
           least(h.lifted_at, (h.until_day + 1)::timestamp at time zone 'Asia/Shanghai'), null, h.matter_id
      from legal_hold h where h.reason <> '—' or h.lift_reason is not null
    union all
    select 'projectPapers', 'project', p.id::text,
           greatest(p.stage_since::timestamp at time zone 'Asia/Shanghai',
                    (select max(c.at) from project_change c where c.project_id = p.id)), p.id, null
      from project p
     where p.stage in ('ARCHIVED', 'TERMINATED') and (
       exists (select from project_change c where c.project_id = p.id and c.actor_name <> '—')
       or exists (select from project_evidence e where e.project_id = p.id)
       or exists (select from project_contact c where c.project_id = p.id)
       or exists (select from service_plan s where s.project_id = p.id))
    union all
    select 'rating', 'rating', r.id::text, (r.month + interval '1 month') at time zone 'Asia/Shanghai', null, null from rating r
  )
  select w.kind, w.source, w.key, w.ended + make_interval(months => r.months), app.holds_on(w.project_id, w.matter_id, p_at)
    from written w join retention_rule r on r.kind = w.kind
   where w.ended + make_interval(months => r.months) <= p_before
     and (app.kind() = 'system' or app.keeps_data() or app.auditor())
$$;

/* Blanks the words whose time is over, and deletes what is nothing but words: contacts, evidence, plans, single ratings, of
   which the figures were taken long ago. Gives how many of each kind, and the storage keys of the files that are gone. */
create or replace function app.erase_words(p_at timestamptz) returns table (kind text, count int, keys text[])
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
  perform app.demand_system();
  perform app.keep(true);
  -- A hold that is being placed is waited for; one that comes meanwhile waits.
  perform pg_advisory_xact_lock(59, 0);
  return query
  with past as materialized (select w.kind, w.source, w.key from app.words_over(p_at, p_at) w where not w.held),
    assignments as (update assignment a set reason = null, end_reason = null
      from past p where p.source = 'assignment' and p.key = a.id::text),
    proposals as (update assignment_proposal s set reason = '—'
      from past p where p.source = 'assignment_proposal' and p.key = s.id::text),
    delegations as (update delegation d set reason = '—' from past p where p.source = 'delegation' and p.key = d.id::text),
    handovers as (update handover h set note = '—' from past p where p.source = 'handover' and p.key = h.id::text),
    items as (delete from handover_item i using past p where p.source = 'handover' and p.key = i.handover_id::text),
    codes as (update access_code c set duty_name = '—' from past p where p.source = 'access_code' and p.key = c.id::text),
    grants as (update access_grant g set end_reason = null from past p where p.source = 'access_grant' and p.key = g.id::text),
    asked as (update grant_proposal o set reason = '—', note = null
      from past p where p.source = 'grant_proposal' and p.key = o.id::text),
    reviews as (update rights_review v set note = '—'
      from past p where p.source = 'rights_review' and p.key = v.unit_id || ' ' || v.quarter),
    systems as (update service_account s set note = null, revoke_reason = null
      from past p where p.source = 'service_account' and p.key = s.account_id::text),
    glasses as (update glass g set reason = '—' from past p where p.source = 'glass' and p.key = g.id::text),
    holds as (update legal_hold h set reason = '—', lift_reason = null
      from past p where p.source = 'legal_hold' and p.key = h.id::text),
    ratings as (delete from rating r using past p where p.source = 'rating' and p.key = r.id::text),
    projects as (select p.key::int as id from past p where p.source = 'project'),
    files as (delete from file f using projects j where f.project_id = j.id returning f.storage_key, f.thumb_key),
    evidence as (delete from project_evidence e using projects j where e.project_id = j.id),
    changes as (update project_change c set actor_name = '—' from projects j where c.project_id = j.id),
    contacts as (delete from project_contact c using projects j where c.project_id = j.id),
    said as (delete from service_plan_word w using service_plan s, projects j where w.plan_id = s.id and s.project_id = j.id),
    plans as (delete from service_plan s using projects j where s.project_id = j.id returning s.id),
    stones as (insert into tombstone (kind, ref_id, erased_at) select 'servicePlan', s.id, p_at from plans s)
  select p.kind, count(*)::int, case when p.kind = 'projectPapers' then array(
      select k from files f cross join unnest(array[f.storage_key, f.thumb_key]) k where k is not null) else '{}' end
    from past p group by p.kind;
  perform app.keep(false);
end $$;
