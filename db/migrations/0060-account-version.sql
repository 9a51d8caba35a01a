-- Goes up with each correction, so that two administrators do not overwrite each other (app.count_correction).
alter table account add column version int not null default 1;
