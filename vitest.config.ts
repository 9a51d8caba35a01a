import { defineConfig } from "vitest/config";

// One run has one database server (test/global-setup.ts); the files share their worker threads,
// because starting a fresh module graph for each of them costs ten times the tests themselves.
export default defineConfig({
  test: {
    globalSetup: "test/global-setup.ts",
    pool: "threads",
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: ["node_modules/**", "dist/**", "data/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: ["test/e2e/*.journey.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
