import { sql } from "kysely";
import { defineEffects, type EffectContext } from "#matters/effects.ts";
import { officialAnswers } from "#matters/official-answers.ts";
import { openDoor } from "#matters/store.queries.ts";

/** The index follows the matters: whatever moved one writes its part anew. */
async function indexMatter(ctx: EffectContext, { matter }: { readonly matter: number }): Promise<void> {
  await openDoor(ctx.db, matter);
  await sql`select app.index_matter(${JSON.stringify(officialAnswers(ctx.procedures))}::jsonb)`.execute(ctx.db);
  await openDoor(ctx.db, null);
}

export const searchEffects = defineEffects({
  name: "search",
  on: { matterOpened: indexMatter, matterMoved: indexMatter, taskEscalated: indexMatter },
});
