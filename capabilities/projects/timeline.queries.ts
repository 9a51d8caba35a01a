import { sql, type RawBuilder } from "kysely";
import type { Context } from "#directory/context.ts";
import type { InputOf, OutputOf } from "#kernel/operation.ts";
import type { contract } from "./contract.ts";
import { type Place, readCursor, writeCursor } from "./page-cursor.ts";

type Timeline = OutputOf<(typeof contract)["project.timeline"]>;
type Item = Timeline["items"][number];

interface Row {
  at: Date;
  key: string;
  kind: Item["kind"];
  what: string;
  day: string | null;
  from_stage: Item["fromStage"];
  to_stage: Item["toStage"];
  who: string | null;
  other: string | null;
  place: string | null;
  until_at: Date | null;
  matter_id: number | null;
  seq: number | null;
  handover: number | null;
  plan: number | null;
  said: string | null;
}

/** What a branch brings, and nothing of what others bring. */
function columns(own: Partial<Record<Column, RawBuilder<unknown>>>): RawBuilder<unknown> {
  const names = Object.keys(nothing) as Column[];
  return sql.join(names.map((name) => sql`(${own[name] ?? sql`null`})::${sql.raw(nothing[name])} as ${sql.ref(name)}`));
}

/** The columns that every branch has, with their types. */
const nothing = {
  at: "timestamptz",
  key: 'text collate "C"',
  kind: "text",
  what: "text",
  day: "date",
  from_stage: "text",
  to_stage: "text",
  who: "text",
  other: "text",
  place: "text",
  until_at: "timestamptz",
  matter_id: "bigint",
  seq: "int",
  handover: "int",
  plan: "int",
  said: "text",
} as const;
type Column = keyof typeof nothing;

/** The key of a row among those of the same instant. */
const keyed = (what: string, id: RawBuilder<unknown>) => sql`${`${what}:`} || lpad(${id}::text, 12, '0')`;

/**
 * One line of time out of what is kept anyway: changes of the project, assignments, hand-overs, absences, plans, matters.
 * Each branch gives its own newest rows; the row policies say what of it the caller sees. A firm is told who is
 * responsible and what was agreed with it, not when officers were away.
 */
export async function timelineOf(
  ctx: Context,
  input: InputOf<(typeof contract)["project.timeline"]>,
): Promise<Timeline> {
  const { id, limit } = input;
  const after = readCursor(input.cursor);
  const take = (rows: RawBuilder<unknown>) => sql`(select * from (${rows}) b
    where (b.at, b.key) < (${after.at}, ${after.key} collate "C") order by b.at desc, b.key desc limit ${limit + 1})`;
  const wanted = (kind: Item["kind"]) => input.kind === undefined || input.kind === kind;
  const branches = [
    ...(wanted("stage") ? stageBranches(id) : []),
    ...(wanted("people") ? [...peopleBranches(ctx, id), ...handoverBranches(ctx, id)] : []),
    ...(wanted("plan") ? planBranches(ctx, id) : []),
    ...(wanted("matter") ? matterBranches(id) : []),
  ].map(take);
  const found = await sql<Row>`
    select * from (${sql.join(branches, sql` union all `)}) all_branches
     order by at desc, key desc limit ${limit + 1}`.execute(ctx.db);
  const page = found.rows.slice(0, limit);
  const last: Place | undefined = page.at(-1);
  const matters = await mattersOf(ctx, page);
  const papers = await papersOf(ctx, id, page);
  return {
    items: page.map((row) => ({
      key: row.key,
      at: row.at.toISOString(),
      kind: row.kind,
      what: row.what,
      day: row.day,
      fromStage: row.from_stage,
      toStage: row.to_stage,
      who: row.who,
      other: row.other,
      place: row.place,
      until: row.until_at?.toISOString() ?? null,
      handover: row.handover,
      plan: row.plan,
      matter: row.matter_id === null ? null : (matters.get(row.matter_id) ?? null),
      note: row.said ?? (row.seq === null ? undefined : papers.get(row.seq)?.note) ?? null,
      list: (row.seq === null ? undefined : papers.get(row.seq)?.list) ?? null,
      files: (row.seq === null ? undefined : papers.get(row.seq)?.files) ?? [],
    })),
    nextCursor: found.rows.length > limit && last ? writeCursor(last) : null,
  };
}

function stageBranches(id: number): RawBuilder<unknown>[] {
  const stage = sql`'stage'`;
  return [
    sql`select ${columns({
      at: sql`c.at`,
      key: keyed("change", sql`c.seq`),
      kind: stage,
      what: sql`c.kind`,
      day: sql`c.day`,
      from_stage: sql`c.from_stage`,
      to_stage: sql`c.to_stage`,
      who: sql`c.actor_name`,
      seq: sql`c.seq`,
    })} from project_change c where c.project_id = ${id}`,
    // Stages from before their changes were kept: taken over with the project.
    sql`select ${columns({
      at: sql`s.since::timestamp at time zone 'Asia/Shanghai'`,
      key: keyed("stage", sql`s.seq`),
      kind: stage,
      what: sql`'ENTERED'`,
      day: sql`s.since`,
      to_stage: sql`s.stage`,
    })} from project_stage s where s.project_id = ${id}
         and not exists (select from project_change c
                          where c.project_id = s.project_id and c.to_stage = s.stage and c.day = s.since)`,
  ];
}

function peopleBranches(ctx: Context, id: number): RawBuilder<unknown>[] {
  // Whoever reads the hand-over reads of the change of hands there, once.
  const assigned = (at: RawBuilder<unknown>, what: string, part: RawBuilder<unknown>) =>
    sql`select ${columns({
      at,
      key: keyed(what, sql`g.id`),
      kind: sql`'people'`,
      what: sql`${what}`,
      who: sql`a.duty_name`,
      place: sql`g.kind`,
    })} from assignment g join account a on a.id = g.account_id
         where g.project_id = ${id} and ${at} <= ${ctx.now}
           and not exists (select from handover h where h.project_id = g.project_id and h.kind = g.kind
             and h.state = 'ACCEPTED' and h.decided_at = ${at} and ${part} = g.account_id)`;
  const away = sql`select ${columns({
    at: sql`b.from_at`,
    key: keyed("away", sql`b.id`),
    kind: sql`'people'`,
    what: sql`'away'`,
    who: sql`a.duty_name`,
    place: sql`g.kind`,
    until_at: sql`b.to_at`,
  })} from assignment g join absence b on b.account_id = g.account_id join account a on a.id = g.account_id
       where g.project_id = ${id} and g.kind in ('A', 'B') and b.from_at <= ${ctx.now}
         and b.from_at >= g.valid_from and (g.valid_to is null or b.from_at < g.valid_to)`;
  return [
    assigned(sql`g.valid_from`, "assigned", sql`h.to_account`),
    assigned(sql`g.valid_to`, "ended", sql`h.from_account`),
    ...(ctx.actor.kind === "staff" ? [away] : []),
  ];
}

/** Hand-overs as they went: asked for or offered, not accepted in time, accepted, taken back. */
function handoverBranches(ctx: Context, id: number): RawBuilder<unknown>[] {
  const told = (at: RawBuilder<unknown>, what: RawBuilder<unknown>, prefix: string, where: RawBuilder<unknown>) =>
    sql`select ${columns({
      at,
      key: keyed(prefix, sql`h.id`),
      kind: sql`'people'`,
      what,
      who: sql`t.duty_name`,
      other: sql`f.duty_name`,
      place: sql`h.kind`,
      until_at: sql`h.due_at`,
      handover: sql`h.id`,
    })} from handover h join account f on f.id = h.from_account left join account t on t.id = h.to_account
         where h.project_id = ${id} and ${where}`;
  return [
    told(sql`h.prepared_at`, sql`case when h.to_account is null then 'asked' else 'offered' end`, "offered", sql`true`),
    told(
      sql`h.due_at`,
      sql`'late'`,
      "late",
      sql`h.due_at <= ${ctx.now} and (h.decided_at is null or h.decided_at > h.due_at)`,
    ),
    told(sql`h.decided_at`, sql`'accepted'`, "accepted", sql`h.state = 'ACCEPTED'`),
    told(sql`h.decided_at`, sql`'withdrawn'`, "withdrawn", sql`h.state = 'WITHDRAWN'`),
  ];
}

/** What both sides said to each version of the service plan; that one was begun is the police's own business. */
function planBranches(ctx: Context, id: number): RawBuilder<unknown>[] {
  const said = sql`select ${columns({
    at: sql`w.at`,
    key: keyed("said", sql`w.id`),
    kind: sql`'plan'`,
    what: sql`w.kind`,
    who: sql`w.duty_name`,
    plan: sql`s.no`,
    said: sql`nullif(w.text, '')`,
  })} from service_plan_word w join service_plan s on s.id = w.plan_id where s.project_id = ${id}`;
  const drafted = sql`select ${columns({
    at: sql`s.drafted_at`,
    key: keyed("drafted", sql`s.id`),
    kind: sql`'plan'`,
    what: sql`'drafted'`,
    who: sql`a.duty_name`,
    plan: sql`s.no`,
  })} from service_plan s join account a on a.id = s.drafted_by where s.project_id = ${id}`;
  return ctx.actor.kind === "staff" ? [said, drafted] : [said];
}

function matterBranches(id: number): RawBuilder<unknown>[] {
  const told = (at: RawBuilder<unknown>, what: string) =>
    sql`select ${columns({
      at,
      key: keyed(what, sql`m.id`),
      kind: sql`'matter'`,
      what: sql`${what}`,
      matter_id: sql`m.id`,
    })} from matter m where m.project_id = ${id} and ${at} is not null`;
  return [told(sql`m.opened_at`, "opened"), told(sql`m.closed_at`, "closed")];
}

async function mattersOf(ctx: Context, rows: readonly Row[]) {
  const ids = rows.flatMap((row) => (row.matter_id === null ? [] : [row.matter_id]));
  if (ids.length === 0) return new Map<number, NonNullable<Item["matter"]>>();
  const found = await ctx.db
    .selectFrom("matter")
    .select(["id", "number", "title", "procedure", "outcome"])
    .where("id", "in", ids)
    .execute();
  return new Map(found.map((row) => [row.id, row]));
}

/** Note and files of the changes on a page; a firm has no row of either. */
async function papersOf(ctx: Context, id: number, rows: readonly Row[]) {
  const seqs = rows.flatMap((row) => (row.seq === null ? [] : [row.seq]));
  if (seqs.length === 0) return new Map<number, Pick<Item, "note" | "list" | "files">>();
  const notes = await ctx.db
    .selectFrom("project_evidence")
    .select(["seq", "note", "import_batch_id", "taken_back"])
    .where("project_id", "=", id)
    .where("seq", "in", seqs)
    .execute();
  const files = await ctx.db
    .selectFrom("file")
    .selectAll()
    .where("project_id", "=", id)
    .where("project_seq", "in", seqs)
    .orderBy("uploaded_at")
    .execute();
  return new Map(
    notes.map(({ seq, note, import_batch_id, taken_back }): [number, Pick<Item, "note" | "list" | "files">] => [
      seq,
      {
        note,
        list: import_batch_id === null ? null : { batch: import_batch_id, takenBack: taken_back },
        files: files
          .filter((file) => file.project_seq === seq)
          .map((file) => ({
            id: file.id,
            name: file.name,
            mediaType: file.media_type,
            size: file.size,
            width: file.width,
            height: file.height,
            hasThumb: file.thumb_key !== null,
          })),
      },
    ]),
  );
}
