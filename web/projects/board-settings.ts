import type { BoardFilters } from "#capabilities/projects/board-view.ts";
import { sortKeys } from "#capabilities/projects/sort-keys.ts";
import { type BoardSettings, boardSettings } from "#capabilities/views/contract.ts";
import type { BoardView } from "#web/projects/board-head.tsx";
import type { Order } from "#web/projects/board-table.tsx";

/** What a view of the projects keeps; words that were typed are not kept. */
export interface BoardState {
  readonly filters: BoardFilters;
  readonly order: Order;
  readonly hidden: readonly Order["key"][];
  readonly as: BoardView;
}

export const plainOrder: Order = { key: "stage", down: false };

export function settingsOf({ filters, order, hidden, as }: BoardState): BoardSettings {
  const { unit, officer, gap, lateOnly } = filters;
  return {
    as,
    order,
    hidden: sortKeys.filter((key) => hidden.includes(key)),
    ...(unit !== null && { unit: Number(unit) }),
    ...(officer !== null && { officer: Number(officer) }),
    ...(gap !== null && { gap }),
    ...(lateOnly && { lateOnly: true as const }),
  };
}

/** What a kept view sets; undefined when it is none of the projects. */
export function stateOf(settings: unknown): BoardState | undefined {
  const parsed = boardSettings.safeParse(settings);
  if (!parsed.success) return undefined;
  const { unit, officer, gap, lateOnly, order, hidden, as } = parsed.data;
  return {
    filters: {
      typed: "",
      unit: unit === undefined ? null : String(unit),
      officer: officer === undefined ? null : String(officer),
      gap: gap ?? null,
      lateOnly: lateOnly === true,
    },
    order,
    hidden,
    as,
  };
}
