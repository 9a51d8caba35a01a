import { keep, readKept } from "#web/kept.ts";

/** The project that somebody looked at last in this browser, when it is still among his. */
export function findRememberedProject(accountId: number, ids: readonly number[]): number | undefined {
  const remembered = Number(readKept("project", accountId));
  return ids.find((id) => id === remembered);
}

export function rememberProject(accountId: number, id: number): void {
  keep("project", String(id), accountId);
}
