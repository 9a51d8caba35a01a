import { sql } from "kysely";
import type { importRules } from "#access/rules/imports.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import { workbookType } from "#sheets/write.ts";
import { type Batch, findBatch, holdBatch, type Kinds, kindOf, refuseStale } from "./batches.queries.ts";
import type { contract } from "./contract.ts";
import { type Step, steps } from "./work.ts";

type Writes = "import.upload" | "import.apply" | "import.undo" | "import.cancel";

/**
 * Asking for a list to be read, written, taken back. It is done apart from the call (`server/jobs/imports.ts`), because
 * a long list takes longer than anybody waits; how far it is stands in `import_work`.
 */
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
          if (file.media_type !== workbookType) {
            throw new AppError("file-refused", { issues: [{ path: "file", code: "sheet-not-xlsx" }] });
          }
          const batch = await ctx.db
            .insertInto("import_batch")
            .values({
              kind: kind.id,
              state: "READING",
              file_name: file.name,
              sha256: file.sha256,
              heading_row: 0,
              columns: "[]",
              unknown: "[]",
              dropped: "[]",
              rows: 0,
              uploaded_by: ctx.actor.accountId,
              uploaded_at: ctx.now,
              unit_id: ctx.actor.unitId ?? 0,
            })
            .returningAll()
            .executeTakeFirstOrThrow();
          ctx.about(`import:${batch.id}`);
          await ask(ctx, batch, "READ", file.id);
          return { id: batch.id };
        },
      };
    },

    "import.apply": (ctx, input) => askFor(ctx, kinds, input, "APPLY"),
    "import.undo": (ctx, input) => askFor(ctx, kinds, input, "UNDO"),

    "import.cancel": async (ctx, input) => {
      const batch = await findBatch(ctx, input.id);
      if (!batch) return undefined;
      ctx.about(`import:${input.id}`);
      return {
        subject: { desk: kindOf(kinds, batch.kind).desk },
        run: async () => {
          // Waits for a worker that is just finishing; then there is nothing left to stop.
          const stopped = await ctx.db
            .updateTable("import_work")
            .set({ cancelled_by: ctx.actor.accountId, cancelled_at: ctx.now })
            .where("batch_id", "=", batch.id)
            .where("cancelled_at", "is", null)
            .returning("readers")
            .executeTakeFirst();
          if (!stopped) throw new AppError("illegal-step");
          await ctx.emit({ name: "importProgressed", batch: batch.id }, stopped.readers);
          return {};
        },
      };
    },
  };
}

/** The batch goes into the state in which the step is under way; whoever comes second is told so. */
async function askFor(ctx: Context, kinds: Kinds, input: { id: number; version: number }, step: "APPLY" | "UNDO") {
  const seen = await findBatch(ctx, input.id);
  if (!seen) return undefined;
  const kind = kindOf(kinds, seen.kind);
  ctx.about(`import:${input.id}`);
  return {
    subject: { desk: kind.desk },
    run: async () => {
      const batch = await holdBatch(ctx, input.id);
      if (!batch) throw new AppError("not-found");
      refuseStale(batch, input.version, steps[step].from);
      if (step === "UNDO" && (!kind.undo || batch.swept_at !== null)) throw new AppError("illegal-step");
      await ctx.db
        .updateTable("import_batch")
        .set({ state: steps[step].during, version: batch.version + 1, problem: null })
        .where("id", "=", batch.id)
        .execute();
      await ask(ctx, batch, step, null);
      return {};
    },
  };
}

async function ask(ctx: Context, batch: Batch, step: Step, file: string | null): Promise<void> {
  // The uploader and his office, where it is open on somebody's screen.
  const found = await sql<{ id: number }>`
    select id from principal where kind = 'account' and ref_id = ${batch.uploaded_by} and duty = 'self'
       or kind = 'unit' and ref_id = ${batch.unit_id} and duty = 'office'`.execute(ctx.db);
  const readers = found.rows.map(({ id }) => id);
  await ctx.db
    .insertInto("import_work")
    .values({
      batch_id: batch.id,
      step,
      file_id: file,
      asked_by: ctx.actor.accountId,
      asked_at: ctx.now,
      device: ctx.actor.device ?? "desk",
      readers,
    })
    .execute();
  await ctx.emit({ name: "importMoved", batch: batch.id }, readers);
}
