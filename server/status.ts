import { statfs } from "node:fs/promises";
import { sql } from "kysely";
import type { statusRules } from "#access/rules/administration.ts";
import type { statusContract } from "#capabilities/administration/status-contract.ts";
import { modulesBeside } from "#capabilities/assessments/modules.ts";
import type { Handlers } from "#directory/handler.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { jobSchema } from "./jobs/install.ts";
import type { Platform } from "./platform.ts";

/** What the status page looks at besides the caller's own transaction. */
export interface StatusSources {
  readonly platform: () => Pick<Platform, "asSystem" | "channel" | "clock" | "procedures">;
  readonly filesDir: string;
  readonly startedAt: Date;
}

/** How the platform is, for its system administrator: numbers and times, nothing of the business. */
export function statusHandlers(sources: StatusSources): Handlers<typeof statusContract, typeof statusRules> {
  return {
    "status.get": async (ctx) => ({
      subject: {},
      run: async () => {
        const platform = sources.platform();
        const backup = await ctx.db
          .selectFrom("operation_run")
          .select("ended_at")
          .where("kind", "=", "BACKUP")
          .where("outcome", "=", "DONE")
          .orderBy("ended_at", "desc")
          .limit(1)
          .executeTakeFirst();
        const known = await platform.asSystem((tx) => lookAround(tx, ctx.now));
        const modules = [...platform.procedures.keys(), ...modulesBeside];
        const over = await sql<{ module: string }>`
          select m as module from app.assessments_over(${modules}, ${shanghaiDay(ctx.now)}::date) m`.execute(ctx.db);
        return {
          ...known,
          mail: { on: platform.channel !== null, waiting: known.mailWaiting },
          disk: await diskOf(sources.filesDir),
          backup: backup?.ended_at.toISOString() ?? null,
          assessmentsOver: over.rows.map(({ module }) => module),
          startedAt: sources.startedAt.toISOString(),
          serverTime: ctx.now.toISOString(),
        };
      },
    }),
  };
}

type Tx = Parameters<Parameters<Platform["asSystem"]>[0]>[0];

/** As the platform's own actor: it sees what waits, and no matter. */
async function lookAround(tx: Tx, now: Date) {
  const before = Date.now();
  const found = await sql<{
    version: string;
    bytes: number;
    connections: number;
    at: Date;
    waiting: number;
    set_aside: number;
    oldest: Date | null;
    mail: number;
    webhooks_waiting: number;
    webhooks_parked: number;
    webhooks_unsigned: number;
    overdue: number;
  }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
           (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
           clock_timestamp() as at,
           (select count(*)::int from effect_pending where set_aside_at is null) as waiting,
           (select count(*)::int from effect_pending where set_aside_at is not null) as set_aside,
           (select min(o.at) from effect_pending p join outbox o on o.id = p.outbox_id where p.set_aside_at is null) as oldest,
           (select count(*)::int from notice_message where state = 'waiting') as mail,
           w.waiting as webhooks_waiting, w.parked as webhooks_parked, w.unsigned as webhooks_unsigned,
           (select count(*)::int from due where fired_at is null and at <= ${now}) as overdue
      from app.webhook_counts() w`.execute(tx);
  const after = Date.now();
  const row = found.rows[0];
  if (!row) throw new Error("the database says nothing of itself");
  return {
    database: { version: row.version, bytes: row.bytes, connections: row.connections },
    events: { waiting: row.waiting, setAside: row.set_aside, oldest: row.oldest?.toISOString() ?? null },
    mailWaiting: row.mail,
    webhooks: { waiting: row.webhooks_waiting, parked: row.webhooks_parked, unsigned: row.webhooks_unsigned },
    overdue: row.overdue,
    // The question takes a moment: the database's clock is compared with the middle of it.
    clockAhead: Math.round(row.at.getTime() - (before + after) / 2),
    jobs: await jobsOf(tx),
  };
}

/** Runs that the job library still keeps; none where it has not been installed (tests, a first start). */
async function jobsOf(tx: Tx) {
  const there = await sql<{ there: boolean }>`
    select to_regclass(${`${jobSchema}.job`}) is not null as there`.execute(tx);
  if (there.rows[0]?.there !== true) return [];
  const rows = await sql<{ name: string; done: Date | null; failed: Date | null; waiting: number }>`
    select name, max(completed_on) filter (where state = 'completed') as done,
           max(completed_on) filter (where state = 'failed') as failed,
           (count(*) filter (where state in ('created', 'retry')))::int as waiting
      from ${sql.ref(`${jobSchema}.job`)} where name not like '\\_\\_%' group by name order by name`.execute(tx);
  return rows.rows.map((row) => ({
    name: row.name,
    lastDone: row.done?.toISOString() ?? null,
    lastFailed: row.failed?.toISOString() ?? null,
    waiting: row.waiting,
  }));
}

/** Room where files lie; null where the system does not tell. */
async function diskOf(folder: string): Promise<{ free: number; total: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}
