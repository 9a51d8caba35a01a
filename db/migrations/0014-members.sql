-- First access, members of firms, and service plans.

-- A code on paper that opens a role at a firm, once. FIRST: given out by the police for the legal representative or the
-- liaison; INVITE: by the firm for its own people. Without a hash it is a liaison's proposal.
create table access_code (
  id int generated always as identity primary key,
  enterprise_id int not null references enterprise,
  kind text not null,
  role text not null references role,
  -- How an invited person will be called; a first code names nobody but the place.
  duty_name text,
  proposed_by int not null references account,
  proposed_at timestamptz not null,
  issued_by int references account,
  issued_at timestamptz,
  expires_at timestamptz,
  -- HMAC of the code; its key is not in the database, and the code itself only on the paper.
  code_hash bytea unique,
  redeemed_by int references account,
  redeemed_at timestamptz,
  ended_at timestamptz,
  check (kind = 'FIRST' and role in ('ENT_LEGAL_REP', 'ENT_LIAISON') and duty_name is null
    or kind = 'INVITE' and role in ('ENT_LIAISON', 'ENT_SECURITY', 'ENT_HR') and duty_name is not null),
  check (num_nonnulls(issued_by, issued_at, expires_at, code_hash) in (0, 4)),
  check (redeemed_at is null or ended_at is null)
);
create index access_code_enterprise on access_code (enterprise_id, id desc);
-- A new first code takes the place of the old one.
create unique index access_code_first on access_code (enterprise_id, role)
  where kind = 'FIRST' and redeemed_at is null and ended_at is null;

-- Whoever binds the firm (its legal representative) is a relation of his own.
insert into principal (kind, ref_id, duty) select 'enterprise', id, 'rep' from enterprise on conflict do nothing;
-- Access that is taken back at the very instant at which it was given never was.
alter table access_grant drop constraint access_grant_check1;
alter table access_grant add constraint access_grant_order check (valid_to is null or valid_to >= valid_from);

-- 一项目一方案 (A14): what the police offer a project, agreed by both sides, one row for each version.
create table service_plan (
  id int generated always as identity primary key,
  project_id int not null references project,
  -- Version, from 1 in each project.
  no int not null,
  state text not null check (state in
    ('DRAFT', 'PROPOSED', 'COMMENTED', 'CONFIRMED', 'DECLINED', 'WITHDRAWN', 'IN_FORCE', 'REPLACED')),
  content jsonb not null,
  -- Raised by every change of a draft: the optimistic lock.
  revision int not null,
  stage text not null,
  sector text not null,
  drafted_by int not null references account,
  drafted_at timestamptz not null,
  proposed_at timestamptz,
  signed_by int references account,
  signed_at timestamptz,
  unique (project_id, no)
);
create unique index service_plan_open on service_plan (project_id)
  where state in ('DRAFT', 'PROPOSED', 'COMMENTED', 'CONFIRMED');
create unique index service_plan_in_force on service_plan (project_id) where state = 'IN_FORCE';

-- What the two sides said to a version: proposed, confirmed, remarked, declined, signed, taken back.
create table service_plan_word (
  id int generated always as identity primary key,
  plan_id int not null references service_plan,
  at timestamptz not null,
  kind text not null check (kind in ('PROPOSE', 'CONFIRM', 'COMMENT', 'DECLINE', 'SIGN', 'WITHDRAW')),
  -- Null: the police's side.
  enterprise_id int references enterprise,
  account_id int not null references account,
  -- Who it was at that time, as the other side may read it.
  duty_name text not null,
  text text not null default ''
);
create index service_plan_word_plan on service_plan_word (plan_id, id);
