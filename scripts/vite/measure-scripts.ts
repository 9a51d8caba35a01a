import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Decision 38: scripts of the first page on a phone, gzipped, in bytes. */
const firstPageLimit = 350_000;
/** What somebody may open first: signing in, a home, a matter from a message. */
const firstPages = [
  "sign-in/sign-in-page.tsx",
  "home/enterprise-home.tsx",
  "work/work-list.tsx",
  "matter/matter-page.tsx",
];

type Bundle = Readonly<Record<string, { type: "asset" } | { type: "chunk"; imports: readonly string[] }>>;

/** A chunk with everything that it loads before it can run. */
export function closureOf(bundle: Bundle, names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (seen.has(name) || chunk?.type !== "chunk") return;
    seen.add(name);
    for (const next of chunk.imports) visit(next);
  };
  for (const name of names) visit(name);
  return seen;
}

/** Prints what each page costs a phone in script, gzipped, and refuses a first page that is too heavy. */
export function measureScripts(): Plugin {
  return {
    name: "measure-scripts",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const sizes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code).byteLength]));
      const weigh = (names: readonly string[]) =>
        [...closureOf(bundle, names)].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
      const entry = chunks.find((chunk) => chunk.isEntry);
      if (entry === undefined) return;
      const holderOf = (path: string) =>
        chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(`/web/${path}`)))?.fileName;
      // Before anything is drawn, the texts of one language are there too.
      const shell = [entry.fileName, holderOf("i18n/texts.zh-CN.ts") ?? ""];
      for (const page of firstPages) {
        const bytes = weigh([...shell, holderOf(page) ?? ""]);
        const told = `${page} ${(bytes / 1000).toFixed(1)} kB`;
        console.log(`scripts, gzipped: ${told}`);
        if (bytes > firstPageLimit) this.error(`too much script before a page can be used: ${told}`);
      }
    },
  };
}
