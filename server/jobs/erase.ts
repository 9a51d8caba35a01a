import { sql } from "kysely";
import type { Platform } from "../platform.ts";

const mattersAtOnce = 100;
/** After a restore nothing is erased for so long: holds that were placed since the backup have to be placed again first. */
const restDays = 7;

/**
 * Erases what is kept no longer (S6): matters by their kind and closing, who stood behind accounts that were closed, and the
 * register's older assessments and what was passed on, and what people wrote about places, rights and projects that are over.
 * Each matter in a transaction of its own, all of it or nothing, so that the job goes on where it was cut off; files go
 * after the commit, and what then still lies there the sweep of files takes. What figures count stays.
 * @returns how many of each kind
 */
export async function eraseExpired(platform: Platform): Promise<Record<string, number>> {
  const now = platform.clock.now();
  const done: Record<string, number> = {};
  if (await isRestored(platform, now)) {
    platform.log.warn("nothing is erased in the week after a restore");
    return done;
  }
  for (const kind of platform.procedures.keys()) {
    const count = await eraseKind(platform, kind, now);
    if (count > 0) done[kind] = count;
  }
  const accounts = await platform.asSystem(async (tx) => {
    const { rows } = await sql<{ n: number }>`select app.erase_accounts(${now}) as n`.execute(tx);
    return rows[0]?.n ?? 0;
  });
  if (accounts > 0) done["account"] = accounts;
  const register = await platform.asSystem((tx) =>
    sql<{ kind: string; count: number }>`select * from app.erase_register(${now})`.execute(tx),
  );
  for (const { kind, count } of register.rows) done[kind] = count;
  const words = await platform.asSystem((tx) =>
    sql<{ kind: string; count: number; keys: string[] }>`select * from app.erase_words(${now})`.execute(tx),
  );
  for (const { kind, count, keys } of words.rows) {
    done[kind] = count;
    for (const key of keys) await platform.storage.remove(key);
  }
  for (const [kind, count] of Object.entries(done)) {
    await platform.asSystem((tx) => sql`select app.note_erasure(${kind}, ${count}, ${now})`.execute(tx));
  }
  if (Object.keys(done).length > 0) platform.log.info(done, "records at the end of their retention were erased");
  return done;
}

async function isRestored(platform: Platform, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - restDays * 86_400_000);
  const restored = await platform.asSystem((tx) =>
    tx
      .selectFrom("operation_run")
      .select("id")
      .where("kind", "=", "RESTORE")
      .where("ended_at", ">", since)
      .limit(1)
      .executeTakeFirst(),
  );
  return restored !== undefined;
}

async function eraseKind(platform: Platform, kind: string, now: Date): Promise<number> {
  let count = 0;
  for (;;) {
    const found = await platform.asSystem((tx) =>
      sql<{ id: number }>`select id from app.matters_to_erase(${kind}, ${now}, ${mattersAtOnce}) as id`.execute(tx),
    );
    let erased = 0;
    for (const { id } of found.rows) {
      const keys = await platform.asSystem(async (tx) => {
        const { rows } = await sql<{ keys: string[] | null }>`select app.erase_matter(${id}, ${now}) as keys`.execute(
          tx,
        );
        return rows[0]?.keys ?? null;
      });
      if (keys === null) continue;
      erased += 1;
      for (const key of keys) await platform.storage.remove(key);
    }
    count += erased;
    // Whatever was found and not erased was held in between: it is not asked for again tonight.
    if (found.rows.length < mattersAtOnce || erased === 0) return count;
  }
}
