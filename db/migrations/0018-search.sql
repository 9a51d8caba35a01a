-- The index of the search (decision 25): bigrams of number, title, topic, project, firm and official answers, never of
-- what requesters wrote or of persons. With them stand who reads the matter and its quarter, so that one index leads to
-- the newest hits of whoever asks.
create table matter_search (
  matter_id bigint primary key references matter,
  opened_at timestamptz not null,
  terms tsvector not null
);
create index matter_search_terms on matter_search using gin (terms) with (fastupdate = off);
create index matter_search_opened on matter_search (opened_at);
