import type pg from "pg";
import { expect } from "vitest";

/**
 * Until the work is done, or waits for a row that somebody else has changed and not yet committed.
 * @param statement part of the statement that waits, where others wait as well
 */
export async function doneOrWaiting(pool: pg.Pool, work: Promise<unknown>, statement = ""): Promise<void> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  const locks =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and strpos(query, $1) > 0";
  await expect.poll(async () => done || (await pool.query(locks, [statement])).rowCount).toBeTruthy();
}
