-- Limits as data: what a city or a law sets above the limits that procedures declare, under the keys that these name.
create table limit_rule (
  key text not null check (key ~ '^[a-z][A-Za-z0-9.]{2,79}$'),
  amount int not null check (amount between 1 and 3660),
  unit text not null check (unit in ('wh', 'wd', 'min', 'h', 'd', 'cd')),
  -- P: set by the city; L: quoted from a law, which then is named.
  source text not null check (source in ('P', 'L')),
  law text,
  article text,
  -- For d and cd: counting begins with the day after, and a last day that is no working day moves to the next one.
  start_excluded boolean not null default true,
  roll_forward boolean not null default false,
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to > valid_from),
  primary key (key, valid_from),
  check (source = 'P' or (law is not null and article is not null))
);

-- How a matter reached the platform, and whether an officer wrote it down for the firm.
alter table matter add column channel text not null default 'web' check (channel in ('web', 'phone', 'visit', 'hotline'));
alter table matter add column on_behalf boolean not null default false;
