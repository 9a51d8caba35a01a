// npm run huhang -- <command>: the operator's tool (ops/); `start` is the platform itself.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled } from "./lib/install.mjs";
import { root } from "./lib/node.mjs";
import { runTool, runUntilEnd } from "./lib/process.mjs";
import { Failure, main } from "./lib/say.mjs";
import { ensureWebBuilt } from "./lib/web.mjs";

/** A release without its settings would make a demo, or say of an installation that it is not there. */
function demandSettings() {
  const { HUHANG_CONFIG, HUHANG_DATA, DATABASE_URL } = process.env;
  const beside = join(root, "huhang.env");
  if (HUHANG_CONFIG || HUHANG_DATA || DATABASE_URL || existsSync(beside)) return;
  throw new Failure(
    `没有配置文件：请设置 HUHANG_CONFIG 为安装时写的文件（如 /etc/huhang/huhang.env），或先运行 install / ` +
      `There are no settings: set HUHANG_CONFIG to the file that install has written (such as /etc/huhang/huhang.env), or run install first.`,
  );
}

await main(async () => {
  const args = process.argv.slice(2);
  // A release brings its packages and screens, and holds no sources to make them from.
  const isRelease = existsSync(join(root, "RELEASE"));
  if (!isRelease) await ensureInstalled();
  else if (!["install", "help", "--help", "-h", undefined].includes(args[0])) demandSettings();
  if (args[0] !== "start") {
    const env = { HUHANG_CWD: process.env.INIT_CWD ?? process.cwd() };
    process.exitCode = (await runTool("ops/main.ts", args, { env })).code;
    return;
  }
  if (!isRelease) await ensureWebBuilt();
  const config = process.env.HUHANG_CONFIG ?? join(root, "huhang.env");
  if (existsSync(config)) process.loadEnvFile(config);
  else if (process.env.HUHANG_CONFIG) {
    throw new Failure(`配置文件“${config}”不存在 / the settings file ${config} does not exist`);
  }
  process.exitCode = await runUntilEnd(["server/main.ts", ...args.slice(1)], {});
});
