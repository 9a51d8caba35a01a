-- No two police numbers differ by capital letters, width or spaces alone: a number means one person.
create function app.plain_number(p_number text) returns text immutable strict parallel safe language sql as $$
  select upper(regexp_replace(normalize(p_number, nfkc), '\s', '', 'g') collate "C")
$$;

-- Where two are alike already, one keeps it: the account that is open, then the one whose number is written plainly, then the
-- older one. The others get a number behind it: nothing is thrown away, nobody is locked out, and whoever keeps the accounts
-- sees on their pages which one to close.
do $$
declare
  v_one record;
  v_number text;
  v_no int;
begin
  for v_one in
    select x.id, x.plain from (
      select a.id, app.plain_number(a.police_number) as plain, row_number() over (
        partition by app.plain_number(a.police_number)
        order by a.closed_at is not null, a.police_number <> app.plain_number(a.police_number), a.id) as place
        from account a where a.police_number is not null) x
     where x.place > 1 order by x.id
  loop
    v_no := 1;
    loop
      v_no := v_no + 1;
      v_number := v_one.plain || '-' || v_no;
      exit when not exists (select from account o where app.plain_number(o.police_number) = v_number);
    end loop;
    update account set police_number = v_number where id = v_one.id;
  end loop;
end $$;

create unique index account_number_plain on account (app.plain_number(police_number));
