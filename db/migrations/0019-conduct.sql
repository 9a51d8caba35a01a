-- A complaint about somebody's conduct is its opener's alone and kept from somebody, whatever wrote the row (decision 21).
alter table matter add constraint conduct_is_kept check (procedure <> 'conduct' or private and barred <> '{}');
