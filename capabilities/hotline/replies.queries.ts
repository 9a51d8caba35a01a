import type { InferResult } from "kysely";
import type { Context } from "#directory/context.ts";
import { openForm } from "#matters/sealing.ts";
import { ticketDue } from "./due.queries.ts";
import { hotline } from "./procedure.ts";

/** A reply to a ticket: an entry of its matter, which stays as it was written. */
export interface Reply {
  readonly matterId: number;
  readonly seq: number;
  readonly branchId: number;
  readonly ticketNumber: string;
  readonly matterNumber: string;
  readonly at: Date;
  readonly dueAt: Date;
  readonly form: Readonly<Record<string, unknown>>;
}

/** The steps that the hotline hears of: what it is told of a ticket that is not ours is a reply too. */
export const replySteps = ["reply", "ruleNotOurs"] as const;

/** So many go into one answer or one export. */
export const repliesAtOnce = 2000;

/** Every reply with its ticket, oldest first. */
function replies(ctx: Context) {
  return ctx.db
    .selectFrom("entry as e")
    .innerJoin("hotline_ticket as t", "t.matter_id", "e.matter_id")
    .innerJoin("matter as m", "m.id", "e.matter_id")
    .select([
      "e.matter_id as matterId",
      "e.seq",
      "t.branch_id as branchId",
      "t.number as ticketNumber",
      "m.number as matterNumber",
      "e.at",
      ticketDue.as("dueAt"),
      "e.form",
      "e.sealed",
    ])
    .where("e.kind", "=", "step")
    .where("e.name", "in", [...replySteps])
    .orderBy("e.at")
    .orderBy("e.matter_id");
}

type Row = InferResult<ReturnType<typeof replies>>[number];

const opened = (ctx: Context, rows: readonly Row[]): Reply[] =>
  rows.map(({ sealed, ...row }) => ({
    ...row,
    form: openForm(ctx.vault, hotline.id, row, { form: row.form, sealed }),
  }));

export async function repliesSince(ctx: Context, since: Date): Promise<Reply[]> {
  const found = replies(ctx).where("e.at", ">=", since);
  return opened(ctx, await found.limit(repliesAtOnce + 1).execute());
}

/** Replies that are in no export yet. */
export async function unsentReplies(ctx: Context): Promise<Reply[]> {
  const rows = await replies(ctx)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("hotline_export_reply as x")
            .select("x.export_id")
            .whereRef("x.matter_id", "=", "e.matter_id")
            .whereRef("x.entry_seq", "=", "e.seq"),
        ),
      ),
    )
    .limit(repliesAtOnce)
    .execute();
  return opened(ctx, rows);
}

export async function repliesOf(ctx: Context, exportId: number): Promise<Reply[]> {
  const rows = await replies(ctx)
    .innerJoin("hotline_export_reply as x", (join) =>
      join.onRef("x.matter_id", "=", "e.matter_id").onRef("x.entry_seq", "=", "e.seq"),
    )
    .where("x.export_id", "=", exportId)
    .execute();
  return opened(ctx, rows);
}
