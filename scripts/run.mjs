// Runs a script or a tool of node_modules with the Node of the platform: node scripts/run.mjs vitest run …
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findNode, root } from "./lib/node.mjs";

/** The file behind a tool's name, as its own package.json says. */
function toolFile(name) {
  const folder = join(root, "node_modules", name === "tsc" ? "typescript" : name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[name]);
}

const [name, ...args] = process.argv.slice(2);
const node = findNode();
if (name === undefined || node === undefined) {
  console.error(
    name === undefined ? "Say what to run." : 'Run "npm ci" first: the Node of the platform is not installed.',
  );
  process.exit(1);
}
const file = /\.(ts|mjs)$/.test(name) ? join(root, name) : toolFile(name);
const child = spawn(node, [file, ...args], { stdio: "inherit", cwd: root });
child.on("exit", (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1;
});
