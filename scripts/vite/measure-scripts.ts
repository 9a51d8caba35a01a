import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Decision 38: scripts of the first page on a phone, gzipped, in bytes. */
const firstPageLimit = 350_000;
/** What a phone may open first: signing in, the firm's home, a matter from a message. */
const firstPages = ["sign-in-page", "enterprise-home", "matter-page"];

type Bundle = Readonly<Record<string, Rolldown.OutputChunk | Rolldown.OutputAsset>>;

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
      // Before anything is drawn, the texts of one language are there too.
      const texts = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("texts.zh-CN.ts") === true);
      const shell = [entry.fileName, ...(texts === undefined ? [] : [texts.fileName])];
      const pages = chunks
        .filter((chunk) => chunk.isDynamicEntry && /-(page|home)\.tsx$/.test(chunk.facadeModuleId ?? ""))
        .map((chunk) => ({
          page: basename(chunk.facadeModuleId ?? "", ".tsx"),
          // A home is loaded by the page that chooses it.
          bytes: weigh([
            ...shell,
            chunk.fileName,
            ...chunks.filter((one) => one.dynamicImports.includes(chunk.fileName)).map((one) => one.fileName),
          ]),
        }))
        .toSorted((a, b) => a.bytes - b.bytes);
      console.log(`scripts, gzipped: shell ${kilobytes(weigh(shell))}`);
      for (const { page, bytes } of pages) console.log(`scripts, gzipped: ${page} ${kilobytes(bytes)}`);
      const first = pages.filter(({ page }) => firstPages.includes(page));
      const heavy = first.find(({ bytes }) => bytes > firstPageLimit);
      if (heavy)
        this.error(`${heavy.page} needs ${kilobytes(heavy.bytes)} of script, more than ${kilobytes(firstPageLimit)}`);
    },
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
