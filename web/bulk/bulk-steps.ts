import type { Procedure } from "#kernel/procedure.ts";
import type { MatterHead } from "#matters/due-groups.ts";

/**
 * Steps that can be offered for all of some matters: of one kind and state, declared for many, and in at least one of
 * them the reader's turn. Whether he may, each matter decides by itself.
 */
export function stepsForAll(
  heads: readonly MatterHead[],
  findProcedure: (id: string) => Procedure | undefined,
): string[] {
  const [first] = heads;
  if (!first || heads.some(({ procedure, state }) => procedure !== first.procedure || state !== first.state)) return [];
  const mine = new Set(heads.flatMap(({ turns }) => turns.filter((turn) => turn.mine).map(({ kind }) => kind)));
  return Object.entries(findProcedure(first.procedure)?.steps ?? {})
    .filter(([, { bulk, from }]) => bulk === true && from.includes(first.state))
    .filter(([, { completes }]) => (completes === undefined ? mine.size > 0 : completes.some((task) => mine.has(task))))
    .map(([name]) => name);
}
