import { sql } from "kysely";
import type { Platform } from "../platform.ts";

const mattersAtOnce = 500;

/**
 * Opens what moved units have handled to their new parents (decision 5), some hundreds of matters in each transaction. A
 * move that was broken off begins anew: what is shared already stays as it is.
 * @returns how many matters were opened
 */
export async function shareMovedUnits(platform: Platform): Promise<number> {
  const moves = await platform.asSystem((tx) =>
    tx
      .selectFrom("unit_move")
      .select(["id", "unit_id", "from_parent", "to_parent"])
      .where("through", "is", null)
      .orderBy("id")
      .execute(),
  );
  let all = 0;
  for (const move of moves) {
    const { rows } = await platform.asSystem((tx) =>
      sql<{ last: number | null }>`select pg_sequence_last_value('matter_id_seq') as last`.execute(tx),
    );
    const last = rows[0]?.last ?? 0;
    let matters = 0;
    for (let from = 1; from <= last; from += mattersAtOnce) {
      const done = await platform.asSystem((tx) =>
        sql<{ changed: number }>`select app.share_moved(${move.unit_id}, ${move.from_parent}, ${move.to_parent},
          ${from}::bigint, ${from + mattersAtOnce - 1}::bigint) as changed`.execute(tx),
      );
      matters += done.rows[0]?.changed ?? 0;
    }
    await platform.asSystem((tx) =>
      tx.updateTable("unit_move").set({ through: platform.clock.now(), matters }).where("id", "=", move.id).execute(),
    );
    all += matters;
  }
  return all;
}
