import { defineConfig } from "vitest/config";
import { LongFirst } from "./test/long-first.ts";

// One run has one database server (test/global-setup.ts); the files share their worker threads,
// because starting a fresh module graph for each of them costs ten times the tests themselves.
export default defineConfig({
  test: {
    globalSetup: "test/global-setup.ts",
    pool: "threads",
    isolate: false,
    sequence: { sequencer: LongFirst },
    // A wait ends with what it waits for. These end only what hangs: how long a thing may take is the benchmark's matter.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: ["node_modules/**", "dist/**", "data/**"],
          // More than the processors, because most files wait for the database half their time.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: ["test/e2e/*.journey.ts"],
          // A journey has a browser, a server and a database of its own: two of them fill two processors.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
