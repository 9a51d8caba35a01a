import { isWithoutName } from "#access/capacities.ts";
import type { filesRules } from "#access/rules/matters.ts";
import type { Handlers } from "#directory/handler.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { contract } from "./contract.ts";
import { presentFile } from "./queries.ts";

type FileOperations = "file.upload" | "file.get";

/** Files come in through one door and go out through another; between them they belong to an entry of a matter. */
export const fileHandlers = (
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<Pick<typeof contract, FileOperations>, typeof filesRules> => ({
  "file.upload": async (ctx) => ({
    subject: {},
    run: async () => {
      const stored = await ctx.files.takeIn();
      const row = {
        id: stored.id,
        name: stored.name,
        media_type: stored.mediaType,
        size: stored.size,
        sha256: stored.sha256,
        width: stored.width,
        height: stored.height,
        storage_key: stored.storageKey,
        thumb_key: stored.thumbKey,
        uploaded_by: ctx.actor.accountId,
        uploaded_at: ctx.now,
      };
      await ctx.db.insertInto("file").values(row).execute();
      ctx.about(`file:${stored.id}`);
      return presentFile(row);
    },
  }),

  "file.get": async (ctx, input) => {
    const file = await ctx.db
      .selectFrom("file as f")
      .leftJoin("matter as m", "m.id", "f.matter_id")
      .selectAll("f")
      .select("m.procedure")
      .where("f.id", "=", input.id)
      .executeTakeFirst();
    if (!file) return undefined;
    ctx.about(`file:${file.id}`);
    if (file.matter_id !== null && isWithoutName(ctx.actor, file.matter_id)) ctx.unnamed();
    return {
      subject: { aboutOneself: procedures.get(file.procedure ?? "")?.aboutOneself === true },
      run: async () => {
        const thumb = input.thumb === true && file.thumb_key !== null;
        return {
          stream: await ctx.files.open(thumb && file.thumb_key !== null ? file.thumb_key : file.storage_key),
          name: file.name,
          mediaType: thumb ? "image/webp" : file.media_type,
          size: thumb ? null : file.size,
        };
      },
    };
  },
});
