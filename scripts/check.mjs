// npm run check: what a machine can see without running the platform: format, lint, types, architecture, generated files.
import { ensureInstalled } from "./lib/install.mjs";
import { runTool } from "./lib/process.mjs";
import { main, say, seconds } from "./lib/say.mjs";

const steps = [
  { name: "format", tool: "oxfmt", args: ["--check", "."] },
  { name: "lint", tool: "oxlint", args: ["--type-aware", "--deny-warnings", "."] },
  { name: "types", tool: "tsc", args: ["--noEmit"] },
  { name: "architecture", tool: "vitest", args: ["run", "--project", "units", "test/architecture.test.ts"] },
  { name: "generated files", tool: "scripts/generate.ts", args: ["--check"] },
];

await main(async () => {
  await ensureInstalled();
  const failed = [];
  for (const { name, tool, args } of steps) {
    const start = performance.now();
    const { code, output } = await runTool(tool, args, { show: false });
    if (code !== 0) {
      failed.push(name);
      say(output.trimEnd());
    }
    say(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds(start)})`);
  }
  say(failed.length === 0 ? "check passed" : `check failed: ${failed.join(", ")}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
});
