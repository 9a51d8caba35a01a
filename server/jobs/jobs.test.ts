import type pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MigrationError } from "#db/migrate.ts";
import { contract } from "#matters/contract.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import type { Platform } from "../platform.ts";
import { jobSchema } from "./install.ts";
import { createJobs, type Jobs } from "./jobs.ts";

let house: Harness;
let admin: pg.Client;
const running: Jobs[] = [];

beforeEach(async () => {
  house = await startHarness();
  ({ admin } = house);
});
afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop();
  await house.close();
});

async function begin(platform: Platform): Promise<Jobs> {
  const jobs = createJobs(platform, { databaseUrl: house.database.appUrl });
  running.push(jobs);
  await jobs.start();
  return jobs;
}

/** The jobs of a name, in the order in which they came. */
async function jobsOf(name: string): Promise<{ state: string; retry_count: number; wait: number }[]> {
  const { rows } = await admin.query<{ state: string; retry_count: number; wait: number }>(
    `select state::text, retry_count, round(extract(epoch from start_after - created_on))::int as wait
       from ${jobSchema}.job where name = $1 order by created_on`,
    [name],
  );
  return rows;
}

const within = { timeout: 20_000, interval: 50 };

async function ask(): Promise<number> {
  const opened = await house.as("liaison")(contract["matter.open"], questionOf(house.town));
  return opened.id;
}

async function unsettled(matter: number): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    "select count(*)::int as n from due where matter_id = $1 and fired_at is null and at <= $2",
    [matter, house.clock.now()],
  );
  return rows[0]?.n ?? 0;
}

describe("what is due", () => {
  it("is settled at the start, stamped with its minute, and again at every wake", async () => {
    const matter = await ask();
    house.clock.forward(3 * 60);
    expect(await unsettled(matter)).toBeGreaterThan(0);
    const jobs = await begin(house.platform);
    await expect.poll(() => unsettled(matter), within).toBe(0);
    const { rows } = await admin.query<{ at: Date }>(
      "select at from entry where matter_id = $1 and kind = 'reminder' order by seq limit 1",
      [matter],
    );
    expect(rows[0]?.at.getTime()).toBeLessThan(house.clock.now().getTime() - 60_000);

    house.clock.forward(3 * 24 * 60);
    expect(await unsettled(matter)).toBeGreaterThan(0);
    await house.platform.asSystem((tx) => jobs.enqueue(tx, "due.wake", {}));
    await expect.poll(() => unsettled(matter), within).toBe(0);
  });

  it("wakes by the clock on the wall, in one process of several", async () => {
    const runs = { first: 0, second: 0 };
    const counted = (platform: Platform, who: keyof typeof runs): Platform => ({
      ...platform,
      settleDue: async () => {
        runs[who] += 1;
        return platform.settleDue();
      },
    });
    await begin(counted(house.platform, "first"));
    await begin(counted(await house.another(), "second"));
    await expect
      .poll(async () => (await jobsOf("due.wake")).filter(({ state }) => state === "completed").length, within)
      .toBeGreaterThan(0);
    for (const jobs of running.splice(0)) await jobs.stop();
    // One run of each at its start, and one for each wake in either of the two.
    const wakes = (await jobsOf("due.wake")).filter(({ state }) => state === "completed").length;
    expect(runs.first + runs.second).toBe(2 + wakes);
    const { rowCount } = await admin.query(
      `select distinct singleton_on from ${jobSchema}.job where name like '%send-it' and data ->> 'name' = 'due.wake'`,
    );
    expect((await jobsOf("due.wake")).length).toBe(rowCount);
  });

  it("does not end the process when it cannot be settled", async () => {
    const seen: unknown[] = [];
    const jobs = await begin({
      ...house.platform,
      log: { info: () => undefined, warn: () => undefined, error: (what: unknown) => seen.push(what) },
      settleDue: () => Promise.reject(new Error("no database today")),
    });
    await house.platform.asSystem((tx) => jobs.enqueue(tx, "due.wake", {}));
    await expect.poll(() => seen.length, within).toBeGreaterThan(1);
    await expect.poll(async () => (await jobsOf("due.wake"))[0]?.state, within).toBe("failed");
  });
});

describe("a job", () => {
  it("exists exactly if its cause was committed", async () => {
    const jobs = await begin(house.platform);
    const put = house.platform.asSystem(async (tx) => {
      await jobs.enqueue(tx, "keys.sweep", {});
      throw new Error("no");
    });
    await expect(put).rejects.toThrow("no");
    expect(await jobsOf("keys.sweep")).toEqual([]);
    await house.platform.asSystem(async (tx) => {
      await jobs.enqueue(tx, "keys.sweep", {});
      expect(await jobsOf("keys.sweep")).toEqual([]);
    });
    await expect.poll(async () => (await jobsOf("keys.sweep"))[0]?.state, within).toBe("completed");
  });

  it("waits for a business time, whatever the database's clock says", async () => {
    const jobs = await begin(house.platform);
    const startAfter = new Date(house.clock.now().getTime() + 90 * 60_000);
    await house.platform.asSystem((tx) => jobs.enqueue(tx, "files.sweep", {}, { startAfter }));
    expect(await jobsOf("files.sweep")).toEqual([{ state: "created", retry_count: 0, wait: 5_400 }]);
  });

  it("that fails is tried again", async () => {
    let attempts = 0;
    const jobs = await begin({
      ...house.platform,
      asSystem: (work) => {
        attempts += 1;
        return attempts === 1 ? Promise.reject(new Error("just now not")) : house.platform.asSystem(work);
      },
    });
    await house.platform.asSystem((tx) => jobs.enqueue(tx, "sessions.sweep", {}));
    await expect.poll(async () => (await jobsOf("sessions.sweep"))[0]?.state, within).toBe("retry");
    await admin.query(`update ${jobSchema}.job set start_after = created_on where name = 'sessions.sweep'`);
    // The worker looks by itself within half a minute; a further job wakes it now.
    await house.platform.asSystem((tx) => jobs.enqueue(tx, "sessions.sweep", {}));
    await expect
      .poll(async () => (await jobsOf("sessions.sweep"))[0], within)
      .toMatchObject({
        state: "completed",
        retry_count: 1,
      });
  });
});

it("refuses to start on a database without its tables", async () => {
  await admin.query(`drop schema ${jobSchema} cascade`);
  const jobs = createJobs(house.platform, { databaseUrl: house.database.appUrl });
  await expect(jobs.start()).rejects.toThrow(MigrationError);
  await jobs.stop();
});

it("survives the loss of its connections", async () => {
  const jobs = await begin(house.platform);
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'huhang-jobs' and datname = current_database()",
  );
  await house.platform.asSystem((tx) => jobs.enqueue(tx, "keys.sweep", {}));
  await expect.poll(async () => (await jobsOf("keys.sweep"))[0]?.state, within).toBe("completed");
});
