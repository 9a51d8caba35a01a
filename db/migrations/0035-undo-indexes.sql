-- Taking back what a list made deletes projects, firms and their principals; each time the database looks for what still
-- names them. Without these it reads the whole table for each of them.
create index task_holder on task (holder);
create index delegation_principal on delegation (principal_id);
create index session_enterprise on session (enterprise_id) where enterprise_id is not null;
create index service_plan_word_enterprise on service_plan_word (enterprise_id) where enterprise_id is not null;
create index notice_enterprise on notice (enterprise_id) where enterprise_id is not null;
create index notice_project on notice (project_id) where project_id is not null;
create index handover_project on handover (project_id);
create index assignment_proposal_project on assignment_proposal (project_id);
