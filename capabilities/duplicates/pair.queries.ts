import { principalsOf } from "#access/capacities.ts";
import type { AudienceSubject, SeenSubject } from "#access/rules/matters.ts";
import type { Context } from "#directory/context.ts";
import type { Procedure } from "#kernel/procedure.ts";
import {
  loadMatter,
  type LoadedMatter,
  openDoor,
  openIfVisible,
  procedureOf,
  standingOf,
} from "#matters/store.queries.ts";

/** Kinds of matters that can be the same demand twice. The hotline has topics of its own. */
export const comparable: readonly string[] = ["consultation", "appeal"];

/** The audience in which those who handle such a matter write among themselves. */
const inner = "handlers";

/** So many days apart two of the same may be opened. */
export const within = 30;

/** By what two are suggested, for whoever wants to know (GR-22). Another way of comparing is another version. */
export const duplicateRule = { version: 1, withinDays: within, procedures: [...comparable] };

/** A matter that the actor sees, with what a rule asks about him; undefined when he does not see it. Closes the door again. */
export async function findHandled(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  id: number,
): Promise<{ readonly matter: LoadedMatter; readonly subject: AudienceSubject & SeenSubject } | undefined> {
  if (!(await openIfVisible(ctx.db, id))) return undefined;
  const matter = await loadMatter(ctx.db, id);
  const procedure = procedureOf(procedures, matter.procedure);
  const { all } = standingOf(ctx.actor, procedure, matter, await principalsOf(ctx.db, matter.relations));
  await openDoor(ctx.db, null);
  const writers = procedure.audiences[inner]?.writers ?? [];
  return { matter, subject: { capacities: all, writers, aboutOneself: procedure.aboutOneself === true } };
}
