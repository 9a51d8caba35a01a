import { useSyncExternalStore } from "react";
import { wideFrom } from "#web/ui/theme.ts";

/** Whether there is room for list and detail side by side. */
export function useWide(): boolean {
  return useSyncExternalStore(watchWide, isWide);
}

/** On paper, where nothing can be opened. */
export function usePrinted(): boolean {
  return useSyncExternalStore(watchPrinting, isPrinted);
}

/** Whether all stands open that a phone folds: where there is room, and on paper, which is narrow and cannot be pressed. */
export function useOpen(): boolean {
  const wide = useWide();
  const printed = usePrinted();
  return wide || printed;
}

const wide = () => window.matchMedia(`(min-width: ${wideFrom}px)`);
const print = () => window.matchMedia("print");
let printing = false;

function isWide(): boolean {
  return wide().matches;
}

function isPrinted(): boolean {
  return printing || print().matches;
}

function watchWide(notify: () => void): () => void {
  const list = wide();
  list.addEventListener("change", notify);
  return () => list.removeEventListener("change", notify);
}

function watchPrinting(notify: () => void): () => void {
  const list = print();
  // What is drawn at these moments is what goes on paper; the media query alone may be told too late.
  const before = () => {
    printing = true;
    notify();
  };
  const after = () => {
    printing = false;
    notify();
  };
  list.addEventListener("change", notify);
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    list.removeEventListener("change", notify);
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
