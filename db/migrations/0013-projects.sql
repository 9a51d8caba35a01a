-- The life of a project: what is planned, where it is, what was done to it, and the work that each stage brings.
alter table project
  add column version int not null default 1,
  -- While it is suspended or terminated: the stage to which it returns.
  add column suspended_from text check (suspended_from in ('SIGNED', 'LANDED', 'CONSTRUCTION', 'PRODUCTION', 'FOLLOW_UP')),
  add column planned_landed date,
  add column planned_construction date,
  add column planned_production date,
  add column lat double precision check (lat between -90 and 90),
  add column lng double precision check (lng between -180 and 180),
  add check ((lat is null) = (lng is null));
create index project_stage_since on project (stage, stage_since);

-- A project may come back to a stage, even on the same day.
alter table project_stage drop constraint project_stage_pkey;
alter table project_stage add column seq int generated always as identity;
alter table project_stage add primary key (project_id, seq);

-- What was done to a project, by whom: only ever added to; the project's own row is the latest state.
create table project_change (
  project_id int not null references project,
  -- The project's version afterwards.
  seq int not null,
  at timestamptz not null,
  kind text not null check (kind in ('CREATED', 'CHANGED', 'MOVED', 'SUSPENDED', 'RESUMED', 'TERMINATED', 'ARCHIVED')),
  actor_id int not null references account,
  -- Who it was at that time.
  actor_name text not null,
  from_stage text,
  to_stage text,
  -- The day on which it became so, which may lie before the day on which it was written down.
  day date,
  primary key (project_id, seq)
);

-- On what it rests: for the police side only.
create table project_evidence (
  project_id int not null,
  seq int not null,
  note text not null,
  -- Fields that were changed: [before, after] by name.
  fields jsonb not null default '{}',
  primary key (project_id, seq),
  foreign key (project_id, seq) references project_change
);
alter table file
  add column project_id int,
  add column project_seq int,
  add foreign key (project_id, project_seq) references project_evidence,
  add check (project_id is null or matter_id is null);
create index file_project on file (project_id, project_seq) where project_id is not null;

-- The work that a stage brings (P3), as data: an office may change words, limits and which of it is wanted.
create table stage_item (
  code text primary key,
  stage text not null check (stage in ('SIGNED', 'LANDED', 'CONSTRUCTION', 'PRODUCTION', 'FOLLOW_UP')),
  position int not null,
  name_zh text not null,
  name_en text not null,
  text_zh text not null,
  text_en text not null,
  limit_wd int not null check (limit_wd between 1 and 250),
  -- Whether the firm reads along, and may say that it does not want it (GR-12).
  with_firm boolean not null,
  voluntary boolean not null,
  wanted boolean not null default true,
  check (with_firm or not voluntary)
);

-- Which matter an item has become for a project: each at most one.
create table project_stage_item (
  project_id int not null references project,
  code text not null references stage_item,
  matter_id bigint not null unique references matter,
  primary key (project_id, code)
);

insert into stage_item (code, stage, position, limit_wd, with_firm, voluntary, name_zh, name_en, text_zh, text_en) values
  ('firstContact', 'SIGNED', 1, 3, true, false, '首次联系企业', 'First contact with the firm',
   '主动联系企业，说明谁是警长、怎么找、什么事可以找。先打电话，不必上门。',
   'Contact the firm, say who its officers are, how to reach them and with what. By telephone first; no visit is needed.'),
  ('contactCard', 'SIGNED', 2, 5, true, false, '送达联系卡', 'Hand over the contact card',
   '把 A、B 警长和派出所值班电话交到联络员手里。', 'Give the liaison the duty telephones of officers A and B and of the station.'),
  ('servicePlan', 'SIGNED', 3, 10, true, false, '商定服务方案', 'Agree on the service plan',
   '和企业一起定一份服务方案：有哪些难处、要哪些服务、不要哪些。', 'Draw up the service plan together: what is difficult, which services are wanted and which are not.'),
  ('sitePlan', 'LANDED', 1, 10, true, false, '工地安全保卫方案', 'Site security plan',
   '和企业一起看围挡、门卫、夜间照明和贵重材料堆放，写成方案。', 'Look with the firm at fences, gates, lights at night and where valuable material lies; write it down.'),
  ('routeSurvey', 'LANDED', 2, 10, true, false, '运输路线踏勘', 'Survey of haul routes',
   '会同交警看进出路口、限高限重和时段，给出能走的路线。', 'With the traffic police look at junctions, height and weight limits and hours; name routes that can be used.'),
  ('openIssues', 'LANDED', 3, 10, false, false, '遗留问题摸底', 'Survey of open issues',
   '了解用地、通行、噪声等还没解决的事。记事不记人。', 'Find out what is still open about land, access and noise. Record matters, not persons.'),
  ('openingLesson', 'CONSTRUCTION', 1, 10, true, true, '开工第一课', 'Opening lesson',
   '给进场人员讲一次防盗、防骗和用工登记，时间由企业定。', 'One talk for the people on the site about theft, fraud and registration, at a time that the firm chooses.'),
  ('residenceDrive', 'CONSTRUCTION', 2, 20, true, true, '集中办理居住登记', 'Residence registration on the site',
   '工人多的，到工地集中办一次居住登记和居住证。', 'Where there are many workers, register residence and issue permits once on the site.'),
  ('explosives', 'CONSTRUCTION', 3, 10, true, false, '民爆和危化品使用指导', 'Guidance on explosives and chemicals',
   '用到民爆物品或危化品的，说明许可、储存和运输要求。不涉及的写“不涉及”。', 'Where explosives or hazardous chemicals are used, explain permits, storage and transport. Otherwise say that none are used.'),
  ('patrolRoute', 'CONSTRUCTION', 4, 10, false, false, '纳入巡逻路线', 'Patrol route',
   '把工地周边排进夜间巡逻路线。', 'Put the surroundings of the site on the night patrol.'),
  ('internalSecurity', 'PRODUCTION', 1, 20, true, false, '内部治安保卫制度', 'Internal security system',
   '指导企业建立内部治安保卫制度，明确负责人。', 'Advise on the firm''s internal security rules and on who answers for them.'),
  ('ipList', 'PRODUCTION', 2, 20, true, true, '知识产权保护清单', 'List of protected rights',
   '企业愿意的，登记要保护的商标、专利和商业秘密种类，便于快速联系。', 'If the firm wishes, note which marks, patents and kinds of trade secrets need protection.'),
  ('fleet', 'PRODUCTION', 3, 20, true, true, '车辆和驾驶人服务', 'Fleet service',
   '有车队的，说明查验、年检和安全提示怎么办。', 'For firms with vehicles: how inspections, renewals and safety notices work.'),
  ('fraudDrill', 'PRODUCTION', 4, 20, true, true, '反诈演练', 'Fraud drill',
   '给财务和采购岗位做一次防诈骗演练。', 'One drill against fraud for finance and purchasing.'),
  ('safeEnterprise', 'PRODUCTION', 5, 30, true, true, '平安企业创建邀请', 'Invitation to the safe-enterprise scheme',
   '介绍平安企业创建，参加不参加都不影响其他服务。', 'Explain the scheme. Whether the firm takes part changes no other service.'),
  ('returnTalk', 'FOLLOW_UP', 1, 20, true, true, '后续服务回访', 'Follow-up talk',
   '问一问前面答应的事办得怎样、还需要什么。', 'Ask how what was promised has turned out and what is still needed.');
