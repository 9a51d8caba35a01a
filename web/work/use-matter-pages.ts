import { useMemo } from "react";
import type { InputFor } from "#web/operations.ts";
import { onceEach, usePages } from "#web/use-pages.ts";

export type MatterFilters = Omit<InputFor<"matter.list">, "cursor">;

/** A list of matters that grows; a matter that moved between two pages is shown once. */
export function useMatterPages(filters: MatterFilters, enabled = true) {
  const { pages, as, ...list } = usePages("matter.list", filters, { enabled, keepsOld: true });
  const items = useMemo(() => onceEach(pages?.flatMap((page) => page.items) ?? []), [pages]);
  const times = useMemo(
    () => new Map(pages?.flatMap((page) => page.items.map((head) => [head.id, page.serverTime] as const))),
    [pages],
  );
  return {
    ...list,
    items,
    /** For `PageState`: the list as one query. */
    page: as(pages && items),
    /** The server's time at which the clocks of a matter were read. */
    readAt: (id: number) => times.get(id) ?? "",
  };
}

export type MatterPages = ReturnType<typeof useMatterPages>;
