-- The quarterly list of rights: who confirmed which of them at a unit, and what he found wrong.
create table rights_review (
  unit_id int not null references unit,
  quarter text not null check (quarter ~ '^20\d\dQ[1-4]$'),
  grants int[] not null,
  confirmed_by int not null references account,
  confirmed_at timestamptz not null,
  note text not null,
  primary key (unit_id, quarter)
);
