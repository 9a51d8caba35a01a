import { type RawBuilder, sql } from "kysely";
import { sendAhead } from "#directory/ahead.ts";
import type { Context } from "#directory/context.ts";
import type { Snapshot, TaskSnapshot } from "./engine/snapshot.ts";
import type { KeptForm } from "./sealing.ts";
import type { Author, NewEntry } from "./write.commands.ts";

/** What one entry changes around it. */
export interface Change {
  readonly matterId: number;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly author: Author;
  readonly entry: NewEntry;
  /** Its form as it lies in the database. */
  readonly kept: KeptForm;
  /** Tasks that are new or not as before. */
  readonly tasks: readonly TaskSnapshot[];
  /** What the clocks of these tasks will reach. */
  readonly dues: readonly { readonly taskNo: number; readonly name: string; readonly at: Date }[];
  /** All readers of the matter, when somebody has come to them. */
  readonly readers: readonly number[] | null;
}

/** The far end of time: where tasks stand in a work list while their clock is paused. */
const never = "9999-12-31T00:00:00Z";

/**
 * Writes an entry with the tasks, turns and due minutes that follow from it and the matter's own row: in one statement,
 * because each would cost more on its way than in the database, and without the parts that have nothing to do. They see
 * the rows as they were before, so none may take away what another puts there: turns and due minutes that stay are left
 * alone.
 */
export async function writeRows(db: Context["db"], change: Change): Promise<void> {
  const { matterId, before, after, author, entry, kept, tasks } = change;
  await sendAhead(
    db,
    sql`
    with written as (
      insert into entry (matter_id, seq, at, kind, name, audience, actor_id, capacity, actor_label, from_state, to_state,
        form, sealed, sealed_fields, resolved)
      values (${matterId}, ${after.seq}, ${entry.at}, ${entry.kind}, ${entry.name}, ${entry.audience}, ${author.accountId},
        ${author.capacity}, ${author.label}, ${before.state || null}, ${after.state === before.state ? null : after.state},
        ${JSON.stringify(kept.form)}, ${kept.sealed}, ${[...kept.fields]}::text[], ${JSON.stringify(entry.resolved)})
    )${tasks.length > 0 ? partsOfTasks(change) : sql``}
    update matter set state = ${after.state}, phase = ${after.phase}, outcome = ${after.outcome}, version = ${after.version},
      entry_seq = ${after.seq}, closed_at = ${after.closedAt}, handled_by = ${after.handledBy}, readers = coalesce(${change.readers}::int[], readers)
     where id = ${matterId}`,
  );
}

/** The tasks themselves; of turns and due minutes what goes, where there may be any, and what comes. */
function partsOfTasks({ matterId, before, tasks, dues }: Change): RawBuilder<unknown> {
  const turns = tasks
    .filter((task) => task.state === "open")
    .flatMap((task) => [task.holder, ...task.added].map((principal) => ({ principal, task })));
  const known = tasks.map((task) => task.no).filter((no) => before.tasks.some((task) => task.no === no));
  const parts = [
    sql`, tasks as (
      insert into task (matter_id, no, kind, audience, holder, added, state, clock, due_at, opened_seq, closed_seq)
      select ${matterId}::bigint, t.* from jsonb_to_recordset(${JSON.stringify(tasks.map(taskRow))}::jsonb) as t
        (no int, kind text, audience text, holder int, added int[], state text, clock jsonb, due_at timestamptz,
         opened_seq int, closed_seq int)
      on conflict (matter_id, no) do update set added = excluded.added, state = excluded.state, clock = excluded.clock,
        due_at = excluded.due_at, closed_seq = excluded.closed_seq
    ), turns as (
      select * from unnest(${turns.map(({ principal }) => principal)}::int[],
        ${turns.map(({ task }) => (task.clock.runningSince === null ? never : (task.clock.dueAt ?? never)))}::timestamptz[],
        ${turns.map(({ task }) => task.no)}::int[]) as n(principal, sort_at, task_no)
    ), dues as (
      select * from unnest(${dues.map((due) => due.taskNo)}::int[], ${dues.map((due) => due.name)}::text[],
        ${dues.map((due) => due.at.toISOString())}::timestamptz[]) as n(task_no, name, at)
    )`,
  ];
  if (known.length > 0) {
    parts.push(sql`, turns_gone as (
      delete from turn t where t.matter_id = ${matterId} and t.task_no = any(${known}::int[])
        and not exists (select from turns n
          where n.principal = t.principal and n.sort_at = t.sort_at and n.task_no = t.task_no)
    ), dues_gone as (
      delete from due d where d.matter_id = ${matterId} and d.task_no = any(${known}::int[]) and d.fired_at is null
        and not exists (select from dues n where n.task_no = d.task_no and n.name = d.name)
    )`);
  }
  if (turns.length > 0) {
    parts.push(sql`, turns_come as (
      insert into turn (principal, sort_at, matter_id, task_no)
      select principal, sort_at, ${matterId}, task_no from turns on conflict do nothing
    )`);
  }
  if (dues.length > 0) {
    parts.push(sql`, dues_come as (
      insert into due (matter_id, task_no, name, at) select ${matterId}, task_no, name, at from dues
      -- What has fired stays fired: a reminder is sent once (decision 14).
      on conflict (matter_id, task_no, name) do update set at = excluded.at where due.fired_at is null
    )`);
  }
  return sql.join(parts, sql``);
}

function taskRow(task: TaskSnapshot) {
  return {
    no: task.no,
    kind: task.kind,
    audience: task.audience,
    holder: task.holder,
    added: task.added,
    state: task.state,
    clock: task.clock,
    due_at: task.clock.dueAt,
    opened_seq: task.openedSeq,
    closed_seq: task.closedSeq,
  };
}

/** Moves what the clock has still to tell to other minutes; what has happened meanwhile has happened. */
export async function writeDues(db: Context["db"], matterId: number, dues: Change["dues"]): Promise<void> {
  if (dues.length === 0) return;
  await sendAhead(
    db,
    sql`
    update due d set at = n.at
      from unnest(${dues.map((due) => due.taskNo)}::int[], ${dues.map((due) => due.name)}::text[],
        ${dues.map((due) => due.at.toISOString())}::timestamptz[]) as n(task_no, name, at)
     where d.matter_id = ${matterId} and d.task_no = n.task_no and d.name = n.name and d.fired_at is null`,
  );
}
