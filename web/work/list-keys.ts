/** What a key does in a list; keys typed into a field or with a modifier do nothing. */
export type ListCommand = "next" | "previous" | "open" | "choose" | "filter" | "help";

const commands: Readonly<Record<string, ListCommand>> = {
  j: "next",
  k: "previous",
  Enter: "open",
  x: "choose",
  "/": "filter",
  "?": "help",
};

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export function findCommand(pressed: PressedKey): ListCommand | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  return Object.hasOwn(commands, pressed.key) ? commands[pressed.key] : undefined;
}

/** The row that comes after or before the chosen one; stops at the ends, starts at the top. */
export function moveChoice(ids: readonly number[], chosen: number | undefined, by: 1 | -1): number | undefined {
  const at = chosen === undefined ? -1 : ids.indexOf(chosen);
  if (at === -1) return ids[0];
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)];
}
