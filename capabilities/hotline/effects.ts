import { defineEffects } from "#matters/effects.ts";
import { openDoor } from "#matters/store.queries.ts";
import { replySteps } from "./replies.queries.ts";

/** That a ticket was answered is an event of its own: other systems hear of it. */
export const hotlineEffects = defineEffects({
  name: "hotline",
  on: {
    matterMoved: async (ctx, { matter }) => {
      await openDoor(ctx.db, matter);
      // An entry is written at the instant of the event that tells of it.
      const reply = await ctx.db
        .selectFrom("entry as e")
        .innerJoin("matter as m", "m.id", "e.matter_id")
        .select("e.seq")
        .where("e.matter_id", "=", matter)
        .where("m.procedure", "=", "hotline")
        .where("e.kind", "=", "step")
        .where("e.name", "in", [...replySteps])
        .where("e.at", "=", ctx.at)
        .executeTakeFirst();
      await openDoor(ctx.db, null);
      if (reply) await ctx.emit({ name: "ticketReplied", matter }, []);
    },
  },
});
