import { performance } from "node:perf_hooks";
import pg from "pg";
import type { OutputOf } from "#kernel/operation.ts";
import type { contract } from "#capabilities/search/contract.ts";
import { writeSearch } from "#server/jobs/search-index.ts";
import { execute } from "#server/pipeline.ts";
import { findReaders, type Reader } from "./list.ts";
import { closedLoop, type Figures } from "./measure.ts";
import { type BenchDatabase, openBenchPlatform, type Place } from "./place.ts";

export interface SearchFigures {
  readonly rows: readonly {
    readonly reader: Reader;
    readonly what: string;
    readonly figures: Figures;
    readonly hits: number;
  }[];
  /** Writing the index of all matters anew. */
  readonly buildSeconds: number;
  readonly megabytes: number;
}

const askers = ["officer", "branch", "city", "liaison"] as const satisfies readonly Reader[];

/** Writes the index and asks for what many matters have, what few have, two words, and what none has. */
export async function measureSearch(place: Place, database: BenchDatabase, calls: number): Promise<SearchFigures> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const platform = await openBenchPlatform(place, database, { poolSize: 1 });
  try {
    const began = performance.now();
    await writeSearch(platform);
    const buildSeconds = (performance.now() - began) / 1000;
    await admin.query("vacuum (analyze) matter_search");
    const { rows } = await admin.query<{ megabytes: number; number: string; title: string }>(
      `select (pg_total_relation_size('matter_search') / 1048576)::int as megabytes, m.number, m.title
         from matter m order by m.id desc limit 1`,
    );
    const { megabytes = 0, number = "", title = "" } = rows[0] ?? {};
    const questions = {
      "a common word": title.slice(0, 2),
      "a number": number,
      "two words": `${title.slice(0, 2)} ${title.slice(-2)}`,
      "a word that nowhere stands": "鲸鲨",
    };
    const people = await findReaders(database);
    const found: SearchFigures["rows"][number][] = [];
    for (const reader of askers) {
      const accounts = people.get(reader) ?? [];
      for (const [what, q] of Object.entries(questions)) {
        let hits = 0;
        const ask = async (at: number) => {
          const account = accounts[at % accounts.length];
          if (!account) return;
          const answer = await execute(platform, "search.find", { q }, { account, device: "desk" });
          hits += (answer.body as OutputOf<(typeof contract)["search.find"]>).matters.length;
        };
        await closedLoop(
          Array.from({ length: 12 }, (_, at) => at),
          1,
          ask,
        );
        hits = 0;
        const figures = await closedLoop(
          Array.from({ length: calls }, (_, at) => at),
          1,
          ask,
        );
        found.push({ reader, what, figures, hits: hits / calls });
      }
    }
    return { rows: found, buildSeconds, megabytes };
  } finally {
    await platform.close();
    await admin.end();
  }
}
