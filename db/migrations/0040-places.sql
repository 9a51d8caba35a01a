-- Where a police station is, on the sketch of the city (WGS 84); a project has had its point before.
alter table unit
  add column lat double precision check (lat between -90 and 90),
  add column lng double precision check (lng between -180 and 180),
  add check ((lat is null) = (lng is null));
