import pg from "pg";
import { knownMigrations, migrate, readApplied } from "#db/migrate.ts";
import { seedBase } from "#db/seed/base.ts";
import { installJobs } from "#server/jobs/install.ts";
import type { Say } from "./words.ts";

export interface UpgradeOptions {
  readonly ownerUrl: string;
  readonly appRole: string;
  readonly now: Date;
  readonly say: Say;
}

/**
 * Brings the database up to this program: each migration in a transaction of its own under a lock, so that a broken-off
 * upgrade goes on where it was, and two at once wait for each other. A database that is newer is refused (MigrationError).
 */
export async function upgrade({ ownerUrl, appRole, now, say }: UpgradeOptions): Promise<string[]> {
  const { applied } = await migrate({ ownerUrl, appRole });
  await installJobs(ownerUrl, appRole);
  await seedBase(ownerUrl);
  const session = new pg.Client({ connectionString: ownerUrl, application_name: "huhang-upgrade" });
  await session.connect();
  try {
    if (applied.length > 0) {
      await session.query(
        "insert into operation_run (kind, started_at, ended_at, outcome, detail) values ('UPGRADE', $1, $2, 'DONE', $3)",
        [now, new Date(), JSON.stringify({ applied })],
      );
    }
  } finally {
    await session.end();
  }
  say(
    applied.length === 0
      ? "数据库已是最新 / the database is up to date"
      : `已升级 / upgraded: ${applied.filter((name) => /^\d{4}-/.test(name)).join(", ") || "policies"}`,
  );
  return applied;
}

/** Migrations that this program has and the database has not, and the other way round. */
export async function compareMigrations(session: pg.Client): Promise<{ pending: string[]; unknown: string[] }> {
  const known = knownMigrations();
  const applied = new Set((await readApplied(session))?.map(({ name }) => name));
  return {
    pending: known.filter((name) => !applied.has(name)),
    unknown: [...applied].filter((name) => !known.includes(name)),
  };
}
