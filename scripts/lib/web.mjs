import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./node.mjs";
import { runTool } from "./process.mjs";
import { Failure, say, seconds } from "./say.mjs";

/** Whatever may end up in the browser, or decides how. */
const sources = [
  "web",
  "scripts/vite",
  "kernel",
  "directory",
  "access",
  "matters",
  "metrics",
  "capabilities",
  "sheets",
];
const settings = ["vite.config.ts", "package-lock.json"];
const note = join(root, "dist", ".web-hash");

/** Builds the screens into dist/web, unless they were built from these very sources. */
export async function ensureWebBuilt() {
  const wanted = hashOfSources();
  if (
    existsSync(join(root, "dist", "web", "index.html")) &&
    existsSync(note) &&
    readFileSync(note, "utf8") === wanted
  ) {
    return;
  }
  const start = performance.now();
  say("界面：正在构建 / screens: building …");
  rmSync(note, { force: true });
  const { code, output } = await runTool("vite", ["build", "--logLevel", "warn"], { show: false });
  if (code !== 0) {
    const words = output.split("\n").filter((line) => line.trim() !== "" && !/^\s+(at|\w+:) |^\}/.test(line));
    throw new Failure(`界面构建失败 / the screens could not be built: ${words.slice(0, 12).join("\n")}`);
  }
  compressFiles(join(root, "dist", "web"));
  writeFileSync(note, wanted);
  say(`界面：已构建 / screens: built in ${seconds(start)}`);
}

/** Compresses once, as well as can be, what would otherwise be compressed for every reader; the server picks what fits. */
function compressFiles(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest)$/.test(entry.name)) continue;
    const text = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
  }
}

function hashOfSources() {
  const hash = createHash("sha256");
  const add = (path) =>
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)))
      .update("\0");
  for (const folder of sources) {
    if (!existsSync(join(root, folder))) continue;
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
    for (const path of files.toSorted()) add(path);
  }
  for (const path of settings) add(path);
  return hash.digest("hex");
}
