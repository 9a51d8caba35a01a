import { type ListFigures, pages, readers } from "./list.ts";
import type { Memory, StartReport } from "./start.ts";
import type { StepReport } from "./step.ts";

export function heading(text: string): void {
  console.log(`\n## ${text}`);
}

export function line(name: string, value: string): void {
  console.log(`${name.padEnd(46)} ${value}`);
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function kilobytes(value: number): string {
  return `${Math.round(value)} kB`;
}

const number = (value: number, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;

/** Columns of one width each, the first to the left. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
  );
}

/** For every reader and page: each size's times and rows, the ratio of the largest to the smallest, and to the bare driver. */
export function listTable(lists: ReadonlyMap<number, readonly ListFigures[]>): string[] {
  const sizes = [...lists.keys()];
  const [small, large] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  const head = [
    "reader, page",
    ...sizes.flatMap((size) => [`${size}: p50`, "p99", "SQL p50", "cpu node", "cpu pg", "rows"]),
    ...(large === small ? [] : ["p50 ratio", "SQL ratio", "cpu ratio"]),
    "statements",
  ];
  const rows = readers.flatMap((reader) =>
    Object.keys(pages).map((page) => {
      const found = new Map(
        sizes.map((size) => [size, lists.get(size)?.find((one) => one.reader === reader && one.page === page)]),
      );
      const ratio = (of: (figures: ListFigures) => number) => {
        const [first, last] = [found.get(small), found.get(large)];
        return first && last ? number(of(last) / of(first), 2) : "–";
      };
      return [
        `${reader}, ${page}`,
        ...sizes.flatMap((size) => {
          const one = found.get(size);
          if (!one) return Array.from({ length: 6 }, () => "–");
          const { engine, bare, cpu, rows } = one;
          return [engine.p50, engine.p99, bare.p50, cpu.nodeMs, cpu.postgresMs, rows].map((each) => number(each));
        }),
        ...(large === small
          ? []
          : [
              ratio((one) => one.engine.p50),
              ratio((one) => one.bare.p50),
              ratio((one) => one.cpu.nodeMs + one.cpu.postgresMs),
            ]),
        number(found.get(large)?.statements ?? Number.NaN, 0),
      ];
    }),
  );
  return columns([head, ...rows]);
}

export function stepTable(steps: ReadonlyMap<number, StepReport>): string[] {
  const head = ["matters, at once", "engine/s", "p50", "p99", "bare/s", "p50", "engine : bare", "HTTP/s", "p50", "p99"];
  const rows = [...steps].flatMap(([size, report]) => [
    ...report.byWidth.map(({ width, engine, bare, http }) => [
      `${size}, ${width}`,
      number(engine.rate, 0),
      number(engine.p50),
      number(engine.p99),
      number(bare.rate, 0),
      number(bare.p50),
      percent(engine.rate, bare.rate),
      number(http.rate, 0),
      number(http.p50),
      number(http.p99),
    ]),
    [
      `${size}, fixed ${report.fixed.perSecond}/s`,
      number(report.fixed.engine.rate, 0),
      number(report.fixed.engine.p50),
      number(report.fixed.engine.p99),
      "",
      "",
      "",
      number(report.fixed.http.rate, 0),
      number(report.fixed.http.p50),
      number(report.fixed.http.p99),
    ],
    [`${size}, statements of a step`, number(report.statements, 1), ...Array.from({ length: 8 }, () => "")],
  ]);
  return columns([head, ...rows]);
}

export function startLines(report: StartReport): [string, string][] {
  const parts = (figures: StartReport["cold"]) =>
    `${figures.totalMs} ms: ${figures.parts.map(([name, time]) => `${name} ${time}`).join(", ")}`;
  const memory = (found: Memory | null) =>
    found
      ? `${Math.round(found.node + found.postgres)} MB: node ${Math.round(found.node)} (RSS), PostgreSQL ${Math.round(found.postgres)} (PSS)`
      : "not known on this system";
  return [
    ["new data folder", parts(report.cold)],
    ["same data folder again", parts(report.warm)],
    ["memory with the demo city, idle", memory(report.idle)],
    [`memory after ${report.requests} requests`, memory(report.loaded)],
    ...(report.clone
      ? [
          ["fresh clone, installing and building", `${report.clone.seconds.toFixed(1)} s`] as [string, string],
          ...report.clone.lines.map((text): [string, string] => ["", text]),
        ]
      : []),
  ];
}
