import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "./database.ts";

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

test("two databases of the same template know nothing of each other", async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  onTestFinished(async () => void (await Promise.all([one.drop(), other.drop()])));
  const [mine, theirs] = await Promise.all([connect(one.ownerUrl), connect(other.ownerUrl)]);
  await mine.query("create table public.only_here (id int)");
  const { rows } = await theirs.query("select to_regclass('public.only_here') as found");
  expect(rows).toEqual([{ found: null }]);
  await Promise.all([mine.end(), theirs.end()]);
});

test("the application's role is neither owner nor superuser and cannot look past row-level security", async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const app = await connect(database.appUrl);
  const { rows } = await app.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, pg_has_role(datdba, 'member') as is_owner
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  );
  expect(rows).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, is_owner: false },
  ]);
  await expect(app.query("create table public.mine (id int)")).rejects.toThrow("permission denied");
  await app.end();
});
