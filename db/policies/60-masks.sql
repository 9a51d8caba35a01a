-- Who sees persons' telephones whole, and how often somebody has looked at masked ones.

/* Whether the actor is of a firm, is an officer of one of its projects, or keeps the desk of its station. Sponsors and
   specialists know the firm too, but call nobody: they see telephones masked. */
create or replace function app.needs_contacts(p_enterprise int, p_station int) returns boolean
stable language sql security definer set search_path = pg_catalog, public as $$
  select coalesce(app.firm() = p_enterprise, false)
    or app.kind() = 'staff' and exists (select from principal p where p.id = any (app.p()) and (
      p.kind = 'unit' and p.ref_id = p_station and p.duty = 'desk'
      or p.kind = 'project' and p.duty in ('a', 'officers')
        and exists (select from project_enterprise pe where pe.project_id = p.ref_id and pe.enterprise_id = p_enterprise)))
$$;

/* How many masked values the actor was shown whole since an instant. Waits for whatever else he is shown at this moment. */
create or replace function app.own_unmaskings(p_since timestamptz) returns int
volatile language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform pg_advisory_xact_lock(hashtext('unmask'), app.account());
  return (select count(*) from audit a where a.account_id = app.account() and a.at >= p_since and a.status = 200
    and a.operation in ('matter.unmask', 'enterprise.unmask'));
end $$;
