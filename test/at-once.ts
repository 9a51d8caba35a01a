import type pg from "pg";
import { expect } from "vitest";

/** Until the work is done, or waits for a row that somebody else has changed and not yet committed. */
export async function doneOrWaiting(pool: pg.Pool, work: Promise<unknown>): Promise<void> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  const locks = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(async () => done || (await pool.query(locks)).rowCount).toBeTruthy();
}
