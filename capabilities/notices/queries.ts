import { sql } from "kysely";
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
      const responsible = await responsibleNow(
        ctx,
        page.filter((row) => row.kind === "responsibilityChanged" && row.project_name !== null),
      );
      const handovers = await handoversOf(ctx, page);
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
            responsible: (row.kind === "responsibilityChanged" && responsible.get(row.project_id ?? 0)) || [],
            handover: handovers.get(handoverIn(row.params)) ?? null,
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

/**
 * Who is responsible for these projects at this moment: read when the notice is, so that it holds no name and never
 * gives the telephone of somebody who has gone since.
 */
async function responsibleNow(
  ctx: Context,
  rows: readonly { readonly project_id: number | null }[],
): Promise<Map<number, { dutyName: string; phone: string | null }[]>> {
  if (rows.length === 0) return new Map();
  const found = await sql<{ project: number; duty_name: string; phone: string | null }>`
    select p.id as project, r.duty_name, r.phone
      from project p cross join lateral app.responsible_at(p.id, ${ctx.now}) r
     where p.id = any (${[...new Set(rows.map((row) => row.project_id))]}::int[]) and r.acts`.execute(ctx.db);
  const byProject = Map.groupBy(found.rows, (row) => row.project);
  return new Map(
    [...byProject].map(([project, own]) => [
      project,
      own.map((row) => ({ dutyName: row.duty_name, phone: row.phone })),
    ]),
  );
}

const handoverIn = (params: unknown): number => {
  const id = typeof params === "object" && params !== null && "handover" in params ? Number(params.handover) : 0;
  return Number.isSafeInteger(id) ? id : 0;
};

/** The hand-overs that notices tell of, as far as the reader may still see them. */
async function handoversOf(
  ctx: Context,
  rows: readonly { readonly params: unknown }[],
): Promise<Map<number, { id: number; projectName: string }>> {
  const ids = rows.map((row) => handoverIn(row.params)).filter((id) => id > 0);
  if (ids.length === 0) return new Map();
  const found = await sql<{ id: number; name: string }>`
    select h.handover_id as id, h.project_name as name from app.handover_projects() h
     where h.handover_id = any (${ids}::int[])`.execute(ctx.db);
  return new Map(found.rows.map((row) => [row.id, { id: row.id, projectName: row.name }]));
}

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
