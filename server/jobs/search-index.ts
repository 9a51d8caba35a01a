import { sql } from "kysely";
import { officialAnswers } from "#matters/official-answers.ts";
import type { Platform } from "../platform.ts";

const matterAtOnce = 500;

/** Writes the search index anew, by night: that anything was not right is a fault. */
export async function rebuildSearch(platform: Platform): Promise<number> {
  const changed = await writeSearch(platform);
  if (changed > 0) platform.log.warn({ changed }, "the search index was not as it should be");
  return changed;
}

/**
 * Writes the search index of all matters, some hundreds in each transaction. What is right stays as it is.
 * @returns how many matters had another index before
 */
export async function writeSearch(platform: Platform): Promise<number> {
  const answers = JSON.stringify(officialAnswers(platform.procedures));
  const { rows } = await platform.asSystem((tx) =>
    sql<{ last: number | null }>`select pg_sequence_last_value('matter_id_seq') as last`.execute(tx),
  );
  const last = rows[0]?.last ?? 0;
  let changed = 0;
  for (let from = 1; from <= last; from += matterAtOnce) {
    const done = await platform.asSystem((tx) =>
      sql<{ changed: number }>`
        select app.index_matters(${from}::bigint, ${from + matterAtOnce - 1}::bigint, ${answers}::jsonb) as changed`.execute(
        tx,
      ),
    );
    changed += done.rows[0]?.changed ?? 0;
  }
  return changed;
}
