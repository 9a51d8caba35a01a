-- Lists of what is not closed: a few of each hundred matters, so that no list has to look through the others.
create index matter_enterprise_open on matter (enterprise_id, opened_at desc, id desc) where phase <> 'closed';
create index matter_project_open on matter (project_id, opened_at desc, id desc) where phase <> 'closed';

-- An invitation knows whether its matter is closed: the same for the lists of those who were invited.
alter table matter_guest add column open boolean not null default true;
-- The owner is bound by the row policies, which are written again after every migration.
alter table matter no force row level security;
alter table matter_guest no force row level security;
update matter_guest g set open = false from matter m where m.id = g.matter_id and m.phase = 'closed';
create index matter_guest_open on matter_guest (principal, opened_at, matter_id) where open;
create index matter_guest_matter on matter_guest (matter_id);
