import type { hotlineRules } from "#access/rules/hotline.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";
import { contentHash, loadClassLimits, lockTickets, openTicket, type Ticket } from "./receive.commands.ts";
import { unsentReplies } from "./replies.queries.ts";

type Writes = "ticket.receive" | "ticket.export";

export const hotlineCommands: Handlers<Pick<typeof contract, Writes>, Pick<typeof hotlineRules, Writes>> = {
  "ticket.receive": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const ticket: Ticket = {
        ...input,
        place: input.place ?? null,
        receivedAt: new Date(input.receivedAt),
        dueAt: input.dueAt === undefined ? null : new Date(input.dueAt),
        caller: input.caller ?? null,
      };
      await lockTickets(ctx);
      const known = await ctx.db
        .selectFrom("hotline_ticket")
        .select(["matter_id", "content_hash"])
        .where("number", "=", ticket.number)
        .executeTakeFirst();
      if (known) {
        ctx.about(`matter:${known.matter_id}`);
        if (!known.content_hash.equals(contentHash(ticket))) {
          throw new AppError("invalid", { issues: [{ path: "number", code: "ticketDiffers" }] });
        }
        return { id: known.matter_id, created: false };
      }
      const id = await openTicket(ctx, ticket, await loadClassLimits(ctx));
      ctx.about(`matter:${id}`);
      return { id, created: true };
    },
  }),

  "ticket.export": async (ctx) => ({
    subject: {},
    run: async () => {
      await lockTickets(ctx);
      const replies = await unsentReplies(ctx);
      const [first] = replies;
      if (!first) throw new AppError("illegal-step", { params: { reason: "nothingToExport" } });
      // An office that arranges several branches makes one export for each of them in turn.
      const ours = replies.filter((one) => one.branchId === first.branchId);
      const { id } = await ctx.db
        .insertInto("hotline_export")
        .values({ branch_id: first.branchId, made_by: ctx.actor.accountId, made_at: ctx.now })
        .returning("id")
        .executeTakeFirstOrThrow();
      await ctx.db
        .insertInto("hotline_export_reply")
        .values(ours.map((one) => ({ matter_id: one.matterId, entry_seq: one.seq, export_id: id })))
        .execute();
      ctx.about(`hotlineExport:${id}`);
      ctx.counted(ours.length);
      return { id, replies: ours.length };
    },
  }),
};
