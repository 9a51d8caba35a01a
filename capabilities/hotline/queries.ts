import { Readable } from "node:stream";
import { sql } from "kysely";
import type { hotlineRules } from "#access/rules/hotline.ts";
import type { Context, FileReply } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { sheetLocale } from "#sheets/words.ts";
import { workbookType, writeSheet } from "#sheets/write.ts";
import type { contract } from "./contract.ts";
import { ticketDue, ticketProvisional } from "./due.queries.ts";
import en from "./messages.en.json" with { type: "json" };
import zh from "./messages.zh-CN.json" with { type: "json" };
import { repliesAtOnce, repliesOf, repliesSince, replySteps, type Reply, unsentReplies } from "./replies.queries.ts";

type Reads =
  | "ticket.list"
  | "ticket.places"
  | "ticket.replies"
  | "ticket.exports"
  | "hotlineExport.get"
  | "ticket.topics";

const shown = 500;
const repeatedWithin = 90 * 86_400_000;

export const hotlineQueries: Handlers<Pick<typeof contract, Reads>, Pick<typeof hotlineRules, Reads>> = {
  "ticket.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const rows = await ctx.db
        .selectFrom("hotline_ticket as t")
        .innerJoin("matter as m", "m.id", "t.matter_id")
        .innerJoin("unit as u", "u.id", "m.station_id")
        .leftJoin("project as p", "p.id", "m.project_id")
        .selectAll("t")
        .select(["m.number as matter_number", "m.title", "m.state", "u.short_name as unit", "p.name as project"])
        .select([ticketDue.as("due"), ticketProvisional.as("provisional")])
        .select((eb) =>
          eb
            .selectFrom("entry as e")
            .select(({ fn }) => fn.min("e.at").as("at"))
            .whereRef("e.matter_id", "=", "t.matter_id")
            .where("e.kind", "=", "step")
            .where("e.name", "in", [...replySteps])
            .as("replied_at"),
        )
        .where("m.phase", input.closed ? "=" : "<>", "closed")
        .orderBy("due", input.closed ? "desc" : "asc")
        .orderBy("t.matter_id")
        .limit(shown + 1)
        .execute();
      ctx.counted(Math.min(rows.length, shown));
      return {
        items: rows.slice(0, shown).map((row) => ({
          id: row.matter_id,
          number: row.number,
          matterNumber: row.matter_number,
          title: row.title,
          subject: row.subject,
          place: row.place,
          unitName: row.unit,
          projectName: row.project,
          state: row.state,
          class: row.class,
          receivedAt: row.received_at.toISOString(),
          dueAt: row.due.toISOString(),
          provisional: row.provisional,
          cameLate: row.came_at >= row.due,
          repliedAt: row.replied_at?.toISOString() ?? null,
        })),
        more: rows.length > shown,
        serverTime: ctx.now.toISOString(),
      };
    },
  }),

  "ticket.places": async (ctx) => ({
    subject: {},
    run: async () => {
      const units = await ctx.db
        .selectFrom("unit")
        .select(["id", "short_name as name"])
        .where("tier", "in", ["STATION", "WORK_STATION", "DEPARTMENT"])
        .where("id", "=", sql<number>`any (${[...ctx.actor.offices]}::int[])`)
        .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", ctx.now)]))
        .orderBy("code")
        .execute();
      const projects = await ctx.db
        .selectFrom("project")
        .select(["id", "name", "station_id as unitId"])
        .where("station_id", "=", sql<number>`any (${[...ctx.actor.offices]}::int[])`)
        .where("stage", "not in", ["ARCHIVED", "TERMINATED"])
        .orderBy("name")
        .execute();
      return { units, projects };
    },
  }),

  "ticket.replies": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const found = await repliesSince(ctx, new Date(input.since));
      const page = found.slice(0, repliesAtOnce);
      ctx.counted(page.length);
      return { items: page.map((one) => presentReply(ctx, one)), more: found.length > repliesAtOnce };
    },
  }),

  "ticket.exports": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await ctx.db
        .selectFrom("hotline_export as x")
        .innerJoin("hotline_export_reply as r", "r.export_id", "x.id")
        .select(({ fn }) => ["x.id", "x.made_at", fn.countAll<number>().as("replies")])
        .groupBy(["x.id", "x.made_at"])
        .orderBy("x.id", "desc")
        .limit(50)
        .execute();
      const items = rows.map((row) => ({
        id: row.id,
        madeAt: row.made_at.toISOString(),
        replies: row.replies,
      }));
      return { waiting: (await unsentReplies(ctx)).length, items };
    },
  }),

  "hotlineExport.get": async (ctx, input) => {
    const found = await ctx.db.selectFrom("hotline_export").selectAll().where("id", "=", input.id).executeTakeFirst();
    if (!found) return undefined;
    ctx.about(`hotlineExport:${found.id}`);
    return { subject: {}, run: async () => workbookOf(ctx, found, await repliesOf(ctx, found.id)) };
  },

  "ticket.topics": async (ctx) => ({
    subject: {},
    run: async () => {
      const rows = await ctx.db
        .selectFrom("hotline_ticket")
        .select(({ fn }) => [
          "place",
          "subject",
          fn.countAll<number>().as("count"),
          fn.max("received_at").as("last_at"),
        ])
        .where("place", "is not", null)
        .where("received_at", ">=", new Date(ctx.now.getTime() - repeatedWithin))
        .groupBy(["place", "subject"])
        .having(({ fn }) => fn.countAll(), ">", 1)
        .orderBy("count", "desc")
        .orderBy("last_at", "desc")
        .limit(50)
        .execute();
      return {
        items: rows.map((row) => ({
          place: row.place ?? "",
          subject: row.subject,
          count: row.count,
          lastAt: row.last_at.toISOString(),
        })),
      };
    },
  }),
};

const textsOf = (ctx: Context) => (sheetLocale(ctx.actor.locale) === "en" ? en : zh);

/** What the hotline reads; where to turn next stands on every reply (GR-20). */
function presentReply(ctx: Context, reply: Reply) {
  const form = reply.form as Readonly<Record<string, string | undefined>>;
  const result = form["result"] ?? "NOT_OURS";
  const onward =
    result === "NOT_OURS"
      ? `${textsOf(ctx)["next.NOT_OURS"]}${form["whereTo"] ?? ""}`
      : textsOf(ctx)["next.NOT_SOLVED"];
  return {
    ticketNumber: reply.ticketNumber,
    matterNumber: reply.matterNumber,
    repliedAt: reply.at.toISOString(),
    inTime: reply.at <= reply.dueAt,
    result,
    text: form["text"] ?? "",
    law: form["law"] ?? null,
    onward,
  };
}

async function workbookOf(
  ctx: Context,
  made: { id: number; made_at: Date },
  replies: readonly Reply[],
): Promise<FileReply> {
  const locale = sheetLocale(ctx.actor.locale);
  const texts = textsOf(ctx);
  const name = `${texts["name"]}-${made.id}`;
  const headings =
    locale === "en"
      ? ["Ticket number", "Our number", "Replied at", "In time", "Result", "Reply", "Law", "Ways onward"]
      : ["工单编号", "办理编号", "答复时间", "是否按期", "办理结果", "答复内容", "法律依据", "后续渠道"];
  const results = new Map<string, string>([
    ["DONE", texts["form.result.DONE"]],
    ["PART_DONE", texts["form.result.PART_DONE"]],
    ["LAWFULLY_IMPOSSIBLE", texts["form.result.LAWFULLY_IMPOSSIBLE"]],
    ["NOT_OURS", texts["outcome.NOT_OURS"]],
  ]);
  const yes = locale === "en" ? ["yes", "no"] : ["是", "否"];
  const content = await writeSheet(
    {
      name,
      columns: headings.map((heading) => ({ heading })),
      rows: replies.map((one) => {
        const reply = presentReply(ctx, one);
        return [
          reply.ticketNumber,
          reply.matterNumber,
          `${shanghaiDay(one.at)} ${shanghaiTime(one.at)}`,
          (reply.inTime ? yes[0] : yes[1]) ?? "",
          results.get(reply.result) ?? reply.result,
          reply.text,
          reply.law,
          reply.onward,
        ];
      }),
    },
    { demo: ctx.demo, locale },
  );
  return { stream: Readable.from([content]), name: `${name}.xlsx`, mediaType: workbookType, size: content.length };
}
