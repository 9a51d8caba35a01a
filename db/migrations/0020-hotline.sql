-- What a ticket of the hotline 12345 is to the hotline; what is done with it is a matter.
create table hotline_ticket (
  matter_id bigint primary key references matter,
  -- As the hotline writes it: the same ticket twice is the same row.
  number text not null unique,
  -- Of what the hotline passed on, to tell the same ticket from another one under its number.
  content_hash bytea not null,
  branch_id int not null references unit,
  class text not null check (class in ('H2', 'H24', 'D7', 'D15')),
  received_at timestamptz not null,
  -- The earlier one of the class's limit and the hotline's own deadline.
  due_at timestamptz not null check (due_at > received_at),
  came_at timestamptz not null,
  subject text not null,
  place text
);
create index hotline_ticket_topic on hotline_ticket (branch_id, place, subject, received_at);

-- Workbooks of replies for the hotline; each reply goes out once.
create table hotline_export (
  id int generated always as identity primary key,
  branch_id int not null references unit,
  made_by int not null references account,
  made_at timestamptz not null
);
create table hotline_export_reply (
  matter_id bigint not null,
  entry_seq int not null,
  export_id int not null references hotline_export,
  primary key (matter_id, entry_seq),
  foreign key (matter_id, entry_seq) references entry
);
create index hotline_export_reply_export on hotline_export_reply (export_id);
