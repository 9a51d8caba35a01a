-- A complaint without a name: its row holds nobody, and neither firm nor project. Whose it is stands in one row of
-- `matter_party` alone, which no operation reads but for that person himself.
alter table matter alter column opened_by drop not null;
alter table matter add constraint nobody_opened check (
  opened_by is not null
  or procedure = 'conduct' and private and not on_behalf and num_nonnulls(enterprise_id, project_id, topic) = 0
);
-- What he attaches to it names nobody either.
alter table file alter column uploaded_by drop not null;
alter table file add constraint nobody_uploaded check (uploaded_by is not null or matter_id is not null);
-- The row that ties him to it is written first, while there is no such matter yet and nobody else could be tied to it.
alter table matter_party alter constraint matter_party_matter_id_fkey deferrable initially deferred;
