// Runs a script or a tool of node_modules with the Node of the platform: node scripts/run.mjs vitest run …
import { runTool } from "./lib/process.mjs";
import { Failure, main } from "./lib/say.mjs";

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) throw new Failure("Say what to run: node scripts/run.mjs vitest run");
  process.exitCode = (await runTool(name, args)).code;
});
