import { sql } from "kysely";
import { setImmediate } from "node:timers/promises";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { CellIssue, CellValue, Sheet, SheetRow } from "./sheet.ts";

/** Whose work a kind of list is; `access/rules/imports.ts` says who that is. */
export type ImportDesk = "office";

export interface Change<Key extends string = string> {
  readonly column: Key;
  readonly from: CellValue;
  readonly to: CellValue;
}

/** What becomes of a row. The plan is what `write` needs for it. */
export type Verdict<Key extends string, Plan> =
  | { readonly verdict: "new"; readonly plan: Plan }
  | { readonly verdict: "changed"; readonly plan: Plan; readonly changes: readonly Change<Key>[] }
  | { readonly verdict: "same" }
  | { readonly verdict: "wrong"; readonly issues: readonly CellIssue<Key>[] };

/** A row of a table that an import wrote: `before` is null where it was made, else both hold the columns written. */
export interface Written {
  readonly target: string;
  readonly id: number;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

/** By what a row is known again. Two rows of one sheet with the same own key, or own and other, are the same record. */
export interface RowKeys {
  readonly own: string | null;
  readonly other?: string;
}

export interface Judge<Key extends string, Plan> {
  judge(row: SheetRow<Key>): Verdict<Key, Plan>;
}

/**
 * A kind of list that can be imported. Nothing is written while it is judged; a row that is as it should be already
 * is `same` and stays untouched, so that the same file twice changes nothing.
 */
export interface ImportKind<Key extends string = string, Plan = unknown> {
  readonly id: string;
  readonly desk: ImportDesk;
  readonly sheet: Sheet<Key>;
  keysOf(values: SheetRow<Key>["values"]): RowKeys;
  /** Looks up, in a few statements, whatever these rows may mean; then judges each without the database. */
  prepare(ctx: Context, rows: readonly SheetRow<Key>[]): Promise<Judge<Key, Plan>>;
  /** Writes some rows and says for each what was written. Throws when one of them cannot be; then none of them is. */
  write(ctx: Context, plans: readonly Plan[], batch: number): Promise<readonly (readonly Written[])[]>;
  /**
   * Takes back what a batch wrote and gives the rows that somebody has touched since; if there are any, the caller
   * rolls back. A kind without it cannot be undone.
   */
  undo?(ctx: Context, batch: number, progress?: Progress): Promise<readonly number[]>;
}

/** Is told how much of something long is done; throws when nobody wants it any more. */
export type Progress = (done: number, total: number) => Promise<void>;

export function defineImport<const Key extends string, Plan>(kind: ImportKind<Key, Plan>): ImportKind<Key, Plan> {
  return kind;
}

export interface Judged {
  readonly row: SheetRow;
  readonly verdict: "new" | "changed" | "same" | "wrong";
  readonly issues: readonly CellIssue[];
  readonly changes: readonly Change[];
  readonly plan?: unknown;
}

/** So many rows are judged or written at a stretch; other requests have their turn in between. */
const stretch = 200;

export async function judgeRows(ctx: Context, kind: ImportKind, rows: readonly SheetRow[]): Promise<Judged[]> {
  const judge = await kind.prepare(ctx, rows);
  const twice = findTwice(kind, rows);
  const judged: Judged[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % stretch === 0) await setImmediate();
    const other = twice.get(row.row);
    const issues = [
      ...row.issues,
      ...(other === undefined ? [] : [{ column: null, code: "rowTwice", params: { row: other } }]),
    ];
    const found = issues.length > 0 ? ({ verdict: "wrong", issues } as const) : judge.judge(row);
    judged.push({
      row,
      verdict: found.verdict,
      issues: "issues" in found ? found.issues : [],
      changes: "changes" in found ? found.changes : [],
      ...("plan" in found && { plan: found.plan }),
    });
  }
  return judged;
}

/** Rows that mean the same record as another row of the sheet, with the number of that other. */
function findTwice(kind: ImportKind, rows: readonly SheetRow[]): ReadonlyMap<number, number> {
  const byKey = new Map<string, { row: number; own: boolean }[]>();
  for (const { row, values } of rows) {
    const { own, other } = kind.keysOf(values);
    for (const [key, isOwn] of [[own, true] as const, [other, false] as const]) {
      if (key === null || key === undefined) continue;
      const known = byKey.get(key);
      if (known) known.push({ row, own: isOwn });
      else byKey.set(key, [{ row, own: isOwn }]);
    }
  }
  const twice = new Map<number, number>();
  for (const [first, ...more] of byKey.values()) {
    // Two that share only what is not the key of either are two records: two projects of one name with codes.
    const same = first && more.some((one) => one.own || first.own) ? more : [];
    for (const one of same) {
      if (!first) continue;
      twice.set(one.row, first.row);
      if (!twice.has(first.row)) twice.set(first.row, one.row);
    }
  }
  return twice;
}

/** What came of writing one row. */
export type RowResult = { readonly row: number; readonly written: readonly Written[] } | FailedRow;
export interface FailedRow {
  readonly row: number;
  readonly failed: true;
}

/**
 * Writes what was judged new or changed. One row that the database refuses is left out and told, and takes no other
 * with it (decision 26): a stretch has one savepoint, and when it fails each of its rows gets its own.
 */
export async function writeRows(
  ctx: Context,
  kind: ImportKind,
  batch: number,
  judged: readonly Judged[],
  progress?: Progress,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  const writable = judged.filter(({ verdict }) => verdict === "new" || verdict === "changed");
  for (let from = 0; from < writable.length; from += stretch) {
    await progress?.(from, writable.length);
    results.push(...(await writeStretch(ctx, kind, batch, writable.slice(from, from + stretch))));
  }
  return results;
}

async function writeStretch(
  ctx: Context,
  kind: ImportKind,
  batch: number,
  judged: readonly Judged[],
): Promise<RowResult[]> {
  const plans = judged.map(({ plan }) => plan);
  await sql`savepoint import_rows`.execute(ctx.db);
  try {
    const written = await kind.write(ctx, plans, batch);
    // A constraint that is looked at last must not wait for the end, where it would take all rows with it.
    await sql`set constraints all immediate`.execute(ctx.db);
    await sql`release savepoint import_rows`.execute(ctx.db);
    return judged.map(({ row }, at) => ({ row: row.row, written: written[at] ?? [] }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await sql`rollback to savepoint import_rows`.execute(ctx.db);
    await sql`release savepoint import_rows`.execute(ctx.db);
    if (judged.length === 1) return judged.map(({ row }) => ({ row: row.row, failed: true }));
    const results: RowResult[] = [];
    for (const one of judged) results.push(...(await writeStretch(ctx, kind, batch, [one])));
    return results;
  }
}

/** A row is refused, by the database or by the service that takes it. Anything else (a lost connection, a fault of ours) is not the row's. */
function isRefusal(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "invalid";
  return error instanceof Error && "code" in error && /^(23...|42501|P0001)$/.test(String(error.code));
}

/** Thrown while writing, for a row that cannot be written as it was judged; the others go on. */
class RowRefused extends Error {
  readonly code = "P0001";
}

/** Changes a row that still is as it was seen when the list was judged; else the row of the list is refused. */
export async function changeAsSeen(
  ctx: Context,
  table: string,
  id: number,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  const assign = Object.entries(after).map(([name, value]) => sql`${sql.id(name)} = ${value}`);
  const asSeen = Object.entries(before).map(([name, value]) => sql`${sql.id(name)} is not distinct from ${value}`);
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.join(assign)}
     where id = ${id} and ${sql.join(asSeen, sql` and `)}`.execute(ctx.db);
  if (numAffectedRows !== 1n) throw new RowRefused(`${table} ${id} is not as it was seen`);
}
