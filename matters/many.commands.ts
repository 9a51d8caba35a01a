import type { Context, Part } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { InputOf, OutputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { contract } from "./contract.ts";

type Many = (typeof contract)["matter.stepMany"];
type Result = OutputOf<Many>["results"][number];

/**
 * One step in many matters. They are taken in the order of their ids, so that two who do this at once never wait for each
 * other in a circle; a matter named twice has another version the second time, and says so.
 */
export async function stepMany(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  { procedure: kind, step, form, matters }: InputOf<Many>,
): Promise<OutputOf<Many>> {
  const procedure = procedures.get(kind);
  if (!procedure) throw new AppError("invalid", { issues: [{ path: "procedure", code: "unknownProcedure" }] });
  const declared = Object.hasOwn(procedure.steps, step) ? procedure.steps[step] : undefined;
  if (!declared) throw new AppError("invalid", { issues: [{ path: "step", code: "unknownStep" }] });
  if (declared.bulk !== true) throw new AppError("invalid", { issues: [{ path: "step", code: "notForMany" }] });
  // What is wrong with the form is wrong for all of them.
  const own = await kindsOf(
    ctx,
    matters.map(({ id }) => id),
  );
  ctx.about(`procedure:${kind}`);
  const results = new Map<number, Result>();
  const order = matters
    .map((_, at) => at)
    .toSorted((one, other) => (matters[one]?.id ?? 0) - (matters[other]?.id ?? 0));
  for (const at of order) {
    const matter = matters[at];
    if (!matter) continue;
    const part: Part<unknown> =
      own.get(matter.id) === kind || !own.has(matter.id)
        ? await ctx.part(contract["matter.step"], { ...matter, step, form })
        : { refused: new AppError("illegal-step", { params: { reason: "otherKind" } }) };
    results.set(at, resultOf(matter.id, part));
  }
  ctx.counted([...results.values()].filter(({ done }) => done).length);
  return { results: matters.flatMap((_, at) => results.get(at) ?? []) };
}

/** What came of one of many, for whoever asked for all of them. */
export function resultOf(id: number, part: Part<unknown>): Result {
  if ("done" in part) return { id, done: true, code: null, reason: null };
  const { code, issues, params } = part.refused;
  const reason = issues[0]?.code ?? params["reason"];
  return { id, done: false, code, reason: reason === undefined ? null : String(reason) };
}

/** The kinds of those matters that the actor sees. */
async function kindsOf(ctx: Context, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await ctx.db
    .selectFrom("matter")
    .select(["id", "procedure"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.procedure]));
}
