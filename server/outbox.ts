import { sendAhead } from "#directory/ahead.ts";
import type { Context } from "#directory/context.ts";
import type { Tx } from "./database.ts";

/** Leaves outbox messages within a transaction; they are heard after its commit. */
export function emitter(tx: Tx, now: Date): Context["emit"] {
  return async (event, readers, barred = []) => {
    await sendAhead(
      tx,
      tx
        .insertInto("outbox")
        .values({ at: now, event: JSON.stringify(event), readers: [...readers], barred: [...barred] }),
    );
  };
}
