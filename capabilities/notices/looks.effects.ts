import type { EffectContext } from "#matters/effects.ts";
import { type About, hearersOf, tell } from "./tell.commands.ts";

/** The inspectorate hears that a week's sample is drawn: once, however many looks there are in it. */
export async function tellLooks(ctx: EffectContext, week: string): Promise<void> {
  const about: About = { firm: null };
  await tell(ctx, await hearersOf(ctx, ctx.readers, about), {
    kind: "looksDrawn",
    about,
    subject: `looks:${week}`,
    at: ctx.at,
  });
}
