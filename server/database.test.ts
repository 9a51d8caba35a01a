import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contract } from "#directory/contract.ts";
import { contract as matters } from "#matters/contract.ts";
import { type Harness, startHarness } from "#test/harness.ts";

let house: Harness;
beforeAll(async () => {
  house = await startHarness({ poolSize: 2 });
});
afterAll(() => house.close());

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
