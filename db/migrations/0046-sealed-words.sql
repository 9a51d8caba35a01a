-- People's words lie sealed (docs/decisions, "Sealed at rest"): `form` keeps the rest of them. `sealed_fields` is null in
-- rows of before, until the job `personal.seal` has been there.
alter table entry add column sealed bytea, add column sealed_fields text[];
-- What a firm's people can be reached by: the duty lines of the police stay readable in `duty_phone`.
alter table account add column sealed_phone bytea;
