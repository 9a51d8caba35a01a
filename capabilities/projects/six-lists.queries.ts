import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { labelsOf } from "#directory/labels.queries.ts";
import type { InputOf, OutputOf } from "#kernel/operation.ts";
import { openForm } from "#matters/sealing.ts";
import type { contract } from "./contract.ts";
import { readCursor, writeCursor } from "./page-cursor.ts";

type SixLists = OutputOf<(typeof contract)["project.sixLists"]>;

interface Row {
  id: number;
  number: string;
  procedure: string;
  topic_zh: string | null;
  topic_en: string | null;
  title: string;
  opened_at: Date;
  closed_at: Date | null;
  state: string;
  phase: SixLists["items"][number]["phase"];
  outcome: string | null;
  holder: number | null;
  due_at: Date | null;
  said_by: string | null;
  said_at: Date | null;
  said_seq: number | null;
  said_form: unknown;
  said_sealed: Buffer | null;
}

function saidIn(ctx: Context, row: Row): string | null {
  if (row.said_seq === null) return null;
  const place = { matterId: row.id, seq: row.said_seq };
  const { text } = openForm(ctx.vault, row.procedure, place, { form: row.said_form, sealed: row.said_sealed });
  return typeof text === "string" ? text : null;
}

/**
 * 项目、类别、问题、责任、措施、成效: each matter that the caller sees as one line, out of the matter itself. The
 * measure is the last that the police side wrote where the caller reads it; the result is how it ended.
 */
export async function sixListsOf(
  ctx: Context,
  input: InputOf<(typeof contract)["project.sixLists"]>,
): Promise<SixLists> {
  const { at, key } = readCursor(input.cursor);
  const before = Number(/^matter:(\d{1,15})$/.exec(key)?.[1] ?? Number.MAX_SAFE_INTEGER);
  const found = await sql<Row>`
    with page as materialized (
      select m.* from matter m
       where m.project_id = ${input.id} and (m.opened_at, m.id) < (${at}, ${before})
       order by m.opened_at desc, m.id desc limit ${input.limit + 1}
    )
    select m.id, m.number, m.procedure, m.title, m.opened_at, m.closed_at, m.state, m.phase, m.outcome,
           topic.name_zh as topic_zh, topic.name_en as topic_en, turn.holder, turn.due_at,
           said.actor_label as said_by, said.at as said_at, said.seq as said_seq, said.form as said_form,
           said.sealed as said_sealed
      from page m
      left join topic on topic.code = m.topic
      left join lateral (
        select t.holder, t.due_at from task t where t.matter_id = m.id and t.state = 'open' order by t.no limit 1
      ) turn on true
      left join lateral (
        select e.actor_label, e.at, e.seq, e.form, e.sealed from entry e
         where e.matter_id = m.id and e.kind in ('step', 'publication')
           and (e.form ->> 'text' is not null or 'text' = any (e.sealed_fields))
           and e.capacity not in ('requester', 'firm', 'system', 'sideA', 'sideB')
         order by e.seq desc limit 1
      ) said on true
     order by m.opened_at desc, m.id desc`.execute(ctx.db);
  const page = found.rows.slice(0, input.limit);
  const labels = await labelsOf(
    ctx,
    page.flatMap((row) => (row.holder === null ? [] : [row.holder])),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const holder = row.holder === null ? undefined : labels.get(row.holder);
      return {
        id: row.id,
        number: row.number,
        procedure: row.procedure,
        topic: row.topic_zh === null ? null : { nameZh: row.topic_zh, nameEn: row.topic_en ?? row.topic_zh },
        title: row.title,
        openedAt: row.opened_at.toISOString(),
        state: row.state,
        phase: row.phase,
        outcome: row.outcome,
        late: row.due_at !== null && row.due_at <= ctx.now,
        responsible: holder ? (holder.dutyName ?? holder.unitName) : row.said_by,
        measure: saidIn(ctx, row),
        measureAt: row.said_at?.toISOString() ?? null,
        closedAt: row.closed_at?.toISOString() ?? null,
      };
    }),
    nextCursor:
      found.rows.length > input.limit && last ? writeCursor({ at: last.opened_at, key: `matter:${last.id}` }) : null,
  };
}
