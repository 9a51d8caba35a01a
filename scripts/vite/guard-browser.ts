import { basename, join, sep } from "node:path";
import type { Plugin } from "vite";

const serverOnly = /(^|\.)(commands|queries|jobs|effects)\.tsx?$/;

/** Whether a file may be part of the browser's scripts; told by its name and place alone. */
export function isServerOnly(path: string): boolean {
  const [file = ""] = path.split("?");
  if (file.includes(`${sep}node_modules${sep}`)) return false;
  return serverOnly.test(basename(file)) || /[\\/](server|db|test)[\\/][^\\/]/.test(relative(file));
}

/** Refuses a build in which server code or a Node module would reach the browser. */
export function guardBrowser(): Plugin {
  return {
    name: "guard-browser",
    enforce: "pre",
    resolveId(source, importer) {
      if (source.startsWith("node:")) this.error(`${source} does not exist in a browser (imported by ${importer})`);
    },
    load(id) {
      // Its types are for the browser; what a call has to know stands in web/calls.data.ts.
      if (relative(id) === join(sep, "web", "operations.ts"))
        this.error(`${id} would bring the schemas of every contract`);
      if (isServerOnly(id)) this.error(`${id} is server code and must not reach the browser`);
    },
  };
}

function relative(file: string): string {
  return file.startsWith(process.cwd()) ? file.slice(process.cwd().length) : file;
}
