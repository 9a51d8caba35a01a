-- Taking a list of firms back looks at whatever names them; it must not read this table as a whole.
create index return_visit_draw_enterprise on return_visit_draw (enterprise_id);
