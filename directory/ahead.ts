import type { Compilable } from "kysely";
import type { Context } from "./context.ts";

/** How the database's door (`server/database.ts`) knows a statement whose answer nobody waits for. */
export const aheadMark = "/* ahead */ ";

type Statement = Compilable | { readonly compile: (db: Context["db"]) => ReturnType<Compilable["compile"]> };

/**
 * Sends a statement of the transaction on its way and does not wait for it: whatever is asked next goes right behind it,
 * which spares a round trip. Its error comes with the next answer that somebody waits for, at the latest with the
 * commit. So it is for what only writes, and whose failure nobody wants to tell from that of the whole.
 */
export async function sendAhead(db: Context["db"], statement: Statement): Promise<void> {
  const compiled = statement.compile(db);
  await db.executeQuery({ ...compiled, sql: aheadMark + compiled.sql });
}
