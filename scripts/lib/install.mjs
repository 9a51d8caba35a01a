import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findNode, root } from "./node.mjs";
import { run } from "./process.mjs";
import { Failure, say, seconds } from "./say.mjs";

const note = join(root, "node_modules", ".huhang-installed");
const hiddenLock = join(root, "node_modules", ".package-lock.json");

/** Installs the dependencies with `npm ci`, unless those of this very lockfile are there. */
export async function ensureInstalled() {
  const wanted = hashOfLock();
  if (existsSync(note) && readFileSync(note, "utf8") === wanted) return;
  // Somebody ran npm ci by hand: what npm noted about its work tells whether there is anything left to do.
  if (existsSync(hiddenLock) && findMissing().length === 0) {
    writeFileSync(note, wanted);
    return;
  }

  const start = performance.now();
  say("依赖：正在安装 / dependencies: installing (npm ci) …");
  await npmCi(process.execPath);
  if (findMissing().length > 0 && findNode() !== undefined && findNode() !== process.execPath) {
    // npm leaves out optional packages that do not like the Node that npm itself runs on; ours they like.
    await npmCi(findNode());
  }
  const missing = findMissing();
  if (missing.length > 0) {
    throw new Failure(`依赖安装不完整 / dependencies are incomplete: ${missing.slice(0, 5).join(", ")}`);
  }
  writeFileSync(note, wanted);
  say(`依赖：已安装 / dependencies: installed in ${seconds(start)}`);
}

/** Runs npm itself with `node`; says npm's own last words when it fails. */
async function npmCi(node) {
  // Development tools build the screens, so an operator's NODE_ENV=production must not leave them out.
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const { code, output } = npm?.endsWith(".js")
    ? await run(node, [npm, ...args], { show: false })
    : await run(process.platform === "win32" ? "npm.cmd" : "npm", args, { show: false });
  if (code === 0) return;
  const words = output.split("\n").filter((line) => /error/i.test(line) && !line.includes("complete log of this run"));
  throw new Failure(`依赖安装失败 / dependencies could not be installed: ${words.slice(0, 4).join(" ").slice(0, 500)}`);
}

function hashOfLock() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(lock).update(`${process.platform}-${process.arch}`).digest("hex");
}

/** The packages of the lockfile that this machine needs and that are missing, or there in another version. */
function findMissing() {
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = existsSync(hiddenLock) ? JSON.parse(readFileSync(hiddenLock, "utf8")).packages : {};
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== "" && fitsHere(entry))
    .filter(([path, entry]) => present[path]?.version !== entry.version || !existsSync(join(root, path)))
    .filter(([, entry]) => entry.optional !== true || isForPlatform(entry))
    .map(([path]) => path.replace("node_modules/", ""));
}

const isGlibc = process.platform === "linux" && "glibcVersionRuntime" in process.report.getReport().header;

/** True when a package is made for this system, processor and C library, or for all of them. */
function fitsHere({ os, cpu, libc }) {
  const fits = (list, own) => list === undefined || (list.includes(own) && !list.includes(`!${own}`));
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, isGlibc ? "glibc" : "musl");
}

/** Optional packages that name no system are extras of others: npm may leave them out for good reasons. */
function isForPlatform({ os, cpu }) {
  return os !== undefined && cpu !== undefined;
}
