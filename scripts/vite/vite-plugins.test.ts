import { join } from "node:path";
import { expect, test } from "vitest";
import { isServerOnly } from "./guard-browser.ts";
import { closureOf } from "./measure-scripts.ts";
import { asLiterals } from "./run-data.ts";

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

test("what a module of data exports is sent as it is, and nothing but data", async () => {
  const exported = { calls: { "matter.get": { path: "/api/matters/:id" } }, words: ['"\u2028</script>'] };
  const sent = `data:text/javascript,${encodeURIComponent(asLiterals(exported))}`;
  expect({ ...((await import(sent)) as object) }).toEqual(exported);
  expect(() => asLiterals({ outline: { steps: { close: { guard: () => true } } } })).toThrow(/guard is a function/);
});
