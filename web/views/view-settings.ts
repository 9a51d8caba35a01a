/** Whether two views set the same; the order of keys and what is not set do not matter. */
export function sameSettings(one: object, other: object): boolean {
  return inOrder(one) === inOrder(other);
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).toSorted().join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .map(([key, inner]) => `${key}:${inOrder(inner)}`)
    .toSorted()
    .join()}}`;
}
