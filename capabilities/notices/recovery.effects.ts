import { sql } from "kysely";
import type { EffectContext } from "#matters/effects.ts";
import { type About, hearersOf, tell } from "./tell.commands.ts";

/**
 * A recovery code waits for a second person: whoever is there and may be that one is told, once, and not for whom; the list
 * of those who wait says it. Nobody is told when it is confirmed, used or over by then.
 */
export async function tellSecondPersons(ctx: EffectContext, recovery: number): Promise<void> {
  const { rows } = await sql<{ circle: number[] }>`
    select app.recovery_circle(${recovery}, ${ctx.now}) as circle`.execute(ctx.db);
  const about: About = { firm: null };
  const near = await hearersOf(ctx, rows[0]?.circle ?? [], about);
  const found = await sql<{ id: number }>`
    select id from app.second_persons(${recovery}, ${near.map(({ accountId }) => accountId)}, ${ctx.now}) id`.execute(
    ctx.db,
  );
  const may = new Set(found.rows.map(({ id }) => id));
  await tell(
    ctx,
    near.filter(({ accountId }) => may.has(accountId)),
    { kind: "recoveryWaiting", about, subject: `recovery:${recovery}`, at: ctx.at },
  );
}
