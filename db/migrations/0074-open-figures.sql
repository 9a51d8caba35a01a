-- Figures of the public page (GR-22): how often people looked, were refused, complained. A figure that is published stays.
create table open_figure (
  month date not null check (extract(day from month) = 1),
  figure text not null,
  -- Of its definition; figures of two versions are not compared.
  version int not null,
  -- Null: about fewer than five, which is not published and not kept here either.
  counted int check (counted >= 0),
  -- Of a share, of how many.
  of_all int check (of_all >= counted),
  taken_at timestamptz not null,
  primary key (month, figure, version)
);
