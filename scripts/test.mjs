// npm test: everything from installing to the journeys in a real browser. `npm test -- <words>` runs the test files whose
// names have these words; --no-journeys leaves the browser out.
import { ensureInstalled } from "./lib/install.mjs";
import { main, say, seconds } from "./lib/say.mjs";
import { runTests } from "./lib/tests.mjs";
import { ensureWebBuilt } from "./lib/web.mjs";

const args = process.argv.slice(2);
const words = args.filter((arg) => arg !== "--no-journeys");
// Chosen files may all lie in one of the two projects.
const chosen = words.length > 0 ? [...words, "--passWithNoTests"] : [];

const total = { passed: 0, failed: 0 };
await main(async () => {
  const start = performance.now();
  try {
    await ensureInstalled();
    const projects = ["units"];
    if (!args.includes("--no-journeys")) {
      await ensureWebBuilt();
      projects.push("journeys");
    }
    for (const project of projects) {
      const { passed, failed } = await runTests(project, chosen);
      total.passed += passed;
      total.failed += failed;
    }
    say(`测试用时 / tests took ${seconds(start)}`);
  } catch (error) {
    total.failed += 1;
    throw error;
  }
});

if (total.passed === 0 || total.failed > 0) process.exitCode = 1;
say(`${total.passed} passed, ${total.failed} failed`);
