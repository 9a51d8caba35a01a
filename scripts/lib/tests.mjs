import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTool } from "./process.mjs";

/**
 * Runs one vitest project and counts. A file that does not load, an error outside a test, and a test that was skipped
 * count as failed: a run may only be called passed when everything in it ran.
 * @returns the numbers of passed and failed tests
 */
export async function runTests(project, args) {
  const folder = mkdtempSync(join(tmpdir(), "huhang-report-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code } = await runTool("vitest", ["run", "--project", project, ...reporters, ...args]);
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    return count(JSON.parse(readFileSync(report, "utf8")), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(report, code) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed"),
  );
  const failed = tests.length - passed + broken.length;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}
