import pg from "pg";
import { getRollbackPlans } from "pg-boss";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { installJobs, jobSchema } from "./install.ts";
import { jobNames } from "./job-list.ts";

let database: TestDatabase;
let owner: pg.Client;
const appRole = inject("testServer").app.name;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  await owner.end();
  await database.drop();
});

async function version(): Promise<number | undefined> {
  const { rows } = await owner.query<{ version: number }>(`select version from ${jobSchema}.version`);
  return rows[0]?.version;
}

it("makes everything anew, also when several do it at the same time", async () => {
  await owner.query(`drop schema ${jobSchema} cascade`);
  await Promise.all([1, 2, 3].map(() => installJobs(database.ownerUrl, appRole)));
  const { rows } = await owner.query<{ name: string }>(`select name from ${jobSchema}.queue order by name`);
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(jobNames));
});

it("upgrades an older schema with its jobs, indexes included", async () => {
  const now = await version();
  for (let step = 0; step < 6; step += 1) await owner.query(getRollbackPlans(jobSchema, (now ?? 0) - step));
  expect(await version()).toBe((now ?? 0) - 6);
  await owner.query(`insert into ${jobSchema}.job (name, data) values ('keys.sweep', '{}')`);
  await installJobs(database.ownerUrl, appRole);
  expect(await version()).toBe(now);
  const open = await owner.query(`select from ${jobSchema}.bam where status <> 'completed'`);
  expect(open.rowCount).toBe(0);
  const kept = await owner.query(`select from ${jobSchema}.job where name = 'keys.sweep'`);
  expect(kept.rowCount).toBe(1);
});

it("takes back the times of jobs that no longer exist, and sets changed ones right", async () => {
  await owner.query(
    `insert into ${jobSchema}.queue (name, policy, retry_limit, retry_delay, retry_backoff, expire_seconds,
       retention_seconds, deletion_seconds, partition, table_name)
     select 'gone.job', policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds,
       deletion_seconds, partition, table_name from ${jobSchema}.queue where name = 'due.wake'`,
  );
  await owner.query(`insert into ${jobSchema}.schedule (name, cron) values ('gone.job', '* * * * *')`);
  await owner.query(`update ${jobSchema}.schedule set cron = '0 0 1 1 *' where name = 'due.wake'`);
  await installJobs(database.ownerUrl, appRole);
  const { rows } = await owner.query<pg.QueryResultRow>(
    `select name, cron, timezone from ${jobSchema}.schedule where name in ('gone.job', 'due.wake')`,
  );
  expect(rows).toEqual([{ name: "due.wake", cron: "* * * * *", timezone: "Asia/Shanghai" }]);
});

it("leaves the application's role nothing to create or to change", async () => {
  const app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
  try {
    await expect(app.query(`create table ${jobSchema}.mine (id int)`)).rejects.toThrow("permission denied");
    await expect(app.query(`alter table ${jobSchema}.job add column mine int`)).rejects.toThrow("must be owner");
  } finally {
    await app.end();
  }
});
