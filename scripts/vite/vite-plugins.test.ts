import { join } from "node:path";
import { expect, test } from "vitest";
import { isServerOnly } from "./guard-browser.ts";
import { closureOf } from "./measure-scripts.ts";

const at = (path: string) => join(process.cwd(), path);

test.each([
  ["matters/commands.ts", true],
  ["matters/turns.queries.ts", true],
  ["capabilities/consultation/effects.ts", true],
  ["matters/due.jobs.ts", true],
  ["server/pipeline.ts", true],
  ["db/migrate.ts", true],
  ["matters/contract.ts", false],
  ["matters/engine/open-steps.ts", false],
  ["web/home/queries-help.tsx", false],
  ["node_modules/some-library/queries.js", false],
])("%s is kept from the browser: %s", (path, kept) => {
  expect(isServerOnly(at(path))).toBe(kept);
});

test("a page weighs what it loads before it can run, each script once", () => {
  const chunk = (imports: string[]) => ({ type: "chunk" as const, imports });
  const bundle = {
    entry: chunk(["shell"]),
    shell: chunk(["runtime"]),
    runtime: chunk([]),
    page: chunk(["shell", "entry"]),
    later: chunk([]),
  };
  expect([...closureOf(bundle, ["entry", "page"])].toSorted()).toEqual(["entry", "page", "runtime", "shell"]);
});
