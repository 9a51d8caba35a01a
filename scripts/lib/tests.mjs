import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root } from "./node.mjs";
import { runTool } from "./process.mjs";
import { say } from "./say.mjs";

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
    // Tests start the program dozens of times: what the first has compiled, the others need not.
    const env = { NODE_COMPILE_CACHE: join(folder, "compiled") };
    const { code } = await runTool("vitest", ["run", "--project", project, ...reporters, ...args], { env });
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    const results = JSON.parse(readFileSync(report, "utf8"));
    tellFailures(results);
    return count(results, code);
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

/** Says again, at the end of a long print, which tests failed and why: whoever has only the last lines needs no more. */
function tellFailures({ testResults }) {
  for (const { name, message, status, assertionResults } of testResults) {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status !== "passed");
    for (const test of failed) say(`FAILED ${file} > ${test.fullName}: ${beginning(test.failureMessages.join("\n"))}`);
    if (failed.length === 0 && status === "failed") say(`FAILED ${file}: ${beginning(message)}`);
  }
}

const beginning = (text) => text.split("\n").slice(0, 12).join("\n").slice(0, 1_500);
