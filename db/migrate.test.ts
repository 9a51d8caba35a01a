import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { databaseUrl, withAdmin } from "#test/server.ts";
import { migrate } from "./migrate.ts";

const { adminUrl, template, owner, app } = inject("testServer");
let folder: string;
let database: string;
let ownerUrl: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "huhang-migrate-"));
  for (const name of ["migrations", "policies"]) mkdirSync(join(folder, name));
  database = `${template}_${randomBytes(4).toString("hex")}`;
  ownerUrl = databaseUrl(adminUrl, database, owner);
  await withAdmin(adminUrl, (admin) => admin.query(`create database ${database} owner ${owner.name}`));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await withAdmin(adminUrl, (admin) => admin.query(`drop database ${database} with (force)`));
});

function write(path: string, sql: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const session = new pg.Client({ connectionString: ownerUrl });
  await session.connect();
  try {
    return (await session.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await session.end();
  }
}

async function run(): Promise<string[]> {
  return (await migrate({ ownerUrl, appRole: app.name, folder })).applied;
}

test("applies what is new in order, and nothing the second time", async () => {
  write("migrations/0002-rows.sql", "insert into thing values (1); insert into thing values (2);");
  write("migrations/0001-thing.sql", "create table thing (id int);");
  expect(await run()).toEqual(["0001-thing", "0002-rows"]);
  expect(await run()).toEqual([]);
  write("migrations/0003-more.sql", "insert into thing values (3);");
  expect(await run()).toEqual(["0003-more"]);
  expect(await query("select sum(id)::int as sum from thing")).toEqual([{ sum: 6 }]);
});

test("keeps nothing of a migration that fails, and says which line it was", async () => {
  write("migrations/0001-thing.sql", "create table thing (id int);");
  write("migrations/0002-bad.sql", "create table half (id int);\nselect wrong\nfrom nowhere;");
  await expect(run()).rejects.toMatchObject({
    code: "migration-failed",
    message: expect.stringMatching(/0002-bad\.sql failed at line 3: relation "nowhere" does not exist/) as string,
  });
  expect(await query("select to_regclass('thing') is not null as thing, to_regclass('half') as half")).toEqual([
    { thing: true, half: null },
  ]);
  write("migrations/0002-bad.sql", "create table half (id int);");
  expect(await run()).toEqual(["0002-bad"]);
});

test("refuses an applied migration that was changed", async () => {
  write("migrations/0001-thing.sql", "create table thing (id int);");
  await run();
  write("migrations/0001-thing.sql", "create table thing (id bigint);");
  await expect(run()).rejects.toMatchObject({ code: "migration-changed" });
});

test("refuses a database that a newer program has brought forward", async () => {
  write("migrations/0001-thing.sql", "create table thing (id int);");
  write("migrations/0002-later.sql", "create table later (id int);");
  await run();
  rmSync(join(folder, "migrations/0002-later.sql"));
  await expect(run()).rejects.toMatchObject({ code: "database-newer" });
});

test("refuses a migration that came late, and names that do not tell the order", async () => {
  write("migrations/0002-thing.sql", "create table thing (id int);");
  await run();
  write("migrations/0001-late.sql", "create table late (id int);");
  await expect(run()).rejects.toMatchObject({ code: "bad-migration-name" });
  rmSync(join(folder, "migrations/0001-late.sql"));
  write("migrations/0002-twice.sql", "create table twice (id int);");
  await expect(run()).rejects.toMatchObject({ code: "bad-migration-name" });
});

test("runs all policies again when one of them or a migration has changed", async () => {
  write("migrations/0001-thing.sql", "create table thing (id int); create table ran (name text);");
  write("policies/10-one.sql", "insert into ran values ('one');");
  write("policies/20-two.sql", "insert into ran values (current_setting('huhang.app_role'));");
  expect(await run()).toEqual(["0001-thing", "10-one", "20-two"]);
  expect(await run()).toEqual([]);
  write("policies/10-one.sql", "insert into ran values ('one again');");
  expect(await run()).toEqual(["10-one", "20-two"]);
  write("migrations/0002-other.sql", "create table other (id int);");
  expect(await run()).toEqual(["0002-other", "10-one", "20-two"]);
  const names = ["one", app.name, "one again", app.name, "one again", app.name];
  expect(await query("select name from ran")).toEqual(names.map((name) => ({ name })));
});

test("keeps the old policies when a new one fails", async () => {
  write("policies/10-one.sql", "create or replace function answer() returns int language sql as 'select 1';");
  await run();
  write("policies/10-one.sql", "create or replace function answer() returns int language sql as 'select 2';");
  write("policies/20-bad.sql", "select nothing;");
  await expect(run()).rejects.toMatchObject({ code: "migration-failed" });
  expect(await query("select answer()")).toEqual([{ answer: 1 }]);
});

test("of two migrators at the same time the second waits and finds nothing to do", async () => {
  write("migrations/0001-slow.sql", "create table thing (id int); insert into thing select generate_series(1, 20000);");
  write("migrations/0002-more.sql", "insert into thing values (0);");
  const results = await Promise.all([run(), run(), run()]);
  expect(results.filter((applied) => applied.length === 2)).toHaveLength(1);
  expect(results.filter((applied) => applied.length === 0)).toHaveLength(2);
  expect(await query("select count(*)::int as count from thing")).toEqual([{ count: 20001 }]);
});
