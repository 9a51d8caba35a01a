-- In whose place a matter is handled: officer A's, or officer B's when the office has said so (without a project, the
-- topic's department, or the station).
alter table matter add column handled_by text not null default 'handler' check (handled_by in ('handler', 'deputy'));
