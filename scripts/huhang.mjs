// npm run huhang -- <command>: the operator's tool (ops/); `start` is the platform itself.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled } from "./lib/install.mjs";
import { root } from "./lib/node.mjs";
import { runTool, runUntilEnd } from "./lib/process.mjs";
import { main } from "./lib/say.mjs";
import { ensureWebBuilt } from "./lib/web.mjs";

await main(async () => {
  const args = process.argv.slice(2);
  // A release brings its packages and screens, and holds no sources to make them from.
  const isRelease = existsSync(join(root, "RELEASE"));
  if (!isRelease) await ensureInstalled();
  if (args[0] !== "start") {
    const env = { HUHANG_CWD: process.env.INIT_CWD ?? process.cwd() };
    process.exitCode = (await runTool("ops/main.ts", args, { env })).code;
    return;
  }
  if (!isRelease) await ensureWebBuilt();
  const config = process.env.HUHANG_CONFIG ?? join(root, "huhang.env");
  if (existsSync(config)) process.loadEnvFile(config);
  process.exitCode = await runUntilEnd(["server/main.ts", ...args.slice(1)], {});
});
