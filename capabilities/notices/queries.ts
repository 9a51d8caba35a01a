import type { noticeRules } from "#access/rules/notices.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { contract } from "./contract.ts";
import { presentSettings } from "./settings.queries.ts";
import { isKind } from "./kinds.ts";

/** What the bell counts to. */
const mostCounted = 100;

type Reads = "notice.list" | "notice.count" | "notice.settings";

export const noticeQueries: Handlers<Pick<typeof contract, Reads>, Pick<typeof noticeRules, Reads>> = {
  "notice.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      let query = ctx.db
        .selectFrom("notice as n")
        .leftJoin("matter as m", "m.id", "n.matter_id")
        .leftJoin("project as j", "j.id", "n.project_id")
        .selectAll("n")
        .select(["m.id as shown_matter", "m.number", "m.title", "m.procedure", "j.name as project_name"])
        .where("n.account_id", "=", ctx.actor.accountId)
        .orderBy("n.id", "desc")
        .limit(input.limit + 1);
      if (input.unread === true) query = query.where("n.read_at", "is", null);
      if (input.cursor !== undefined) query = query.where("n.id", "<", readCursor(input.cursor));
      const rows = await query.execute();
      const page = rows.slice(0, input.limit);
      const last = page.at(-1);
      return {
        items: page.flatMap((row) => {
          // A kind of a newer program is left out rather than shown without words.
          if (!isKind(row.kind)) return [];
          const { shown_matter: id, number, title, procedure, project_name } = row;
          const isWhole = id !== null && number !== null && title !== null && procedure !== null;
          return {
            id: row.id,
            kind: row.kind,
            urgency: row.urgency,
            at: row.at.toISOString(),
            readAt: row.read_at?.toISOString() ?? null,
            matter: isWhole ? { id, number, title, procedure } : null,
            project:
              row.project_id !== null && project_name !== null ? { id: row.project_id, name: project_name } : null,
            params: row.params as Record<string, string | number>,
          };
        }),
        nextCursor: rows.length > input.limit && last ? Buffer.from(String(last.id)).toString("base64url") : null,
      };
    },
  }),
  "notice.count": async (ctx) => ({ subject: {}, run: async () => ({ unread: await countUnread(ctx) }) }),
  "notice.settings": async (ctx) => ({ subject: {}, run: () => presentSettings(ctx) }),
};

/** How many notices the actor has not read, up to a hundred. */
export async function countUnread(ctx: Pick<Context, "db" | "actor">): Promise<number> {
  const rows = await ctx.db
    .selectFrom("notice")
    .select("id")
    .where("account_id", "=", ctx.actor.accountId)
    .where("read_at", "is", null)
    .limit(mostCounted)
    .execute();
  return rows.length;
}

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,16}$/.test(text)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(text);
}
