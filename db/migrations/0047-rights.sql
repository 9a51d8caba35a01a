-- Data protection: its officer, what people consent to, and which privacy notice they were shown.
insert into principal (kind, ref_id, duty) select 'unit', id, 'dataProtection' from unit on conflict do nothing;

-- Each word about a consent, the newest counts; the purpose is said by `capabilities/rights/consents.ts`.
create table consent (
  id bigint generated always as identity primary key,
  account_id int not null references account,
  purpose text not null check (purpose in ('contactShared')),
  -- Of the privacy notice in which it was explained.
  notice_version int not null,
  given boolean not null,
  at timestamptz not null
);
create index consent_account on consent (account_id, purpose, id desc);

create table privacy_notice_shown (
  account_id int not null references account,
  version int not null,
  at timestamptz not null,
  primary key (account_id, version)
);
