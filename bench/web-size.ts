import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const web = join(import.meta.dirname, "..", "dist", "web");

/** Kilobytes gzipped. */
export interface WebSizes {
  /** What every page loads before anything shows: the entry with all that it imports at once. */
  readonly entry: number;
  /** The largest page: the entry, and a page's own script with all that it imports. */
  readonly largestPage: { readonly name: string; readonly size: number };
  /** All scripts together, as nobody loads them. */
  readonly all: number;
  readonly styles: number;
}

/** Sizes of the built screens; null when they have not been built. */
export function measureWeb(): WebSizes | null {
  const page = join(web, "index.html");
  if (!existsSync(page)) return null;
  const files = readdirSync(join(web, "assets"));
  const scripts = files.filter((name) => name.endsWith(".js"));
  const sizes = new Map(scripts.map((name) => [name, gzipped(name)]));
  const total = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const entries = [...readFileSync(page, "utf8").matchAll(/assets\/([\w.-]+\.js)"/g)].map(([, name = ""]) => name);
  const entry = closureOf(entries);
  const pages = scripts.map((name) => ({ name, size: total(new Set([...entry, ...closureOf([name])])) }));
  const largest = pages.toSorted((left, right) => right.size - left.size)[0] ?? { name: "", size: 0 };
  return {
    entry: total(entry),
    largestPage: { name: largest.name.replace(/-[\w-]{8}\.js$/, ""), size: largest.size },
    all: total(scripts),
    styles: files.filter((name) => name.endsWith(".css")).reduce((sum, name) => sum + gzipped(name), 0),
  };
}

function gzipped(name: string): number {
  return gzipSync(readFileSync(join(web, "assets", name)), { level: 9 }).length / 1024;
}

/** The scripts and all that they import at once; what they import later is not in it. */
function closureOf(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = readFileSync(join(web, "assets", name), "utf8");
    for (const [, next = ""] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) open.push(next);
  }
  return found;
}
