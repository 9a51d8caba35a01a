import { randomUUID } from "node:crypto";
import { AppError } from "#kernel/errors.ts";
import type { LoadedMatter } from "./store.queries.ts";
import type { Author, EngineContext } from "./write.commands.ts";

/** What whoever stays unnamed may attach: pictures are drawn anew and lose what they say of camera, place and owner. */
const plainPictures: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
};

/**
 * Makes the actor's own pending files part of the matter's last entry. A file that is not there, belongs to
 * somebody else or was attached before is refused with its place in the list.
 */
export async function attachFiles(
  ctx: EngineContext,
  matter: LoadedMatter,
  author: Author,
  audience: string,
  files: readonly string[],
): Promise<void> {
  if (files.length === 0) return;
  if (matter.relations.openedBy === null && author.accountId === null) {
    await attachWithoutName(ctx, matter, audience, files);
    return;
  }
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

/**
 * The same for the requester of a complaint without a name: only pictures, under names, ids and a time that are not those
 * under which he uploaded them, so that neither the record of that call nor a file's name leads to him.
 */
async function attachWithoutName(
  ctx: EngineContext,
  matter: LoadedMatter,
  audience: string,
  files: readonly string[],
): Promise<void> {
  const own = await ctx.db
    .selectFrom("file")
    .select(["id", "media_type"])
    .where("id", "in", [...files])
    .where("matter_id", "is", null)
    .where("project_id", "is", null)
    .execute();
  const kinds = new Map(own.map((file) => [file.id, plainPictures[file.media_type]]));
  const issues = files.flatMap((id, index) =>
    kinds.get(id) !== undefined
      ? []
      : [{ path: `files.${index}`, code: kinds.has(id) ? "picturesOnly" : "unknownFile" }],
  );
  if (issues.length > 0 || kinds.size < files.length) throw new AppError("invalid", { issues });
  const { seq } = matter.snapshot;
  for (const [index, id] of files.entries()) {
    await ctx.db
      .updateTable("file")
      .set({
        id: randomUUID(),
        name: `图片 ${seq}-${index + 1}.${kinds.get(id)}`,
        uploaded_by: null,
        uploaded_at: ctx.now,
        matter_id: matter.id,
        entry_seq: seq,
        audience,
      })
      .where("id", "=", id)
      .execute();
  }
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
