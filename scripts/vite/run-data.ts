import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";

/** A module that is run while the screens are built, told by its name. */
export function isData(path: string): boolean {
  const [file = ""] = path.split("?");
  return file.endsWith(".data.ts");
}

/** What a module exports, as a module that only holds it. Throws for what is no plain data, such as a function. */
export function asLiterals(exported: Readonly<Record<string, unknown>>): string {
  return Object.entries(exported)
    .map(([name, value]) => {
      const text = JSON.stringify(value, (key, part: unknown) => {
        if (typeof part === "function" || typeof part === "symbol" || typeof part === "bigint") {
          throw new Error(`${name}: ${key} is a ${typeof part}, and only plain data can be sent`);
        }
        return part;
      });
      // Read by JSON.parse a phone takes half the time of the same words as a script.
      return `export const ${name} = /* @__PURE__ */ JSON.parse(${JSON.stringify(text)});`;
    })
    .join("\n");
}

/**
 * Runs `*.data.ts` here and sends what they export: of the contracts and procedures, which are schemas for the most part, a
 * first page needs a table of addresses and states. Every schema less is one that a slow processor does not put together.
 */
export function runData(): Plugin {
  return {
    name: "run-data",
    enforce: "pre",
    async load(id) {
      if (!isData(id)) return null;
      return asLiterals((await import(pathToFileURL(id).href)) as Record<string, unknown>);
    },
  };
}
