import { buffer } from "node:stream/consumers";
import { sql } from "kysely";
import type { importRules } from "#access/rules/imports.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { type ImportKind, type Judged, judgeRows, type RowResult, writeRows } from "#sheets/import.ts";
import { readSheet } from "#sheets/read.ts";
import { type CellIssue, type ReadSheet, SheetError, type SheetRow } from "#sheets/sheet.ts";
import { workbookType } from "#sheets/write.ts";
import { type Batch, countRows, findBatch, holdBatch, type Kinds, kindOf, refuseStale } from "./batches.queries.ts";
import type { contract } from "./contract.ts";
import { openCells, sealCells } from "./sealed-cells.ts";

type Writes = "import.upload" | "import.apply" | "import.undo";

/** Reading a list, writing it, taking it back. */
export function importCommands(
  kinds: Kinds,
): Handlers<Pick<typeof contract, Writes>, Pick<typeof importRules, Writes>> {
  return {
    "import.upload": async (ctx, input) => {
      const kind = kindOf(kinds, input.kind);
      // The uploader's own file that belongs to nothing else; the row policy shows him no other.
      const file = await ctx.db
        .selectFrom("file")
        .selectAll()
        .where("id", "=", input.fileId)
        .where("uploaded_by", "=", ctx.actor.accountId)
        .where("matter_id", "is", null)
        .where("project_id", "is", null)
        .executeTakeFirst();
      return {
        subject: { desk: kind.desk },
        run: async () => {
          if (!file) throw new AppError("invalid", { issues: [{ path: "fileId", code: "unknownFile" }] });
          if (file.media_type !== workbookType) throw refusal(new SheetError("sheet-not-xlsx"));
          const sheet = await read(await buffer(await ctx.files.open(file.storage_key)), kind);
          const judged = await judgeRows(ctx, kind, sheet.rows);
          const id = await keepBatch(ctx, kind, file, sheet);
          await keepRows(ctx, kind, id, judged);
          ctx.about(`import:${id}`);
          ctx.counted(judged.length);
          const counts = (await countRows(ctx, [id])).get(id) ?? { new: 0, changed: 0, same: 0, wrong: 0 };
          return { id, counts };
        },
      };
    },

    "import.apply": async (ctx, input) => {
      const seen = await findBatch(ctx, input.id);
      if (!seen) return undefined;
      const kind = kindOf(kinds, seen.kind);
      ctx.about(`import:${input.id}`);
      return {
        subject: { desk: kind.desk },
        run: async () => {
          // Lists of one kind one after the other: each sees what the one before has made.
          await sql`select pg_advisory_xact_lock(hashtext('import'), hashtext(${kind.id}))`.execute(ctx.db);
          const batch = await holdBatch(ctx, input.id);
          if (!batch) throw new AppError("not-found");
          refuseStale(batch, input.version, "CHECKED");
          const results = await apply(ctx, kind, batch);
          const written = results.filter((result) => "written" in result).length;
          await ctx.db
            .updateTable("import_batch")
            .set({
              state: "APPLIED",
              version: batch.version + 1,
              applied_by: ctx.actor.accountId,
              applied_at: ctx.now,
            })
            .where("id", "=", batch.id)
            .execute();
          ctx.counted(written);
          ctx.changed(recordsOf(results.flatMap((result) => ("written" in result ? result.written : []))));
          if (written > 0) await tellUploader(ctx, batch);
          return { written, failed: results.length - written };
        },
      };
    },

    "import.undo": async (ctx, input) => {
      const seen = await findBatch(ctx, input.id);
      if (!seen) return undefined;
      const kind = kindOf(kinds, seen.kind);
      ctx.about(`import:${input.id}`);
      return {
        subject: { desk: kind.desk },
        run: async () => {
          const batch = await holdBatch(ctx, input.id);
          if (!batch) throw new AppError("not-found");
          refuseStale(batch, input.version, "APPLIED");
          if (!kind.undo || batch.swept_at !== null) throw new AppError("illegal-step");
          const touched = await kind.undo(ctx, batch.id);
          if (touched.length > 0) {
            // What was taken back so far comes back with the transaction: all or nothing.
            const issues = touched.slice(0, 100).map((row) => ({ path: `rows.${row}`, code: "rowTouched" }));
            throw new AppError("invalid", { issues, params: { touched: touched.length } });
          }
          const writes = await ctx.db
            .selectFrom("import_write")
            .select(["row", "target", "ref_id as id", "after"])
            .where("batch_id", "=", batch.id)
            .orderBy("row")
            .execute();
          const count = new Set(writes.map(({ row }) => row)).size;
          ctx.changed(recordsOf(writes));
          await ctx.db
            .updateTable("import_batch")
            .set({ state: "UNDONE", version: batch.version + 1, undone_by: ctx.actor.accountId, undone_at: ctx.now })
            .where("id", "=", batch.id)
            .execute();
          ctx.counted(count);
          await tellUploader(ctx, batch);
          return { takenBack: count };
        },
      };
    },
  };
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

async function read(bytes: Buffer, kind: ImportKind): Promise<ReadSheet> {
  try {
    return await readSheet(bytes, kind.sheet);
  } catch (error) {
    throw error instanceof SheetError ? refusal(error) : error;
  }
}

function refusal(error: SheetError): AppError {
  const params = error.names.length > 0 ? { params: { names: error.names.join("、") } } : {};
  return new AppError("file-refused", { issues: [{ path: "file", code: error.code, ...params }], cause: error });
}

async function keepBatch(
  ctx: Context,
  kind: ImportKind,
  file: { name: string; sha256: Buffer },
  sheet: ReadSheet,
): Promise<number> {
  const { id } = await ctx.db
    .insertInto("import_batch")
    .values({
      kind: kind.id,
      state: "CHECKED",
      file_name: file.name,
      sha256: file.sha256,
      heading_row: sheet.headingRow,
      columns: JSON.stringify(sheet.columns),
      unknown: JSON.stringify(sheet.unknown),
      dropped: JSON.stringify(sheet.dropped),
      rows: sheet.rows.length,
      uploaded_by: ctx.actor.accountId,
      uploaded_at: ctx.now,
      unit_id: ctx.actor.unitId ?? 0,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** So many rows go to the database in one statement. */
const atOnce = 1000;

async function keepRows(ctx: Context, kind: ImportKind, batch: number, judged: readonly Judged[]): Promise<void> {
  for (let from = 0; from < judged.length; from += atOnce) {
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
async function apply(ctx: Context, kind: ImportKind, batch: Batch): Promise<RowResult[]> {
  const found = await ctx.db
    .selectFrom("import_row")
    .selectAll()
    .where("batch_id", "=", batch.id)
    .where("verdict", "in", ["new", "changed"])
    .orderBy("row")
    .execute();
  const kept = found.map((row) => openCells(ctx.vault, kind, batch.id, row));
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
  const results = await writeRows(ctx, kind, batch.id, asShown);
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
