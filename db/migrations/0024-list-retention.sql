-- What a list says of persons is kept for some weeks. Then a list that was never written has lapsed, and one that was can
-- no longer be taken back.
alter table import_batch drop constraint import_batch_state_check;
alter table import_batch add check (state in ('CHECKED', 'APPLIED', 'UNDONE', 'LAPSED'));
alter table import_batch add column swept_at timestamptz;

-- A change that came with a list names it, instead of a note in one language.
alter table project_evidence add column import_batch_id int references import_batch;
alter table project_evidence add column taken_back boolean not null default false;
