import pg from "pg";
import { cloneMatters } from "./clone.ts";
import { freshLives, players } from "./lives.ts";
import { createRandom } from "./measure.ts";
import type { BenchDatabase } from "./place.ts";

/** One step that can be taken once, and who takes it. */
export interface FreshStep {
  readonly input: {
    readonly id: number;
    readonly step: string;
    readonly version: number;
    readonly form: Readonly<Record<string, unknown>>;
  };
  readonly account: { readonly accountId: number; readonly enterpriseId: number | null };
  readonly key: string;
}

/** Makes so many young matters and gives, in no order, the step that waits for each: four kinds, equally often. */
export async function freshSteps(database: BenchDatabase, count: number): Promise<FreshStep[]> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const { rows: before } = await admin.query<{ n: number }>("select last_value::int as n from matter_id_seq");
    const run = before[0]?.n ?? 0;
    await cloneMatters(database.adminUrl, { kind: "fresh", count, from: 10_000_000 + run });
    const { rows } = await admin.query<{ id: number; version: number; life: number; actors: number[]; firm: number }>(
      `select c.id::int, m.version, p.life, c.actors, c.enterprise_id as firm
         from bench.clone c join bench.pattern p on p.matter = c.pattern join matter m on m.id = c.id`,
    );
    await admin.query("analyze matter, turn, task, entry");
    const random = createRandom(run);
    return rows
      .map((row) => ({ row, place: random() }))
      .toSorted((left, right) => left.place - right.place)
      .map(({ row }) => {
        const next = freshLives[row.life]?.next;
        if (!next) throw new Error(`matter ${row.id} has no step that waits for it`);
        const accountId = row.actors[players.indexOf(next.by)] ?? 0;
        return {
          input: { id: row.id, step: next.step, version: row.version, form: next.form },
          account: { accountId, enterpriseId: next.by === "requester" ? row.firm : null },
          key: `bench-${row.id}`,
        };
      });
  } finally {
    await admin.end();
  }
}
