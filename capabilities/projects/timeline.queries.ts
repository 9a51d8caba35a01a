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
  place: string | null;
  until_at: Date | null;
  matter_id: number | null;
  seq: number | null;
}

/** Nothing of what other branches bring. */
const none = sql`null::date as day, null as from_stage, null as to_stage`;

/**
 * One line of time out of what is kept anyway: changes of the project, assignments and absences, matters. Each branch
 * gives its own newest rows; the row policies say what of it the caller sees. A firm is told who is responsible, not when
 * officers were away.
 */
export async function timelineOf(
  ctx: Context,
  input: InputOf<(typeof contract)["project.timeline"]>,
): Promise<Timeline> {
  const { id, limit } = input;
  const after = readCursor(input.cursor);
  const take = (columns: RawBuilder<unknown>) => sql`(select * from (${columns}) b
    where (b.at, b.key) < (${after.at}, ${after.key} collate "C") order by b.at desc, b.key desc limit ${limit + 1})`;
  const branches = [
    ...(input.kind === undefined || input.kind === "stage" ? stageBranches(id) : []),
    ...(input.kind === undefined || input.kind === "people" ? peopleBranches(ctx, id) : []),
    ...(input.kind === undefined || input.kind === "matter" ? matterBranches(id) : []),
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
      place: row.place,
      until: row.until_at?.toISOString() ?? null,
      matter: row.matter_id === null ? null : (matters.get(row.matter_id) ?? null),
      note: (row.seq === null ? undefined : papers.get(row.seq)?.note) ?? null,
      list: (row.seq === null ? undefined : papers.get(row.seq)?.list) ?? null,
      files: (row.seq === null ? undefined : papers.get(row.seq)?.files) ?? [],
    })),
    nextCursor: found.rows.length > limit && last ? writeCursor(last) : null,
  };
}

function stageBranches(id: number): RawBuilder<unknown>[] {
  return [
    sql`select c.at, ('change:' || lpad(c.seq::text, 8, '0')) collate "C" as key, 'stage' as kind, c.kind as what,
               c.day, c.from_stage, c.to_stage, c.actor_name as who, null as place, null::timestamptz as until_at,
               null::bigint as matter_id, c.seq
          from project_change c where c.project_id = ${id}`,
    // Stages from before their changes were kept: taken over with the project.
    sql`select s.since::timestamp at time zone 'Asia/Shanghai' as at, ('stage:' || lpad(s.seq::text, 8, '0')) collate "C" as key,
               'stage' as kind, 'ENTERED' as what, s.since as day, null as from_stage, s.stage as to_stage, null as who,
               null as place, null::timestamptz as until_at, null::bigint as matter_id, null::int as seq
          from project_stage s where s.project_id = ${id}
           and not exists (select from project_change c
                            where c.project_id = s.project_id and c.to_stage = s.stage and c.day = s.since)`,
  ];
}

function peopleBranches(ctx: Context, id: number): RawBuilder<unknown>[] {
  const assigned = (at: RawBuilder<unknown>, what: string) =>
    sql`select ${at} as at, (${what} || ':' || lpad(g.id::text, 8, '0')) collate "C" as key, 'people' as kind,
               ${what} as what, ${none}, a.duty_name as who, g.kind as place, null::timestamptz as until_at,
               null::bigint as matter_id, null::int as seq
          from assignment g join account a on a.id = g.account_id where g.project_id = ${id} and ${at} <= ${ctx.now}`;
  const away = sql`select b.from_at as at, ('away:' || lpad(b.id::text, 8, '0')) collate "C" as key, 'people' as kind,
               'away' as what, ${none}, a.duty_name as who, g.kind as place, b.to_at as until_at,
               null::bigint as matter_id, null::int as seq
          from assignment g join absence b on b.account_id = g.account_id join account a on a.id = g.account_id
         where g.project_id = ${id} and g.kind in ('A', 'B') and b.from_at <= ${ctx.now}
           and b.from_at >= g.valid_from and (g.valid_to is null or b.from_at < g.valid_to)`;
  return [
    assigned(sql`g.valid_from`, "assigned"),
    assigned(sql`g.valid_to`, "ended"),
    ...(ctx.actor.kind === "staff" ? [away] : []),
  ];
}

function matterBranches(id: number): RawBuilder<unknown>[] {
  const told = (at: RawBuilder<unknown>, what: string) =>
    sql`select ${at} as at, (${what} || ':' || lpad(m.id::text, 12, '0')) collate "C" as key, 'matter' as kind,
               ${what} as what, ${none}, null as who, null as place, null::timestamptz as until_at,
               m.id as matter_id, null::int as seq
          from matter m where m.project_id = ${id} and ${at} is not null`;
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
