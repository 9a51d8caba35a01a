import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import pg from "pg";
import { ticketSheet } from "#capabilities/hotline/ticket-list.ts";
import { projectSheet } from "#capabilities/imports/project-list.ts";
import { creditCodeCheck } from "#kernel/fields/credit-code.ts";
import { runImports } from "#server/jobs/imports.ts";
import { execute } from "#server/pipeline.ts";
import { arrivalOf } from "#server/upload.ts";
import { readSheet } from "#sheets/read.ts";
import { book, type BookCell } from "#test/workbooks.ts";
import { buildCity, citySize } from "./city.ts";
import { dropDatabase, openBenchPlatform, openDatabase, type Place } from "./place.ts";

/** One part of an import: how long it took, the most memory meanwhile, and the longest that other requests waited. */
export interface ImportPart {
  readonly name: string;
  readonly seconds: number;
  /** Resident memory of this process at its most, its threads included. */
  readonly peakMb: number;
  readonly longestPauseMs: number;
}

export interface ImportFigures {
  readonly rows: number;
  readonly wrong: number;
  readonly kilobytes: number;
  readonly parts: readonly ImportPart[];
}

/** Imports a list of which every tenth row is wrong, applies it, imports it once more, takes it back. */
export async function measureImport(place: Place, kind: keyof typeof lists, rows: number): Promise<ImportFigures> {
  const { sheet, headings, rowOf } = lists[kind];
  const name = "huhang_bench_import";
  await dropDatabase(place, name);
  const database = await openDatabase(place, name);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const platform = await openBenchPlatform(place, database);
  try {
    await buildCity(admin);
    const found = await admin.query<{ id: number }>(
      "select id from account where login like 'city-%' order by id limit 1",
    );
    const account = { accountId: found.rows[0]?.id ?? 0, enterpriseId: null };
    const workbook = await book([headings, ...Array.from({ length: rows }, (_, at) => rowOf(at))]);
    let keys = 0;
    const call = async <Body>(operation: string, input: object): Promise<Body> => {
      keys += 1;
      const caller = { account, device: "desk", idempotencyKey: `bench-import-${keys}` } as const;
      return (await execute(platform, operation, input, caller)).body as Body;
    };
    const send = async (): Promise<string> => {
      keys += 1;
      const arrival = arrivalOf(Readable.from([workbook]), "bench.xlsx", undefined, new AbortController().signal);
      const caller = { account, device: "desk", idempotencyKey: `bench-import-${keys}`, arrival } as const;
      return ((await execute(platform, "file.upload", {}, caller)).body as { id: string }).id;
    };
    const [first, second] = [await send(), await send()];
    const parts: ImportPart[] = [];
    await timed(parts, "reading the workbook alone", () => readSheet(workbook, sheet));
    // What the request asks for is done by the worker; both together are what somebody waits for.
    const work = async <Body>(operation: string, input: object): Promise<Body> => {
      const body = await call<Body>(operation, input);
      if ((await runImports(platform)) !== 1) throw new Error(`${operation} was not brought to its end`);
      return body;
    };
    const { id } = await timed(parts, "upload: reading, judging, keeping", () =>
      work<{ id: number }>("import.upload", { kind, fileId: first }),
    );
    await timed(parts, "apply", () => work("import.apply", { id, version: 1 }));
    await timed(parts, "upload of the same again", () => work("import.upload", { kind, fileId: second }));
    await timed(parts, "undo", () => work("import.undo", { id, version: 2 }));
    const { batch } = await call<{ batch: { state: string; counts: { wrong: number } } }>("import.preview", { id });
    if (batch.state !== "UNDONE") throw new Error(`the list is ${batch.state}`);
    return { rows, wrong: batch.counts.wrong, kilobytes: workbook.length / 1024, parts };
  } finally {
    await platform.close();
    await admin.end();
    await dropDatabase(place, name);
  }
}

async function timed<T>(parts: ImportPart[], name: string, work: () => Promise<T>): Promise<T> {
  const pauses = monitorEventLoopDelay({ resolution: 10 });
  let peak = process.memoryUsage.rss();
  const looking = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  pauses.enable();
  const began = performance.now();
  try {
    return await work();
  } finally {
    const seconds = (performance.now() - began) / 1000;
    clearInterval(looking);
    pauses.disable();
    parts.push({ name, seconds, peakMb: peak / 2 ** 20, longestPauseMs: pauses.max / 1e6 });
  }
}

const projectHeads = [
  "项目代码",
  "项目名称",
  "项目单位",
  "统一社会信用代码",
  "派出所",
  "建设地点",
  "总投资（万元）",
  "联系人",
  "电话",
];

/** Every tenth row is wrong, in the one way after the other. */
function spoil(
  row: BookCell[],
  at: number,
  faults: readonly (readonly [place: number, value: BookCell])[],
): BookCell[] {
  if (at % 10 !== 9) return row;
  const [place, value] = faults[Math.floor(at / 10) % faults.length] ?? [1, null];
  row[place] = value;
  return row;
}

const stationOf = (at: number) => `派出所${(at % citySize.stations) + 1}`;

/** Four ways to be wrong, in turn: a number too short, a name left out, a station that nobody knows, a bad check digit. */
function projectOf(at: number): BookCell[] {
  const body = `9135010${String(at).padStart(10, "0")}`;
  const row: BookCell[] = [
    `K-${at}`,
    `项目${at}（示例）`,
    `企业${at}（示例）`,
    `${body}${creditCodeCheck(body)}`,
    stationOf(at),
    "示例路 9 号",
    1000 + at,
    "周某",
    "0546-8012345",
  ];
  return spoil(row, at, [
    [8, "12"],
    [1, null],
    [4, "没有派出所"],
    [3, "913501000000000000"],
  ]);
}

const ticketHeads = [
  "工单编号",
  "来电内容",
  "热线分类",
  "来电时间",
  "时限类别",
  "地点",
  "来电人",
  "来电号码",
  "承办单位",
];

/** Wrong in turn: a caller without a number, no text, a station that nobody knows, a time that is none. */
function ticketOf(at: number): BookCell[] {
  const row: BookCell[] = [
    `DY-2026-${at}`,
    `工地连续三晚施工到凌晨，第 ${at} 次来电，请管一管。`,
    "噪声",
    "2026-09-01 08:30",
    "一般",
    "示例路 9 号",
    "周某",
    "0546-8012345",
    stationOf(at),
  ];
  return spoil(row, at, [
    [7, null],
    [1, null],
    [8, "没有派出所"],
    [3, "昨天早上"],
  ]);
}

/** Lists that are measured. */
const lists = {
  projects: { sheet: projectSheet, headings: projectHeads, rowOf: projectOf },
  tickets: { sheet: ticketSheet, headings: ticketHeads, rowOf: ticketOf },
} as const;
