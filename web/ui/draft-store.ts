import { keptThings, namesFrom } from "#web/kept.ts";

const prefix = `${keptThings.draft.name}:`;
const daysKept = 14;

interface Stored {
  at: number;
  value: unknown;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Under which name a draft lies: each account has its own, so that two people on one computer never meet. */
export function draftName(accountId: number, key: string): string {
  return `${prefix}${accountId}:${key}`;
}

/** What was kept, or undefined: nothing, too old, or unreadable. */
export function findDraft(store: Store, name: string, now: number): unknown {
  const stored = parse(store.getItem(name));
  if (stored === undefined || now - stored.at > daysKept * 86_400_000) return undefined;
  return stored.value;
}

/** False when the browser has no room or allows no storage: the words then live only on the screen. */
export function keepDraft(store: Store, name: string, value: unknown, now: number): boolean {
  try {
    store.setItem(name, JSON.stringify({ at: now, value } satisfies Stored));
    return true;
  } catch {
    return false;
  }
}

/** Throws away drafts that nobody came back to. */
export function sweepDrafts(store: Store, now: number): void {
  for (const name of namesFrom(store, prefix)) {
    if (findDraft(store, name, now) === undefined) store.removeItem(name);
  }
}

/** Names of everything that an account has begun to write in this browser. */
export function draftsOf(store: Store, accountId: number): string[] {
  return namesFrom(store, draftName(accountId, ""));
}

function parse(text: string | null): Stored | undefined {
  if (text === null) return undefined;
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== "object" || stored === null || !("at" in stored) || !("value" in stored)) return undefined;
    return typeof stored.at === "number" ? { at: stored.at, value: stored.value } : undefined;
  } catch {
    return undefined;
  }
}
