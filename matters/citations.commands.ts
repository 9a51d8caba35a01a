import { findUncitable } from "#directory/policies.queries.ts";
import { AppError } from "#kernel/errors.ts";
import { citationsOf } from "#kernel/fields/citation.ts";
import type { EngineContext } from "./write.commands.ts";

/** Refuses a form that cites what is not published; throws `invalid` with a path for each. */
export async function checkCitations(ctx: EngineContext, form: Readonly<Record<string, unknown>>): Promise<void> {
  const found = citationsOf(form);
  const wrong = await findUncitable(
    ctx.db,
    found.map(({ cited }) => cited),
  );
  if (wrong.length === 0) return;
  throw new AppError("invalid", {
    issues: wrong.map((at) => ({ path: `form.${found[at]?.path ?? ""}`, code: "notCitable" })),
  });
}

/** Writes down what an entry cites. The engine's door must be open. */
export async function recordCitations(
  ctx: EngineContext,
  matterId: number,
  seq: number,
  form: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<void> {
  const found = citationsOf(form);
  if (found.length === 0) return;
  await ctx.db
    .insertInto("policy_citation")
    .values(
      found.map(({ cited }) => ({
        matter_id: matterId,
        entry_seq: seq,
        item_id: cited.item,
        version: cited.version,
        at,
      })),
    )
    .execute();
}
