import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";

/** The folder of the repository. */
export const root = join(import.meta.dirname, "..");

/** Folders at the root whose files are not ours. */
const foreign = new Set(["node_modules", "dist", "data", "coverage", ".git"]);

/** One `import` or `export … from` of a file. */
export interface Import {
  /** As it stands in the text. */
  readonly name: string;
  /** The file of ours it means, undefined for a package. */
  readonly file: string | undefined;
  /** Erased before anything runs. */
  readonly isType: boolean;
  /** The words from `import` to the end of the line. */
  readonly text: string;
}

/** A file of the repository; paths have forward slashes and start at the root. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** All files of the repository whose name ends in one of `endings`, in order of their paths. */
export function listSources(...endings: string[]): Source[] {
  return walk("")
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, imports: /\.tsx?$/.test(path) ? findImports(path, text) : [] };
    });
}

/** True for files that are never part of the running platform. */
export function isTest(path: string): boolean {
  return /\.(test|journey)\.tsx?$/.test(path) || path.startsWith("test/");
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return foreign.has(path) ? [] : walk(path);
    return entry.isFile() ? [path.replaceAll(sep, "/")] : [];
  });
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"'\n]+)["'][^\n]*/gm;
const call = /\bimport\(\s*["']([^"'\n]+)["'][^\n]*/g;

function findImports(path: string, text: string): Import[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  const statements = [...code.matchAll(statement)].map(([words, type, name = ""]) => ({
    name,
    isType: type !== undefined,
    text: words,
  }));
  const calls = [...code.matchAll(call)].map(([words, name = ""]) => ({ name, isType: false, text: words }));
  return [...statements, ...calls].map((found) => ({ ...found, file: resolve(path, found.name) }));
}

function resolve(from: string, name: string): string | undefined {
  if (name.startsWith("#")) return name.slice(1);
  return name.startsWith(".") ? posix.join(dirname(from), name) : undefined;
}

/** True when `path` (from the root) is there. */
export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}
