import { inTreeOrder } from "#capabilities/administration/unit-tree.ts";
import type { OutputFor } from "#web/operations.ts";
import type { Choice } from "#web/ui/field.tsx";

export type Unit = OutputFor<"unit.tree">["items"][number];

/** Units that can be chosen, as the tree is read; how deep one stands is shown by what is before its name. */
export function unitChoices(units: readonly Unit[], may: (unit: Unit) => boolean = () => true): Choice<string>[] {
  return inTreeOrder(units.filter((unit) => unit.validTo === null)).flatMap(({ unit, depth }) =>
    may(unit) ? [{ value: String(unit.id), label: `${"　".repeat(depth)}${unit.shortName}` }] : [],
  );
}
