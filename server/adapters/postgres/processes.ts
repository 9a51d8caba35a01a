import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { codeOf } from "./start-error.ts";

/** Name and state letter of a live process (Z: dead, but not yet reaped), undefined when there is none. */
function findProcess(pid: number): { name: string; state: string } | undefined {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const end = stat.lastIndexOf(")");
      return { name: stat.slice(stat.indexOf("(") + 1, end), state: stat.charAt(end + 2) };
    }
    const said = execFileSync("ps", ["-o", "state=,comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const [state = "", ...name] = said.split(/\s+/);
    return { name: name.join(" "), state: state.charAt(0) };
  } catch {
    return undefined;
  }
}

/**
 * True when process `pid` may be a postmaster that works in `folder`. A number alone says nothing: after a
 * restart of the machine or of a container it may belong to anybody, and a dead process that
 * nobody has reaped still answers to signals.
 */
export function mayBePostmaster(pid: number, folder: string): boolean {
  if (process.platform === "win32") return isAlive(pid);
  const found = findProcess(pid);
  if (found === undefined || found.state === "Z" || !/postgres|postmaster/.test(found.name)) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
