import { buffer } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { sql, type Updateable } from "kysely";
import type { DB } from "#db/rows.gen.ts";
import type { Context } from "#directory/context.ts";
import type { Prepared } from "#directory/handler.ts";
import type { ImportSubject } from "#access/rules/imports.ts";
import { type ImportKind, type Judged, judgeRows, type Progress, type RowResult, writeRows } from "#sheets/import.ts";
import { readSheet } from "#sheets/read.ts";
import { type CellIssue, SheetError, type SheetRow } from "#sheets/sheet.ts";
import { type Batch, findBatch, type Kinds, kindOf } from "./batches.queries.ts";
import { openCells, sealCells } from "./sealed-cells.ts";
import { ImportBusy, ImportProblem, type Step, steps, type Work } from "./work.ts";

/** A step under way: what the platform lends to it besides the context. */
export interface Underway {
  readonly work: Work;
  readonly progress: Progress;
  /** The last thing done: nobody can stop it any more. Throws when somebody just did. */
  finish(ctx: Context): Promise<void>;
}

/**
 * A step of a batch in the asker's name, in one transaction: all of it or nothing, whenever it is stopped or the
 * process ends. Undefined when he can no longer see the batch.
 */
export async function prepareStep(
  ctx: Context,
  kinds: Kinds,
  underway: Underway,
): Promise<Prepared<ImportSubject, void> | undefined> {
  const batch = await findBatch(ctx, underway.work.batch_id);
  if (!batch) return undefined;
  const kind = kindOf(kinds, batch.kind);
  ctx.about(`import:${batch.id}`);
  return {
    subject: { desk: kind.desk },
    run: async () => {
      if (underway.work.step !== "READ") await takeTurn(ctx, kind);
      const outcome = await doStep[underway.work.step](ctx, kind, batch, underway);
      await underway.finish(ctx);
      await ctx.db
        .updateTable("import_batch")
        .set({ state: steps[underway.work.step].to, ...outcome })
        .where("id", "=", batch.id)
        .execute();
      await ctx.emit({ name: "importMoved", batch: batch.id }, underway.work.readers);
    },
  };
}

/** Lists of one kind one after the other: each sees what the one before has made. */
async function takeTurn(ctx: Context, kind: ImportKind): Promise<void> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('import'), hashtext(${kind.id})) as taken`.execute(ctx.db);
  if (rows[0]?.taken !== true) throw new ImportBusy();
}

/** What came of a step, as columns of the batch. */
type Outcome = Omit<Updateable<DB["import_batch"]>, "state" | "version">;

const doStep: Readonly<
  Record<Step, (ctx: Context, kind: ImportKind, batch: Batch, underway: Underway) => Promise<Outcome>>
> = {
  async READ(ctx, kind, batch, { work, progress }) {
    const sheet = await read(ctx, kind, work.file_id ?? "");
    await progress(0, sheet.rows.length);
    const judged = await judgeRows(ctx, kind, sheet.rows);
    await keepRows(ctx, kind, batch.id, judged, progress);
    ctx.counted(judged.length);
    return {
      heading_row: sheet.headingRow,
      columns: JSON.stringify(sheet.columns),
      unknown: JSON.stringify(sheet.unknown),
      dropped: JSON.stringify(sheet.dropped),
      rows: sheet.rows.length,
    };
  },

  async APPLY(ctx, kind, batch, { work, progress }) {
    const results = await apply(ctx, kind, batch, progress);
    const written = results.filter((result) => "written" in result).length;
    ctx.counted(written);
    ctx.changed(recordsOf(results.flatMap((result) => ("written" in result ? result.written : []))));
    if (written > 0) await tellUploader(ctx, batch);
    return { applied_by: work.asked_by, applied_at: ctx.now, written, failed: results.length - written };
  },

  async UNDO(ctx, kind, batch, { work, progress }) {
    const touched = (await kind.undo?.(ctx, batch.id, progress)) ?? [];
    if (touched.length > 0) {
      // What was taken back so far comes back with the transaction: all or nothing.
      const rows = touched.slice(0, 100).join("、");
      throw new ImportProblem("rowsTouched", { rows, count: touched.length });
    }
    const writes = await ctx.db
      .selectFrom("import_write")
      .select(["row", "target", "ref_id as id", "after"])
      .where("batch_id", "=", batch.id)
      .orderBy("row")
      .execute();
    ctx.changed(recordsOf(writes));
    ctx.counted(new Set(writes.map(({ row }) => row)).size);
    await tellUploader(ctx, batch);
    return { undone_by: work.asked_by, undone_at: ctx.now };
  },
};

async function read(ctx: Context, kind: ImportKind, fileId: string) {
  const file = await ctx.db.selectFrom("file").select("storage_key").where("id", "=", fileId).executeTakeFirst();
  if (!file) throw new ImportProblem("unknownFile");
  try {
    return await readSheet(await buffer(await ctx.files.open(file.storage_key)), kind.sheet);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    throw new ImportProblem(error.code, error.names.length > 0 ? { names: error.names.join("、") } : {});
  }
}

/** The records, each once, to which the rows of tables belong; a contact always comes with its project's own row. */
function recordsOf(writes: readonly { target: string; id: number; after: unknown }[]): string[] {
  const records = writes.flatMap(({ target, id, after }) => {
    if (target === "enterprise" || target === "account") return `${target}:${id}`;
    if (target === "hotline_ticket") return `matter:${id}`;
    if (target.startsWith("project") && target !== "project_contact") return `project:${id}`;
    // A part that ended has its account beside it, in the part that takes its place.
    const holder = (after as { account_id?: number }).account_id;
    return target === "access_grant" && holder !== undefined ? `account:${holder}` : [];
  });
  return [...new Set(records)];
}

/** The uploader hears that his list is through, whoever of his office did it. */
async function tellUploader(ctx: Context, batch: Batch): Promise<void> {
  const { id } = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("kind", "=", "account")
    .where("ref_id", "=", batch.uploaded_by)
    .where("duty", "=", "self")
    .executeTakeFirstOrThrow();
  await ctx.emit({ name: "importFinished", account: batch.uploaded_by, batch: batch.id }, [id]);
}

/** So many rows go to the database in one statement. */
const atOnce = 500;
/** So many are opened at a stretch; other requests have their turn in between. */
const stretch = 200;

async function keepRows(
  ctx: Context,
  kind: ImportKind,
  batch: number,
  judged: readonly Judged[],
  progress: Progress,
): Promise<void> {
  for (let from = 0; from < judged.length; from += atOnce) {
    await progress(from, judged.length);
    await setImmediate();
    const rows = judged.slice(from, from + atOnce).map(({ row, verdict, issues, changes }) => ({
      row: row.row,
      verdict,
      issues,
      ...sealCells(ctx.vault, kind, batch, row.row, { cells: row.cells, values: row.values, changes }),
    }));
    await sql`
      insert into import_row (batch_id, row, verdict, cells, "values", issues, changes)
      select ${batch}, r.row, r.verdict, r.cells, r."values", r.issues, r.changes
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (row int, verdict text, cells jsonb, "values" jsonb, issues jsonb, changes jsonb)`.execute(ctx.db);
  }
}

/**
 * Judges the rows anew, since things may have moved since the preview, and writes those of which exactly that would
 * come which was shown. What has come to be as the list wants it needs nothing; anything else is left out and told.
 */
async function apply(ctx: Context, kind: ImportKind, batch: Batch, progress: Progress): Promise<RowResult[]> {
  const found = await ctx.db
    .selectFrom("import_row")
    .selectAll()
    .where("batch_id", "=", batch.id)
    .where("verdict", "in", ["new", "changed"])
    .orderBy("row")
    .execute();
  const kept: typeof found = [];
  for (const [at, row] of found.entries()) {
    if (at % stretch === 0) await setImmediate();
    kept.push(openCells(ctx.vault, kind, batch.id, row));
  }
  const shown = new Map(kept.map((row) => [row.row, row]));
  const rows = kept.map(({ row, cells, values }) => ({ row, cells, values, issues: [] }) as SheetRow);
  const judged = await judgeRows(ctx, kind, rows);
  const asShown = judged.filter((one) => {
    const before = shown.get(one.row.row);
    return (
      before?.verdict === one.verdict && JSON.stringify(sorted(before.changes)) === JSON.stringify(sorted(one.changes))
    );
  });
  const stands = new Set(asShown);
  const moved = judged.filter((one) => !stands.has(one));
  const results = await writeRows(ctx, kind, batch.id, asShown, progress);
  await keepWrites(ctx, batch.id, results);
  const late = moved.filter(({ verdict }) => verdict !== "same").map(({ row }) => row.row);
  const refused = results.filter((result) => "failed" in result).map(({ row }) => row);
  await markWrong(ctx, batch.id, late, "rowChangedSince");
  await markWrong(ctx, batch.id, refused, "rowRefused");
  await markSame(
    ctx,
    batch.id,
    moved.filter(({ verdict }) => verdict === "same").map(({ row }) => row.row),
  );
  return [...results, ...late.map((row) => ({ row, failed: true }) as const)];
}

/** jsonb does not keep the order of keys. */
function sorted(changes: unknown): unknown[] {
  return (changes as { column: string; from: unknown; to: unknown }[]).map(({ column, from, to }) => [
    column,
    from,
    to,
  ]);
}

async function keepWrites(ctx: Context, batch: number, results: readonly RowResult[]): Promise<void> {
  const writes = results.flatMap((result) =>
    "written" in result
      ? result.written.map(({ target, id, before, after }, no) => ({ row: result.row, no, target, id, before, after }))
      : [],
  );
  for (let from = 0; from < writes.length; from += atOnce) {
    const some = writes.slice(from, from + atOnce);
    await sql`
      insert into import_write (batch_id, row, no, target, ref_id, before, after)
      select ${batch}, w.row, w.no, w.target, w.id, nullif(w.before, 'null'::jsonb), w.after
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
          as w (row int, no int, target text, id int, before jsonb, after jsonb)`.execute(ctx.db);
  }
}

async function markWrong(ctx: Context, batch: number, rows: readonly number[], code: string): Promise<void> {
  if (rows.length === 0) return;
  const issue: CellIssue = { column: null, code };
  await ctx.db
    .updateTable("import_row")
    .set({ verdict: "wrong", issues: JSON.stringify([issue]) })
    .where("batch_id", "=", batch)
    .where("row", "=", sql<number>`any (${[...rows]}::int[])`)
    .execute();
}

async function markSame(ctx: Context, batch: number, rows: readonly number[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db
    .updateTable("import_row")
    .set({ verdict: "same", changes: "[]" })
    .where("batch_id", "=", batch)
    .where("row", "=", sql<number>`any (${[...rows]}::int[])`)
    .execute();
}
