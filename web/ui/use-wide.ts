import { useSyncExternalStore } from "react";
import { wideFrom } from "#web/ui/theme.ts";

const query = `(min-width: ${wideFrom}px)`;

function watch(notify: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener("change", notify);
  return () => list.removeEventListener("change", notify);
}

/** Whether there is room for list and detail side by side. */
export function useWide(): boolean {
  return useSyncExternalStore(watch, () => window.matchMedia(query).matches);
}
