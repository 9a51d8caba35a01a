import { Readable } from "node:stream";
import type { importRules } from "#access/rules/imports.ts";
import type { Context, FileReply } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import type { OutputOf } from "#kernel/operation.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { ImportKind } from "#sheets/import.ts";
import type { CellIssue, Sheet } from "#sheets/sheet.ts";
import { issueText, type SheetLocale, sheetLocale, sheetText } from "#sheets/words.ts";
import { type OutCell, workbookType, writeSheet } from "#sheets/write.ts";
import {
  type Batch,
  type Counts,
  countRows,
  findBatch,
  type Kinds,
  kindOf,
  readCursor,
  writeCursor,
} from "./batches.queries.ts";
import type { contract } from "./contract.ts";
import { openCells } from "./sealed-cells.ts";
import { shownCells } from "./shown-cells.ts";
import en from "./messages.en.json" with { type: "json" };
import zh from "./messages.zh-CN.json" with { type: "json" };

type Reads = "import.list" | "import.template" | "import.preview" | "import.progress" | "import.errors";
type Listed = OutputOf<(typeof contract)["import.list"]>["items"][number];
type PreviewRow = OutputOf<(typeof contract)["import.preview"]>["rows"][number];

const pageSize = 50;

/** Looking at lists: what was uploaded, what it would do, what is wrong with it. */
export function importQueries(kinds: Kinds): Handlers<Pick<typeof contract, Reads>, Pick<typeof importRules, Reads>> {
  return {
    "import.list": async (ctx, input) => ({
      subject: {},
      run: async () => {
        let query = ctx.db
          .selectFrom("import_batch as b")
          .innerJoin("account as a", "a.id", "b.uploaded_by")
          .selectAll("b")
          .select("a.duty_name")
          .orderBy("b.id", "desc")
          .limit(pageSize + 1);
        if (input.cursor !== undefined) query = query.where("b.id", "<", readCursor(input.cursor));
        const rows = await query.execute();
        const page = rows.slice(0, pageSize);
        const counts = await countRows(
          ctx,
          page.map(({ id }) => id),
        );
        ctx.counted(page.length);
        const last = page.at(-1);
        return {
          items: page.map((row) => presentBatch(row, row.duty_name, counts.get(row.id))),
          nextCursor: rows.length > pageSize && last ? writeCursor(last.id) : null,
        };
      },
    }),

    "import.template": async (ctx, input) => {
      const kind = kindOf(kinds, input.kind);
      return { subject: { desk: kind.desk }, run: () => templateOf(ctx, kind) };
    },

    "import.preview": async (ctx, input) => {
      const batch = await findBatch(ctx, input.id);
      if (!batch) return undefined;
      const kind = kindOf(kinds, batch.kind);
      ctx.about(`import:${batch.id}`);
      return {
        subject: { desk: kind.desk },
        run: async () => {
          let query = ctx.db
            .selectFrom("import_row")
            .selectAll()
            .where("batch_id", "=", batch.id)
            .orderBy("row")
            .limit(pageSize + 1);
          if (input.show !== undefined) query = query.where("verdict", "=", input.show);
          if (input.cursor !== undefined) query = query.where("row", ">", readCursor(input.cursor));
          const rows = await query.execute();
          const page = rows.slice(0, pageSize);
          const last = page.at(-1);
          const counts = (await countRows(ctx, [batch.id])).get(batch.id);
          return {
            batch: presentBatch(batch, await nameOf(ctx, batch.uploaded_by), counts),
            columns: columnsOf(batch, kind.sheet).map(({ key, headings }) => ({
              key,
              zh: headings.zh,
              en: headings.en,
            })),
            unknown: batch.unknown as string[],
            dropped: batch.dropped as string[],
            sameFileAt: await sameFileAt(ctx, batch),
            undoable: kind.undo !== undefined && batch.state === "APPLIED" && batch.swept_at === null,
            rows: page
              .map((row) => shownCells(kind, openCells(ctx.vault, kind, batch.id, row)))
              .map(({ row, verdict, cells, issues, changes }) => ({
                row,
                verdict,
                cells,
                issues: issues as PreviewRow["issues"],
                changes: changes as PreviewRow["changes"],
              })),
            nextCursor: rows.length > pageSize && last ? writeCursor(last.row) : null,
          };
        },
      };
    },

    "import.progress": async (ctx, input) => {
      const batch = await findBatch(ctx, input.id);
      if (!batch) return undefined;
      return {
        subject: { desk: kindOf(kinds, batch.kind).desk },
        run: async () => {
          const work = await ctx.db
            .selectFrom("import_work")
            .select(["done", "total", "cancelled_at"])
            .where("batch_id", "=", batch.id)
            .executeTakeFirst();
          return {
            state: batch.state,
            version: batch.version,
            work: work ? { done: work.done, total: work.total, cancelling: work.cancelled_at !== null } : null,
          };
        },
      };
    },

    "import.errors": async (ctx, input) => {
      const batch = await findBatch(ctx, input.id);
      if (!batch) return undefined;
      const kind = kindOf(kinds, batch.kind);
      ctx.about(`import:${batch.id}`);
      return { subject: { desk: kind.desk }, run: () => errorsOf(ctx, kind, batch) };
    },
  };
}

function presentBatch(batch: Batch, uploadedBy: string, counts: Counts | undefined): Listed {
  return {
    id: batch.id,
    kind: batch.kind as Listed["kind"],
    state: batch.state,
    version: batch.version,
    fileName: batch.file_name,
    uploadedBy,
    uploadedAt: batch.uploaded_at.toISOString(),
    appliedAt: batch.applied_at?.toISOString() ?? null,
    undoneAt: batch.undone_at?.toISOString() ?? null,
    counts: counts ?? { new: 0, changed: 0, same: 0, wrong: 0 },
    written: batch.written,
    failed: batch.failed,
    problem: batch.problem as Listed["problem"],
  };
}

async function nameOf(ctx: Context, accountId: number): Promise<string> {
  const row = await ctx.db.selectFrom("account").select("duty_name").where("id", "=", accountId).executeTakeFirst();
  return row?.duty_name ?? "";
}

/** When the very same file was applied before, by an upload that the actor may see. */
async function sameFileAt(ctx: Context, batch: Batch): Promise<string | null> {
  const before = await ctx.db
    .selectFrom("import_batch")
    .select("applied_at")
    .where("sha256", "=", batch.sha256)
    .where("kind", "=", batch.kind)
    .where("state", "=", "APPLIED")
    .where("id", "<", batch.id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return before?.applied_at?.toISOString() ?? null;
}

function columnsOf(batch: Batch, sheet: Sheet) {
  const had = batch.columns as string[];
  return had.flatMap((key) => sheet.columns.find((column) => column.key === key) ?? []);
}

/** An empty list to fill in: headings with a star where something is wanted, and one example row. */
async function templateOf(ctx: Context, kind: ImportKind): Promise<FileReply> {
  const locale = sheetLocale(ctx.actor.locale);
  const name = kindName(kind, locale);
  const content = await writeSheet(
    {
      name,
      notes: [sheetText(locale, "sheet.template")],
      columns: kind.sheet.columns.map((column) => ({
        heading: `${column.headings[locale]}${column.required === true ? " *" : ""}`,
        ...(column.width !== undefined && { width: column.width }),
      })),
      rows: [kind.sheet.columns.map(({ example = "" }) => ({ value: example, look: "example" }))],
    },
    { demo: ctx.demo, locale },
  );
  return reply(content, `${name}.xlsx`);
}

/**
 * The rows that were left out, as they came, with what is wrong in words; corrected, it can be uploaded as it is. Whoever
 * sent the list gets his own words back; a colleague of his office sees telephones as in the preview.
 */
async function errorsOf(ctx: Context, kind: ImportKind, batch: Batch): Promise<FileReply> {
  const locale = sheetLocale(ctx.actor.locale);
  const columns = columnsOf(batch, kind.sheet);
  const rows = await ctx.db
    .selectFrom("import_row")
    .select(["row", "cells", "issues"])
    .where("batch_id", "=", batch.id)
    .where("verdict", "=", "wrong")
    .orderBy("row")
    .execute();
  const content = await writeSheet(
    {
      name: kindName(kind, locale),
      columns: [
        ...columns.map((column) => ({ heading: column.headings[locale] })),
        { heading: sheetText(locale, "sheet.reasons"), width: 60 },
        { heading: sheetText(locale, "sheet.row"), width: 10 },
      ],
      rows: rows.map((kept) => {
        const opened = openCells(ctx.vault, kind, batch.id, { ...kept, changes: [] });
        const row = batch.uploaded_by === ctx.actor.accountId ? opened : shownCells(kind, opened);
        const issues = row.issues as CellIssue[];
        const cells = row.cells as Record<string, string>;
        const reasons = issues.map((issue) => {
          const heading = columns.find(({ key }) => key === issue.column)?.headings[locale];
          const words = issueText(locale, issue, locale === "en" ? en : zh);
          return heading === undefined ? words : `${heading}：${words}`;
        });
        return [
          ...columns.map(({ key }): OutCell => {
            const value = cells[key] ?? "";
            return issues.some((issue) => issue.column === key) ? { value, look: "wrong" } : value;
          }),
          reasons.join("\n"),
          row.row,
        ];
      }),
    },
    { demo: ctx.demo, locale },
  );
  ctx.counted(rows.length);
  return reply(content, `${kindName(kind, locale)}-${sheetText(locale, "sheet.reasons")}-${shanghaiDay(ctx.now)}.xlsx`);
}

function kindName(kind: ImportKind, locale: SheetLocale): string {
  const names: Readonly<Record<string, string>> = locale === "en" ? en : zh;
  return names[`kind.${kind.id}`] ?? kind.id;
}

function reply(content: Buffer, name: string): FileReply {
  return { stream: Readable.from([content]), name, mediaType: workbookType, size: content.length };
}
