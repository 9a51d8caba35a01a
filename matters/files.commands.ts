import { AppError } from "#kernel/errors.ts";
import type { LoadedMatter } from "./store.queries.ts";
import type { EngineContext } from "./write.commands.ts";

/**
 * Makes the actor's own pending files part of the matter's last entry. A file that is not there, belongs to
 * somebody else or was attached before is refused with its place in the list.
 */
export async function attachFiles(
  ctx: EngineContext,
  matter: LoadedMatter,
  audience: string,
  files: readonly string[],
): Promise<void> {
  if (files.length === 0) return;
  const attached = await ctx.db
    .updateTable("file")
    .set({ matter_id: matter.id, entry_seq: matter.snapshot.seq, audience })
    .where("id", "in", [...files])
    .where("matter_id", "is", null)
    .where("project_id", "is", null)
    .returning("id")
    .execute();
  const found = new Set(attached.map((file) => file.id));
  const issues = files.flatMap((id, index) => (found.has(id) ? [] : [{ path: `files.${index}`, code: "unknownFile" }]));
  if (issues.length > 0 || found.size < files.length) throw new AppError("invalid", { issues });
}

/** Moves the files of an entry to the matter's last entry, which has published it. */
export async function publishFiles(
  ctx: EngineContext,
  matter: LoadedMatter,
  entrySeq: number,
  audience: string,
): Promise<void> {
  await ctx.db
    .updateTable("file")
    .set({ entry_seq: matter.snapshot.seq, audience })
    .where("matter_id", "=", matter.id)
    .where("entry_seq", "=", entrySeq)
    .execute();
}
