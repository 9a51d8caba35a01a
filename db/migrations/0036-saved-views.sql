-- Filters, order and columns of a list under a name: one's own, or a unit's, shared by its program office.
create table saved_view (
  id int generated always as identity primary key,
  -- mine: what waits for me; all: all matters; board: projects.
  list text not null check (list in ('mine', 'all', 'board')),
  name text not null,
  account_id int references account,
  unit_id int references unit,
  settings jsonb not null,
  -- With this view its owner's list opens.
  is_default boolean not null default false,
  version int not null default 1,
  created_by int not null references account,
  created_at timestamptz not null,
  check (num_nonnulls(account_id, unit_id) = 1),
  check (not is_default or account_id is not null)
);
create unique index saved_view_own on saved_view (account_id, list, name) where account_id is not null;
create unique index saved_view_shared on saved_view (unit_id, list, name) where unit_id is not null;
create unique index saved_view_default on saved_view (account_id, list) where is_default;
