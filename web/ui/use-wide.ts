import { useSyncExternalStore } from "react";
import { wideFrom } from "#web/ui/theme.ts";

const wide = `(min-width: ${wideFrom}px)`;

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", notify);
      return () => list.removeEventListener("change", notify);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Whether there is room for list and detail side by side. */
export function useWide(): boolean {
  return useMedia(wide);
}

/** On paper, where nothing can be opened. */
export function usePrinted(): boolean {
  return useMedia("print");
}

/** Whether all stands open that a phone folds: where there is room, and on paper, which is narrow and cannot be pressed. */
export function useOpen(): boolean {
  return useMedia(`${wide}, print`);
}
