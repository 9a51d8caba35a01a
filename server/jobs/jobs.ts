import { fromKysely, PgBoss } from "pg-boss";
import { MigrationError } from "#db/migrate.ts";
import type { Tx } from "../database.ts";
import type { Platform } from "../platform.ts";
import { jobSchema } from "./install.ts";
import { type JobData, jobList, type JobName, jobNames, type JobPlan } from "./job-list.ts";

/** Work apart from any request. Every process has one of these; each job runs in one of them. */
export interface Jobs {
  /**
   * Settles at once what became due while no server ran, and runs jobs from now on.
   * @throws MigrationError when the database has no job tables, or those of another version
   */
  start(): Promise<void>;
  /** Takes no new job and waits a while for those under way. */
  stop(): Promise<void>;
  /**
   * Leaves a job within the caller's transaction: it exists exactly if its cause was committed.
   * @param options.startAfter a business time; without it the job runs at once
   */
  enqueue<Name extends JobName>(
    tx: Tx,
    name: Name,
    data: JobData[Name],
    options?: { readonly startAfter?: Date },
  ): Promise<void>;
}

/** How long jobs under way may go on when the server is told to end. */
const graceMs = 20_000;

export function createJobs(platform: Platform, options: { readonly databaseUrl: string }): Jobs {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    application_name: "huhang-jobs",
    schema: jobSchema,
    max: 4,
    // The application's role creates nothing, and owns no index that it could rebuild.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    useListenNotify: true,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 1,
    flowIntervalSeconds: 60,
    openTelemetry: { enabled: false },
  });
  // The database may go and come back; the library tries again by itself.
  boss.on("error", (error) => platform.log.warn({ err: error }, "the jobs cannot be reached"));
  boss.on("warning", ({ message, data }) => platform.log.warn({ data }, message));
  let settling: Promise<void> | undefined;

  async function settle(): Promise<void> {
    try {
      await platform.settleDue();
    } catch (error) {
      platform.log.error({ err: error }, "what was due could not be settled at the start");
    }
  }

  async function attend(name: JobName): Promise<void> {
    // Each queue holds only what `enqueue` let in for its name.
    const plan: JobPlan<unknown> = jobList[name];
    // Woken by NOTIFY; looking by itself finds what was put off or is tried again.
    await boss.work<unknown>(name, { pollingIntervalSeconds: 5 }, async ([job]) => {
      if (!job) return;
      try {
        await plan.run(platform, job.data);
      } catch (error) {
        platform.log.error({ err: error, job: name }, "a job has failed");
        throw error;
      }
    });
  }

  return {
    async start() {
      try {
        await boss.start();
      } catch (error) {
        if (error instanceof Error && /^pg-boss (is not installed|database requires)/.test(error.message)) {
          throw new MigrationError(
            "migration-failed",
            "后台任务的数据表缺失或版本不符，请运行 npm run migrate",
            "the tables of the background jobs are missing or of another version: run npm run migrate",
            error,
          );
        }
        throw error;
      }
      for (const name of jobNames) await attend(name);
      settling = settle();
    },
    async stop() {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, graceMs);
      await Promise.all([boss.stop({ graceful: true, timeout: graceMs }), Promise.race([settling, late.promise])]);
      clearTimeout(timer);
    },
    async enqueue(tx, name, data, { startAfter } = {}) {
      // The library goes by the database's clock, which is not the business clock: it is told how long to wait.
      const wait = startAfter ? (startAfter.getTime() - platform.clock.now().getTime()) / 1_000 : 0;
      await boss.send(name, data, { db: fromKysely(tx), ...(wait > 0 && { startAfter: wait }) });
    },
  };
}
