import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { ImportKind } from "#sheets/import.ts";

/** The kinds of lists by their ids. */
export type Kinds = ReadonlyMap<string, ImportKind>;

export function kindOf(kinds: Kinds, id: string): ImportKind {
  const kind = kinds.get(id);
  if (!kind) throw new Error(`there is no kind of list ${id}`);
  return kind;
}

/** The batch as the row policies show it to the actor. */
export async function findBatch(ctx: Context, id: number) {
  return ctx.db.selectFrom("import_batch").selectAll().where("id", "=", id).executeTakeFirst();
}
export type Batch = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

/**
 * The same, held until the end: whoever comes second waits and then finds it asked for. Rows that name the batch may be
 * written meanwhile.
 */
export async function holdBatch(ctx: Context, id: number): Promise<Batch | undefined> {
  return ctx.db.selectFrom("import_batch").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
}

export function refuseStale(batch: Batch, version: number, state: Batch["state"]): void {
  if (batch.state !== state) throw new AppError("illegal-step");
  if (batch.version !== version) throw new AppError("stale-version");
}

export type Counts = Record<"new" | "changed" | "same" | "wrong", number>;

/** How many rows of each verdict the batches have. */
export async function countRows(ctx: Context, ids: readonly number[]): Promise<ReadonlyMap<number, Counts>> {
  const counts = new Map<number, Counts>(ids.map((id) => [id, { new: 0, changed: 0, same: 0, wrong: 0 }]));
  if (ids.length === 0) return counts;
  const rows = await ctx.db
    .selectFrom("import_row")
    .select(({ fn }) => ["batch_id", "verdict", fn.countAll<number>().as("count")])
    .where("batch_id", "in", [...ids])
    .groupBy(["batch_id", "verdict"])
    .execute();
  for (const { batch_id, verdict, count } of rows) {
    const found = counts.get(batch_id);
    if (found) found[verdict] = count;
  }
  return counts;
}

export function writeCursor(position: number): string {
  return Buffer.from(String(position)).toString("base64url");
}

export function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,10}$/.test(text)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(text);
}
