import { useCallback, useMemo, useRef, useState } from "react";

/** The rows that somebody has chosen out of those that are shown. */
export interface Selection {
  readonly chosen: ReadonlySet<number>;
  /** One row more or less; with `range` all from the last one that was touched to this one. */
  toggle(id: number, range: boolean): void;
  /** All that is shown, or none of it. */
  all(): void;
  clear(): void;
}

/** What is chosen after a row was touched. A range takes the state that its last row gets. */
export function afterTouch(
  ids: readonly number[],
  chosen: ReadonlySet<number>,
  id: number,
  from: number | undefined,
): ReadonlySet<number> {
  const [at, start] = [ids.indexOf(id), from === undefined ? -1 : ids.indexOf(from)];
  const touched = start === -1 ? [id] : ids.slice(Math.min(at, start), Math.max(at, start) + 1);
  return chosen.has(id) ? chosen.difference(new Set(touched)) : chosen.union(new Set(touched));
}

/** What has left the list is chosen no more: nobody acts on what he does not see. */
export function useSelection(ids: readonly number[]): Selection {
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const last = useRef<number>(undefined);
  const chosen = useMemo(() => picked.intersection(new Set(ids)), [picked, ids]);
  const toggle = useCallback(
    (id: number, range: boolean) => {
      setPicked(afterTouch(ids, chosen, id, range ? last.current : undefined));
      last.current = id;
    },
    [ids, chosen],
  );
  return {
    chosen,
    toggle,
    all: () => setPicked(chosen.size === ids.length ? new Set() : new Set(ids)),
    clear: () => setPicked(new Set()),
  };
}
