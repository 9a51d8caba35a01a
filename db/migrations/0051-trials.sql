-- A trial is put down before it is judged, and given back when it was none: of many at once no more than five are judged.
alter table sign_in_failure add column id bigint generated always as identity primary key;
-- When a trial too many was last put on record; once a minute is enough.
alter table sign_in_failure add column told_at timestamptz;
