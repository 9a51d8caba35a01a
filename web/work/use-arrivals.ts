import { useEffect, useRef, useState } from "react";
import type { MatterPages } from "#web/work/use-matter-pages.ts";

const shownMs = 8_000;

/** How many matters came into the list just now by themselves; nought again after a while. */
export function useArrivals({
  items,
  page,
  isStale,
  loadingMore,
}: Pick<MatterPages, "items" | "page" | "isStale" | "loadingMore">): number {
  const known = useRef<{ ids: ReadonlySet<number>; growing: boolean } | undefined>(undefined);
  const [arrived, setArrived] = useState(0);
  useEffect(() => {
    if (page.data === undefined || isStale) {
      // Nothing read yet, or another filter: the next rows are not news.
      known.current = undefined;
      return;
    }
    const before = known.current;
    const ids = new Set(items.map((head) => head.id));
    known.current = { ids, growing: loadingMore };
    if (before === undefined || before.growing) return;
    const fresh = [...ids].filter((id) => !before.ids.has(id)).length;
    if (fresh > 0) setArrived(fresh);
  }, [items, page.data, isStale, loadingMore]);
  useEffect(() => {
    if (arrived === 0) return;
    const timer = setTimeout(() => setArrived(0), shownMs);
    return () => clearTimeout(timer);
  }, [arrived]);
  return arrived;
}
