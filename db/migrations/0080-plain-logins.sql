-- No two logins differ by capital letters, width or spaces alone: whoever types one means one account.
create function app.plain_login(p_login text) returns text immutable strict parallel safe language sql as $$
  select lower(btrim(normalize(p_login, nfkc)) collate "C")
$$;

-- Where two are alike already (a list had the number in capitals), the one that is written plainly keeps it, else the older
-- one. The other gets a number behind it, which its keeper finds on the account's page: nobody enters another's account.
do $$
declare
  v_one record;
  v_login text;
  v_no int;
begin
  for v_one in
    select a.id, app.plain_login(a.login) as plain from account a
     where exists (select from account o where o.id <> a.id and app.plain_login(o.login) = app.plain_login(a.login)
       and (o.login = app.plain_login(o.login) or a.login <> app.plain_login(a.login) and o.id < a.id))
     order by a.id
  loop
    v_no := 1;
    loop
      v_no := v_no + 1;
      v_login := v_one.plain || '-' || v_no;
      exit when not exists (select from account o where app.plain_login(o.login) = v_login);
    end loop;
    update account set login = v_login where id = v_one.id;
  end loop;
end $$;

create unique index account_login_plain on account (app.plain_login(login));
