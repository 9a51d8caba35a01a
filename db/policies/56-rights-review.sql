-- Who has which right at a unit, for those who keep its accounts and those who lead it, and its confirmation each quarter.
alter table rights_review enable row level security;
alter table rights_review force row level security;
drop policy if exists definer on rights_review;
create policy definer on rights_review to current_user using (true) with check (true);

/* Whoever leads a unit answers for its list: its chief, its leader, the program office that runs it. By a relation of his
   own, and never an administrator of any kind. */
create or replace function app.confirms_rights(p_unit int) returns boolean stable language sql as $$
  select not (select app.administers()) and not (select app.auditor()) and (
    p_unit = any ((select app.offices())::int[])
    or exists (select from principal p where p.kind = 'unit' and p.ref_id = p_unit and p.duty in ('chief', 'leader', 'office')
      and p.id = any ((select app.own())::int[])))
$$;

drop function if exists app.rights_of(int, timestamptz);
create or replace function app.rights_of(p_unit int, p_at timestamptz)
returns table (id int, account_id int, unit_id int, unit_name text, duty_name text, police_number text, role text, valid_from timestamptz,
  valid_to timestamptz, proposed_by text, approved_by text, reason text, may boolean)
stable language sql security definer set search_path = pg_catalog, public as $$
  with place as (
    select u.id, u.code, u.short_name, app.confirms_rights(u.id) as may, app.keeps('security', u.id) as kept from unit u
     where (p_unit is null or u.id = p_unit) and app.kind() = 'staff'
  )
  select g.id, g.account_id, l.id, l.short_name, a.duty_name, a.police_number, g.role, g.valid_from, g.valid_to, asked.duty_name,
         approved.duty_name, p.reason, l.may
    from place l join access_grant g on g.unit_id = l.id join account a on a.id = g.account_id
    left join grant_proposal p on p.grant_id = g.id
    left join account asked on asked.id = p.proposed_by left join account approved on approved.id = p.decided_by
   where (l.may or l.kept) and g.valid_from <= p_at and (g.valid_to is null or g.valid_to > p_at)
     and (a.closed_at is null or a.closed_at > p_at)
   order by l.code, a.duty_name, g.role, g.id
$$;

drop policy if exists see on rights_review;
create policy see on rights_review for select using (
  app.keeps('security', unit_id) or (select app.auditor()) or app.confirms_rights(unit_id)
);
drop policy if exists confirm on rights_review;
create policy confirm on rights_review for insert with check (
  confirmed_by = (select app.account()) and app.confirms_rights(unit_id)
);
drop policy if exists again on rights_review;
create policy again on rights_review for update using (app.confirms_rights(unit_id))
  with check (confirmed_by = (select app.account()) and app.confirms_rights(unit_id));

do $$ begin
  execute format('grant select, insert on rights_review to %I', current_setting('huhang.app_role'));
  execute format('grant update (grants, confirmed_by, confirmed_at, note) on rights_review to %I', current_setting('huhang.app_role'));
end $$;
