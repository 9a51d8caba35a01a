import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository, wherever it was checked out. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The first Node that has all we use: TypeScript without a flag or a warning, argon2id, SM3. */
const oldest = [24, 7];

/** True when this Node can run the platform itself (not only its scripts). */
function isRecentEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The path of the Node that runs the platform, or undefined when there is none yet. */
export function findNode() {
  const os = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  const ours = join(root, "node_modules", `node-${os}-${process.arch}`, "bin", file);
  if (existsSync(ours)) return ours;
  return isRecentEnough(process.versions.node) ? process.execPath : undefined;
}
