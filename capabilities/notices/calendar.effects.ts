import type { EffectContext } from "#matters/effects.ts";
import { type About, hearersOf, tell } from "./tell.commands.ts";

/** Nobody hears of a missing calendar twice within a week; an hour less, so that the same time of day is not too early. */
const pauseMs = 7 * 86_400_000 - 3_600_000;

/** Whoever sets the city's calendar hears that the next year has none, once a week until it has one (decision 16). */
export async function tellCalendarMissing(ctx: EffectContext, year: number): Promise<void> {
  const known = await ctx.db.selectFrom("calendar_year").select("year").where("year", "=", year).executeTakeFirst();
  if (known) return;
  const keepers = await ctx.db
    .selectFrom("principal")
    .innerJoin("unit", "unit.id", "principal.ref_id")
    .select("principal.id")
    .where("principal.kind", "=", "unit")
    .where("principal.duty", "=", "system")
    .where("unit.parent_id", "is", null)
    .execute();
  const about: About = { firm: null };
  const hearers = await hearersOf(
    ctx,
    keepers.map(({ id }) => id),
    about,
  );
  const lately = await ctx.db
    .selectFrom("notice")
    .select("account_id")
    .where("kind", "=", "calendarMissing")
    .where("at", ">", new Date(ctx.at.getTime() - pauseMs))
    .execute();
  const told = new Set(lately.map(({ account_id }) => account_id));
  await tell(
    ctx,
    hearers.filter(({ accountId }) => !told.has(accountId)),
    {
      kind: "calendarMissing",
      about,
      subject: `calendar:${year}:${ctx.at.toISOString()}`,
      params: { year },
      at: ctx.at,
    },
  );
}
