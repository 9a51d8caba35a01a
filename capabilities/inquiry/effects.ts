import { defineEffects } from "#matters/effects.ts";
import { openFollowing } from "#matters/following.commands.ts";
import { openForm } from "#matters/sealing.ts";
import { openDoor } from "#matters/store.queries.ts";

/**
 * One or two stars come before the inspectorate (decision 18). The event is for nobody's screen; it is gone once it has been
 * heard, and from then on how many stars they were stands in the inspectorate's own matter alone.
 */
export const inquiryEffects = defineEffects({
  name: "inquiries",
  on: {
    ratedLow: async (ctx, { matter: id, entry: seq, stars }) => {
      await openDoor(ctx.db, id);
      const matter = await ctx.db
        .selectFrom("matter")
        .select(["number", "title", "procedure"])
        .where("id", "=", id)
        .executeTakeFirst();
      const entry = await ctx.db
        .selectFrom("entry")
        .selectAll()
        .where("matter_id", "=", id)
        .where("seq", "=", seq)
        .executeTakeFirst();
      if (!matter || !entry) return;
      const { text } = openForm(ctx.vault, matter.procedure, { matterId: id, seq }, entry);
      await openFollowing(ctx, {
        procedure: "inquiry",
        from: id,
        title: "两星以下的评价",
        form: {
          rating: { stars, number: matter.number, subject: matter.title, ...(typeof text === "string" && { text }) },
        },
      });
    },
  },
});
