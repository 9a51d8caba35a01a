import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { sendAhead } from "#directory/ahead.ts";
import { contract } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const house = await forTheseTests(startHarness({ poolSize: 2 }));

const readProjects = () => house.as("officerA")(contract["project.list"], {});

test("the server keeps the plan of a statement that comes again", async () => {
  for (let times = 0; times < 5; times += 1) await readProjects();
  const count = () =>
    house.platform.db.connection().execute(async (one) => {
      const found = await sql<{ n: number }>`select count(*)::int as n from pg_prepared_statements`.execute(one);
      return found.rows[0]?.n ?? 0;
    });
  const first = await count();
  expect(first).toBeGreaterThan(0);
  await readProjects();
  await readProjects();
  expect(await count()).toBe(first);
});

test("a table that changes under a running platform breaks no call", async () => {
  const opened = await house.as("liaison")(matters["matter.open"], {
    procedure: "consultation",
    projectId: house.town.projects.bridge,
    title: "大件运输",
    topic: "traffic",
    form: { question: { text: "预制梁运输要办哪些手续？" } },
  });
  const read = () => house.as("officerA")(matters["matter.get"], { id: opened.id });
  for (let times = 0; times < 5; times += 1) await Promise.all([read(), read(), read()]);
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  for (const table of ["matter", "task", "entry"]) await owner.query(`alter table ${table} add column later int`);
  await owner.end();
  const found = await Promise.all([read(), read(), read(), read()]);
  for (const matter of found) expect(matter.entries.length).toBe(1);
});

test("what is sent ahead happens in its order, before what is asked next", async () => {
  const found = await house.platform.asSystem(async (tx) => {
    for (const value of ["one", "two", "three"]) {
      await sendAhead(
        tx,
        sql`select set_config('app.test', concat(current_setting('app.test', true), ${value}::text), true)`,
      );
    }
    return sql<{ value: string }>`select current_setting('app.test', true) as value`.execute(tx);
  });
  expect(found.rows).toEqual([{ value: "onetwothree" }]);
});

const fails = sql`select 1 / (length(${"abc"}::text) - 3)`;
const divisionByZero = { code: "22012" };

test("an error of what was sent ahead comes with the next answer", async () => {
  const heard: unknown[] = [];
  const work = house.platform.asSystem(async (tx) => {
    await sendAhead(tx, fails);
    heard.push("went on");
    await sql`select 1`.execute(tx);
    heard.push("never");
  });
  await expect(work).rejects.toMatchObject(divisionByZero);
  expect(heard).toEqual(["went on"]);
});

test("an error of what was sent last fails the commit, and nothing is kept", async () => {
  const series = "ahead-test";
  const work = house.platform.asSystem(async (tx) => {
    await sendAhead(tx, sql`insert into number_series (series, last) values (${series}, 1)`);
    await sendAhead(tx, fails);
  });
  await expect(work).rejects.toMatchObject(divisionByZero);
  const kept = await house.platform.asSystem((tx) =>
    tx.selectFrom("number_series").select("last").where("series", "=", series).execute(),
  );
  expect(kept).toEqual([]);
});

test("what is rolled back may have failed: its savepoint is all that is lost", async () => {
  const found = await house.platform.asSystem(async (tx) => {
    await sql`savepoint part`.execute(tx);
    await sendAhead(tx, fails);
    await sql`rollback to savepoint part`.execute(tx);
    return sql<{ n: number }>`select 1 as n`.execute(tx);
  });
  expect(found.rows).toEqual([{ n: 1 }]);
});

test("a connection is none the worse for it", async () => {
  const work = () => house.platform.asSystem((tx) => sendAhead(tx, fails));
  for (let times = 0; times < 4; times += 1) await expect(work()).rejects.toMatchObject(divisionByZero);
  expect((await readProjects()).items.length).toBeGreaterThan(0);
});
