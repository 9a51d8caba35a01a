const prefix = "huhang.project:";

/** The project that somebody looked at last in this browser, when it is still among his. */
export function findRememberedProject(accountId: number, ids: readonly number[]): number | undefined {
  const remembered = Number(localStorage.getItem(prefix + accountId));
  return ids.find((id) => id === remembered);
}

export function rememberProject(accountId: number, id: number): void {
  localStorage.setItem(prefix + accountId, String(id));
}
