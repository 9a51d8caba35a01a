import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Entry>> };
const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as Record<
  string,
  Record<string, string> | undefined
>;

/** Where npm looks for `name` when the package at `path` asks for it: its own node_modules first, then those above. */
function resolve(path: string, name: string): Entry | undefined {
  const parts = path === "" ? [] : path.split("/node_modules/");
  for (let depth = parts.length; depth >= 0; depth--) {
    const found =
      packages[[...parts.slice(0, depth), name].join("/node_modules/").replace(/^(?!node_modules\/)/, "node_modules/")];
    if (found !== undefined) return found;
  }
  return undefined;
}

test("every platform package that the lockfile names is there as a whole: otherwise npm ci refuses it", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      const found = resolve(path, name);
      return found?.version === undefined || found.integrity === undefined;
    }),
  );
  expect(missing).toEqual([]);
});

test("no address of a registry is in it", () => {
  expect(text).not.toContain('"resolved"');
});

test("every direct dependency is pinned to one version", () => {
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  }
});
