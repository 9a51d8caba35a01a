/** Stands for ours, whatever it is: only what leads away from it matters. */
const here = "https://here.invalid";

/**
 * Where to go after signing in: an address of ours that was asked for before, with what stands behind its `?`, else home.
 * Never another site: it is read as a browser reads it, which drops tabs, turns `\` into `/` and resolves dots.
 */
export function returnAddress(back: unknown): string {
  if (typeof back !== "string" || !back.startsWith("/")) return "/";
  const read = findUrl(back);
  if (read?.origin !== here) return "/";
  const address = addressOf(read);
  // Two slashes in front would name a site to whoever reads it next.
  if (address.startsWith("//") || /^\/sign-in(?![^/?#])/.test(address)) return "/";
  return address;
}

/** A place of ours with everything that it takes to come back to it. */
export function addressOf({ pathname, search, hash }: Pick<URL, "pathname" | "search" | "hash">): string {
  return `${pathname}${search}${hash}`;
}

function findUrl(text: string): URL | undefined {
  try {
    return new URL(text, here);
  } catch {
    return undefined;
  }
}
