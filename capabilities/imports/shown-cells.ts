import { show } from "#kernel/fields/mask.ts";
import { normalisePhone } from "#kernel/fields/phone.ts";
import type { Change, ImportKind } from "#sheets/import.ts";

interface Row {
  readonly cells: unknown;
  readonly changes: unknown;
}

/** A row as a preview shows it: what it would do, with the telephones of persons in part, as in every list. */
export function shownCells<R extends Row>(kind: ImportKind, row: R) {
  const masks = new Map(kind.sheet.columns.map(({ key, mask }) => [key, mask]));
  const shown = <Value>(key: string, value: Value): Value | string => {
    const mask = masks.get(key);
    if (mask === undefined || typeof value !== "string" || value === "") return value;
    return show(mask, mask === "phone" ? normalisePhone(value) : value, false);
  };
  return {
    ...row,
    cells: Object.fromEntries(
      Object.entries(row.cells as Record<string, string>).map(([key, value]) => [key, shown(key, value)]),
    ),
    changes: (row.changes as readonly Change[]).map((change) => ({
      ...change,
      from: shown(change.column, change.from),
      to: shown(change.column, change.to),
    })),
  };
}
