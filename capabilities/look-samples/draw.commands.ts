import { sql } from "kysely";
import { unmaskings } from "#access/looks.ts";
import type { Context } from "#directory/context.ts";
import { addDays, mondayOf, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { Draw } from "#matters/lots.ts";
import { choose, sampleRule } from "./draw.ts";

/** So many weeks are drawn afterwards, should no server have run. */
const furthest = 12;

export interface DrawContext extends Pick<Context, "db" | "now" | "emit"> {
  readonly draw: Draw;
  readonly drawKey: string;
}

/** A look as the audit knows it, without who was looked at. */
export interface DrawnLook {
  readonly uid: string;
  readonly at: Date;
  readonly account_id: number;
  readonly unit_id: number;
  readonly matter_id: number | null;
}

/** Mondays of the weeks that are over and were not drawn; the first time of last week only. */
export async function findUndrawn({ db, now }: Pick<DrawContext, "db" | "now">): Promise<string[]> {
  const last = await db
    .selectFrom("look_draw")
    .select(({ fn }) => fn.max("week").as("week"))
    .executeTakeFirst();
  const present = mondayOf(shanghaiDay(now));
  const first = last?.week ? addDays(last.week, 7) : addDays(present, -7);
  const weeks = Array.from({ length: furthest }, (_, back) => addDays(present, -7 * (furthest - back)));
  return weeks.filter((week) => week >= first);
}

/** The unmasked views of a week, in the order of their rows. */
export async function looksOf(db: Context["db"], week: string): Promise<DrawnLook[]> {
  const { rows } = await sql<DrawnLook>`
    select * from app.looks_to_draw(${[...unmaskings]}::text[], ${shanghaiMoment(week)}, ${shanghaiMoment(addDays(week, 7))})`.execute(
    db,
  );
  return rows;
}

/** Draws a week, once, and lets the inspectorate be told. Gives how many were drawn. */
export async function drawWeek(ctx: DrawContext, week: string): Promise<number> {
  const mine = await ctx.db
    .insertInto("look_draw")
    .values({
      week,
      key_id: ctx.drawKey,
      rule_version: sampleRule.version,
      most: sampleRule.most,
      drawn_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("week")
    .executeTakeFirst();
  if (!mine) return 0;
  const chosen = choose(ctx.draw, await looksOf(ctx.db, week), sampleRule.most);
  if (chosen.length === 0) return 0;
  await ctx.db
    .insertInto("look_sample")
    .values(chosen.map(({ uid, ...look }) => ({ ...look, week, audit_uid: uid })))
    .execute();
  const judges = await sql<{ ids: number[] }>`select app.judges_of(${week}) as ids`.execute(ctx.db);
  await ctx.emit({ name: "looksDrawn", week }, judges.rows[0]?.ids ?? []);
  return chosen.length;
}
