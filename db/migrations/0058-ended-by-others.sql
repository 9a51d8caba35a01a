-- A session that whoever keeps the account has ended.
alter table session drop constraint session_end_reason_check;
alter table session add constraint session_end_reason_check
  check (end_reason in ('OUT', 'REPLACED', 'REMOVED', 'PASSWORD', 'RECOVERY', 'GRANT', 'ADMIN'));
