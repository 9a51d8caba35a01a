/**
 * One key for one intention: the same input sent again (after a lost answer, a second press) carries the same key,
 * a changed input is a new intention.
 */
export function intentions(newKey: () => string = randomKey): { keyFor(input: unknown): string; done(): void } {
  let open: { key: string; input: string } | undefined;
  return {
    keyFor(input) {
      const text = JSON.stringify(input) ?? "";
      if (open === undefined || open.input !== text) open = { key: newKey(), input: text };
      return open.key;
    },
    /** It was done: the same input is a new wish from now on. */
    done() {
      open = undefined;
    },
  };
}

/** `crypto.randomUUID` exists on secure origins only; a phone in a test network may come by plain http. */
export function randomKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
