import { useSyncExternalStore } from "react";
import type { OutputFor } from "#web/operations.ts";

export type IssuedCode = OutputFor<"access.issueCode"> & {
  readonly firm: number;
  readonly role: OutputFor<"access.card">["access"][number]["role"];
};

let issued: IssuedCode | undefined;
const watchers = new Set<() => void>();

/**
 * The code that was just given out. It is told once, so it outlives the drawing of the page (printing and turning a
 * tablet draw the page anew), but neither a reload nor another firm's page, and it is never stored.
 */
export function useIssuedCode(firm: number): IssuedCode | undefined {
  const shown = useSyncExternalStore(watch, () => issued);
  return shown?.firm === firm ? shown : undefined;
}

/** Keeps a code in sight, or puts it away. */
export function showCode(code: IssuedCode | undefined): void {
  issued = code;
  for (const notify of watchers) notify();
}

function watch(notify: () => void): () => void {
  watchers.add(notify);
  return () => watchers.delete(notify);
}
