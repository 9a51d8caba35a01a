import { deepEqual } from "node:assert/strict";
import type pg from "pg";
import { principalsOf } from "#access/capacities.ts";
import { replay } from "#matters/engine/snapshot.ts";
import { loadEntries, loadMatter, openDoor } from "#matters/store.queries.ts";
import { startAudiences, union } from "#matters/write.commands.ts";
import { contract } from "#matters/contract.ts";
import { execute } from "#server/pipeline.ts";
import type { Platform } from "#server/platform.ts";
import { consultation } from "#capabilities/consultation/procedure.ts";

interface Sample {
  readonly id: number;
  readonly opened_by: number;
  readonly enterprise_id: number;
}

/**
 * Whether generated matters are matters: their entries replayed give their rows, their audiences hold who they should,
 * turns and due minutes belong to open tasks, and whoever asked can read them through the pipeline.
 * @throws AssertionError for the first that is not
 */
export async function checkSample(platform: Platform, admin: pg.Client, count: number): Promise<void> {
  const half = Math.ceil(count / 2);
  const { rows } = await admin.query<Sample>(
    `(select id::int, opened_by, enterprise_id from matter where phase = 'closed' order by hashint8(id) limit ${half})
     union all (select id::int, opened_by, enterprise_id from matter where phase <> 'closed' order by hashint8(id) limit ${half})`,
  );
  for (const sample of rows) {
    await checkRows(platform, sample.id);
    await checkRead(platform, sample);
  }
  await checkWhole(admin);
}

async function checkRows(platform: Platform, id: number): Promise<void> {
  await platform.asSystem(async (tx) => {
    await openDoor(tx, id);
    const matter = await loadMatter(tx, id);
    const replayed = replay(await loadEntries(tx, id));
    deepEqual(replayed, matter.snapshot, `the entries of matter ${id} do not give its rows`);
    deepEqual(matter.readers, union(matter.audiences), `the readers of matter ${id} are not those of its audiences`);
    const principals = await principalsOf(tx, matter.relations);
    for (const [name, readers] of startAudiences(consultation, principals)) {
      const all = new Set(matter.audiences.get(name));
      deepEqual(
        readers.filter((reader) => !all.has(reader)),
        [],
        `matter ${id} lacks readers of ${name}`,
      );
    }
  });
}

async function checkRead(platform: Platform, sample: Sample): Promise<void> {
  const caller = {
    account: { accountId: sample.opened_by, enterpriseId: sample.enterprise_id },
    device: "desk",
  } as const;
  const answer = await execute(platform, "matter.get", { id: sample.id }, caller);
  const view = contract["matter.get"].output.parse(answer.body);
  deepEqual(view.id, sample.id);
  deepEqual(view.entries.length > 0, true, `whoever asked matter ${sample.id} reads nothing in it`);
}

/** Conditions that hold for all rows at once. */
async function checkWhole(admin: pg.Client): Promise<void> {
  const wrong = {
    "turns without an open task": `select count(*)::int as n from turn t left join task k on k.matter_id = t.matter_id and k.no = t.task_no
       where k.state is distinct from 'open'`,
    "open tasks without a turn": `select count(*)::int as n from task k where k.state = 'open'
       and not exists (select from turn t where t.matter_id = k.matter_id and t.task_no = k.no and t.principal = k.holder)`,
    "something overdue that has not happened": `select count(*)::int as n from due where fired_at is null and at <= '2026-09-22T10:00:00+08:00'`,
    "matters without as many entries as they say": `select count(*)::int as n from matter m
       left join (select matter_id, count(*) as n, max(seq) as last from entry group by 1) e on e.matter_id = m.id
       where e.n is distinct from m.entry_seq or e.last is distinct from m.entry_seq`,
  };
  for (const [what, text] of Object.entries(wrong)) {
    const { rows } = await admin.query<{ n: number }>(text);
    deepEqual(rows[0]?.n, 0, what);
  }
}
