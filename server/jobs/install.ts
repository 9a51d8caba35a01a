import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { jobList, jobNames } from "./job-list.ts";

/** The job library's own schema, beside ours. */
export const jobSchema = "jobs";

const zone = "Asia/Shanghai";

/**
 * Makes or upgrades the tables of the job library, its queues and its times, as the owner of the database, and lets the
 * application use them: it creates nothing itself (decision 10). To be called after every `migrate`; the second time it
 * changes nothing. Several at the same time wait for each other.
 */
export async function installJobs(ownerUrl: string, appRole: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    application_name: "huhang-migrate",
    schema: jobSchema,
    max: 2,
    migrate: true,
    // Only the tables are wanted here; whoever runs jobs does the rest.
    supervise: false,
    schedule: false,
    registerInstance: false,
    bamIntervalSeconds: 10,
    openTelemetry: { enabled: false },
  });
  const errors: Error[] = [];
  boss.on("error", (error) => errors.push(error));
  try {
    await boss.start();
    await untilBuilt(boss, errors);
    await setQueues(boss);
    await setTimes(boss);
    const schema = pg.escapeIdentifier(jobSchema);
    const role = pg.escapeIdentifier(appRole);
    // One message is one transaction; two that grant at once would otherwise meet at the same catalogue rows.
    await boss.getDb().executeSql(`
      select pg_advisory_xact_lock(1213548615, 4);
      grant usage on schema ${schema} to ${role};
      grant select, insert, update, delete on all tables in schema ${schema} to ${role};
      grant execute on all functions in schema ${schema} to ${role}`);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** An upgrade builds large indexes after its transaction, in the background of this process. */
async function untilBuilt(boss: PgBoss, errors: readonly Error[]): Promise<void> {
  for (;;) {
    if (errors[0]) throw errors[0];
    const open = (await boss.getBamStatus()).filter(({ status }) => status !== "completed");
    if (open.length === 0) return;
    await pause(100);
  }
}

async function setQueues(boss: PgBoss): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const name of jobNames) {
    const { policy, retries, minutes } = jobList[name];
    const options = {
      retryLimit: retries,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: minutes * 60,
      // A process that was killed in the middle is noticed by its silence.
      heartbeatSeconds: 60,
      deleteAfterSeconds: 86_400,
      notify: true,
    };
    if (known.has(name)) await boss.updateQueue(name, options);
    else await boss.createQueue(name, { ...options, policy: policy === "single" ? "stately" : "standard" });
  }
}

async function setTimes(boss: PgBoss): Promise<void> {
  for (const { name } of await boss.getSchedules()) {
    if (!jobNames.some((known) => known === name && jobList[known].cron !== undefined)) await boss.unschedule(name);
  }
  for (const name of jobNames) {
    const { cron, catchUp } = jobList[name];
    if (cron !== undefined) await boss.schedule(name, cron, null, { tz: zone, missed: catchUp ? "once" : "skip" });
  }
}
