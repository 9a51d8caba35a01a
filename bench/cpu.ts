import { readFileSync } from "node:fs";
import type pg from "pg";
import { median } from "./measure.ts";
import { withAdmin } from "#test/server.ts";

/** Processor time of this process and of the database's backends; NaN where the system does not tell. */
export interface Cpu {
  readonly nodeMs: number;
  readonly postgresMs: number;
}

/**
 * Measures what a piece of work costs the processors. Other programs on the machine make it slower, but hardly dearer,
 * so these figures compare better between runs than times do. Backends that begin or end meanwhile are not counted.
 */
export async function cpuOf(adminUrl: string, work: () => Promise<unknown>): Promise<Cpu> {
  const before = await backends(adminUrl);
  const own = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(own);
  const after = await backends(adminUrl);
  const used = [...after].map(([pid, ms]) => ms - (before.get(pid) ?? ms));
  return { nodeMs: (user + system) / 1000, postgresMs: used.reduce((sum, ms) => sum + ms, 0) };
}

export function perItem(cpu: Cpu, count: number): Cpu {
  return { nodeMs: cpu.nodeMs / count, postgresMs: cpu.postgresMs / count };
}

export function medianCpu(runs: readonly Cpu[]): Cpu {
  return { nodeMs: median(runs.map((run) => run.nodeMs)), postgresMs: median(runs.map((run) => run.postgresMs)) };
}

async function backends(adminUrl: string): Promise<Map<number, number>> {
  return withAdmin(adminUrl, async (admin: pg.Client) => {
    const { rows } = await admin.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
    );
    return new Map(rows.map(({ pid }) => [pid, runTime(pid)]));
  });
}

/** Milliseconds on a processor, from the scheduler's own count. */
function runTime(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}
