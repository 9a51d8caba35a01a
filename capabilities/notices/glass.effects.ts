import { principalsOf } from "#access/capacities.ts";
import type { EffectContext } from "#matters/effects.ts";
import type { EventOf } from "#kernel/event.ts";
import { loadMatter, openDoor } from "#matters/store.queries.ts";
import { type About, hearersOf, selfOf, tell } from "./tell.commands.ts";

/**
 * A matter was opened to somebody without a relation to it: those who asked and who handle it are told, the auditor, and
 * whoever is to read. Each only as far as he sees it himself.
 */
export async function tellGlass(ctx: EffectContext, event: EventOf<"glassOpened">): Promise<void> {
  await openDoor(ctx.db, event.matter);
  const matter = await loadMatter(ctx.db, event.matter);
  const { requester, handler, deputy } = await principalsOf(ctx.db, matter.relations);
  const others = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("kind", "=", "unit")
    .where("duty", "=", "auditors")
    .execute();
  await openDoor(ctx.db, null);
  const about: About = { matter: event.matter, firm: matter.relations.enterpriseId };
  const notice = { kind: "glassOpened", params: {}, subject: `glass:${event.glass}`, at: ctx.at } as const;
  await tell(ctx, await hearersOf(ctx, [...requester, ...handler, ...deputy], about), { ...notice, about });
  await tell(ctx, await hearersOf(ctx, [await selfOf(ctx.db, event.account)], about), {
    ...notice,
    kind: "glassForYou",
    about,
  });
  const aside: About = { firm: null };
  const auditors = await hearersOf(
    ctx,
    others.map(({ id }) => id),
    aside,
  );
  await tell(ctx, auditors, { ...notice, about: aside });
}
