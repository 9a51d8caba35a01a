import { sql } from "kysely";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import { type FollowContext, openFollowing } from "#matters/following.commands.ts";
import { loadMatter, openDoor } from "#matters/store.queries.ts";
import { firstDay, monthOf } from "#metrics/month.ts";

/** So many are looked at in one go. */
const atOnce = 200;

/** Matters whose return visit is due: chosen, closed long enough ago and not too long, not visited. */
export async function findWaiting(ctx: Pick<FollowContext, "db" | "now">, after: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    with rule as (
      select wait_days, within_days from return_visit_rule where valid_from <= ${ctx.now}
       order by valid_from desc, version desc limit 1
    )
    select d.matter_id::int as id from return_visit_draw d cross join rule r
     where d.chosen and d.visit_id is null and d.matter_id > ${after}
       and d.closed_at between ${ctx.now}::timestamptz - r.within_days * interval '1 day'
             and ${ctx.now}::timestamptz - r.wait_days * interval '1 day'
     order by d.matter_id limit ${atOnce}`.execute(ctx.db);
  return rows.rows.map(({ id }) => id);
}

/**
 * Opens the return visit of one matter, unless it is open again, has one, or its firm has been asked often enough this
 * month: then it waits for the next. Gives whether it was opened.
 */
export async function openVisit(ctx: FollowContext, matterId: number): Promise<boolean> {
  const draw = await ctx.db
    .selectFrom("return_visit_draw")
    .select(["enterprise_id", "reopened"])
    .where("matter_id", "=", matterId)
    .where("chosen", "=", true)
    .where("visit_id", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!draw) return false;
  if (draw.enterprise_id !== null && !(await mayAsk(ctx, draw.enterprise_id))) return false;
  await openDoor(ctx.db, matterId);
  const { snapshot } = await loadMatter(ctx.db, matterId);
  if (snapshot.phase !== "closed") return false;
  const { number, title } = await ctx.db
    .selectFrom("matter")
    .select(["number", "title"])
    .where("id", "=", matterId)
    .executeTakeFirstOrThrow();
  const visitId = await openFollowing(ctx, {
    procedure: "returnVisit",
    from: matterId,
    title,
    form: { visit: { number, why: draw.reopened ? "REOPENED" : "SAMPLE" } },
  });
  await ctx.db
    .updateTable("return_visit_draw")
    .set({ visit_id: visitId, opened_at: ctx.now })
    .where("matter_id", "=", matterId)
    .execute();
  return true;
}

/** No firm is asked more often in a month than the city has set; two at once wait for each other. */
async function mayAsk({ db, now }: FollowContext, firm: number): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(1213548615, ${firm}::int + 54000000)`.execute(db);
  const from = shanghaiMoment(firstDay(monthOf(now)));
  const found = await sql<{ free: boolean }>`
    select (select count(*) from return_visit_draw where enterprise_id = ${firm} and opened_at >= ${from})
      < (select firm_month_cap from return_visit_rule where valid_from <= ${now}
          order by valid_from desc, version desc limit 1)
      as free`.execute(db);
  return found.rows[0]?.free ?? false;
}
