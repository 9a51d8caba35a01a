-- Kinds of matters that this database has been run with (decision 8). A change that would break running matters raises the
-- version, and the migration that maps them takes the old row away.
create table procedure_version (
  procedure text not null,
  version int not null,
  since timestamptz not null,
  primary key (procedure, version)
);
