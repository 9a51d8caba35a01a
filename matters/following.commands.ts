import { keptFrom } from "#access/capacities.ts";
import type { EffectContext } from "./effects.ts";
import { openMatter, parseSections } from "./opening.commands.ts";
import { loadMatter, openDoor, procedureOf } from "./store.queries.ts";

/** What opening one takes: an effect has it, and a job of the platform's own. */
export type FollowContext = Pick<EffectContext, "db" | "now" | "calendar" | "emit" | "procedures" | "vault">;

/** A matter that follows from another one by itself. */
export interface Following {
  /** A procedure that the platform may open: `openedBy` names `system`. */
  readonly procedure: string;
  /** Where it comes from: its relations, and who is kept out of it, hold for the new one. */
  readonly from: number;
  readonly title: string;
  /** Sections of the opening form by name. */
  readonly form: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The door through which the platform itself opens matters: gives the id of the new one, which is linked to the matter
 * it follows from and does not keep that one open.
 */
export async function openFollowing(ctx: FollowContext, following: Following): Promise<number> {
  const procedure = procedureOf(ctx.procedures, following.procedure);
  if (!procedure.openedBy.includes("system")) throw new Error(`the platform may not open ${procedure.id}`);
  await openDoor(ctx.db, following.from);
  const origin = await loadMatter(ctx.db, following.from);
  const matter = await openMatter(ctx, {
    procedure,
    relations: procedure.keptFromLine ? { ...origin.relations, private: true } : origin.relations,
    title: following.title,
    form: parseSections(procedure, following.form),
    files: [],
    author: { accountId: null, label: "", capacity: "system" },
    at: ctx.now,
    follows: { id: origin.id, kind: "CAUSED_BY" },
    barred: procedure.keptFromLine
      ? [...new Set([...origin.barred, ...(await keptFrom(ctx.db, origin.relations, []))])]
      : origin.barred,
  });
  await openDoor(ctx.db, null);
  return matter.id;
}
