-- The clock of the time by which a successor is to accept: the calendar of a year moves it like a matter's (decision 16).
-- What was offered before this has none and stays as it was told.
alter table handover add column accept_clock jsonb check (accept_clock is null or due_at is not null);
