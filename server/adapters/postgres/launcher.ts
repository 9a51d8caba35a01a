import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartError } from "./start-error.ts";

/** How programs of PostgreSQL are started here: they refuse to run as root. */
export interface Launcher {
  /** In front of the program's own command line. */
  readonly prefix: readonly string[];
  /** Set when Node itself has to change the user. */
  readonly user?: Account;
  /** Who owns the database's files; undefined means that we do, as whoever we are. */
  readonly owner?: Account;
  /** Where both sides can reach a socket. */
  readonly temporary: string;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Chooses how to run PostgreSQL: as ourselves; as root by changing to the owner of the data or to nobody; or, where
 * a closed folder above lets nobody in, as root inside a user namespace in which root is called nobody.
 * @param program a program that must be reachable
 * @param folder the data folder, existing
 * @param cluster the folder of the database inside it, may be missing
 * @throws StartError no-permission when root has no way
 */
export function chooseLauncher(program: string, folder: string, cluster: string): Launcher {
  // When we are killed the server ends at once and recovers at the next start. A "fast" end would write everything first,
  // but for ever hangs in PostgreSQL 18 when it arrives during a recovery from a crash.
  const dies = succeeds(["setpriv", "--pdeathsig=QUIT", "true"]);
  const withUs = dies ? ["setpriv", "--pdeathsig=QUIT", "--"] : [];
  // A socket's path has at most 103 bytes (macOS); some temporary folders are deep.
  const temporary = process.platform !== "win32" && tmpdir().length > 70 ? "/tmp" : tmpdir();
  if (process.platform === "win32" || process.geteuid?.() !== 0) return { prefix: withUs, temporary };

  const owner = findAccount(cluster);
  const change = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
  for (const place of new Set([temporary, "/tmp"])) {
    const reach = ["sh", "-c", 'test -x "$1" && test -x "$2" && test -x "$3"', "sh", program, folder, place];
    if (dies && succeeds(["setpriv", ...change, "--", ...reach])) {
      return { prefix: ["setpriv", ...change, "--pdeathsig=QUIT", "--"], owner, temporary: place };
    }
    if (!dies && succeeds(reach, owner)) return { prefix: [], user: owner, owner, temporary: place };
  }
  const asNobody = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];
  if (succeeds([...asNobody, program, "--version"])) {
    return { prefix: [...asNobody, ...withUs], owner: { uid: 0, gid: 0 }, temporary };
  }
  throw new StartError(
    "no-permission",
    `PostgreSQL 不能以 root 身份运行，而用户 nobody 无法进入“${folder}”或“${program}”。`,
    `PostgreSQL refuses to run as root, and the user nobody cannot reach "${folder}" or "${program}": start as an ordinary user, or move the checkout out of a closed folder`,
  );
}

/** Starts a program of PostgreSQL in a process group of its own, so that Ctrl-C reaches us before it. */
export function launch(
  launcher: Launcher,
  program: string,
  args: readonly string[],
  stdio: StdioOptions,
): ChildProcess {
  const [file = program, ...rest] = [...launcher.prefix, program, ...args];
  // Only C messages are understood by serverError; the rest of our environment is none of its business.
  const env = { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC", SystemRoot: process.env["SystemRoot"] };
  return spawn(file, rest, { cwd: cwdForAll(), detached: true, stdio, env, ...launcher.user });
}

/** Gives the files below `folder` to the user that PostgreSQL runs as, when they belong to another. */
export function giveTo(launcher: Launcher, folder: string): void {
  const { owner } = launcher;
  if (owner === undefined) return;
  const give = (path: string): void => {
    const found = lstatSync(path);
    if (found.isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
    chownLink(path, found.isSymbolicLink(), owner);
  };
  if (statSync(folder).uid !== owner.uid) give(folder);
}

function chownLink(path: string, isLink: boolean, owner: Account): void {
  if (!isLink) chownSync(path, owner.uid, owner.gid);
}

function succeeds(command: readonly string[], user?: Account): boolean {
  const [file = "", ...args] = command;
  return spawnSync(file, args, { stdio: "ignore", cwd: cwdForAll(), ...user }).status === 0;
}

/** A folder that every user can enter: PostgreSQL complains about one that it cannot. */
function cwdForAll(): string {
  return process.platform === "win32" ? process.cwd() : "/";
}

/** The account of the existing database files, else nobody. PostgreSQL wants one with an entry in the list of users. */
function findAccount(cluster: string): Account {
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
  const present = statSync(cluster, { throwIfNoEntry: false })?.uid;
  const owner = present === 0 ? undefined : accounts.find((account) => account.uid === present);
  const { uid, gid } = owner ?? accounts.find((account) => account.name === "nobody") ?? { uid: 65534, gid: 65534 };
  return { uid, gid };
}
