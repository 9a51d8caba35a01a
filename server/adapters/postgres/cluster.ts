import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { giveTo, launch } from "./launcher.ts";
import type { Launcher } from "./launcher.ts";
import { codeOf, fileError, serverError } from "./start-error.ts";

/** The passwords of the three roles of the embedded database; they live with its files, in a 0600 file. */
export interface Secrets {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

const secretsFile = "huhang-secrets.json";
const unfinished = "postgres.init-";
/** After this an unfinished folder belongs to a start that was killed, not to one that runs beside us. */
const abandonedAfterMs = 10 * 60_000;

/**
 * Makes the data folder and checks that we may write there.
 * @throws StartError no-permission, not-a-folder, no-space
 */
export function ensureFolder(dataDir: string): void {
  try {
    // Others may pass through (root's PostgreSQL runs as nobody) but not look around; what lies inside is closed.
    mkdirSync(dataDir, { recursive: true, mode: process.geteuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = mkdtempSync(join(dataDir, "probe-"));
    writeFileSync(join(probe, "probe"), "probe");
    rmSync(probe, { recursive: true });
  } catch (error) {
    throw fileError(error, dataDir);
  }
}

/**
 * Makes the database's files if there are none. It happens in a folder beside, renamed in the end: a start that
 * was killed in the middle leaves nothing half-made behind.
 * @param durable false only for tests: the files need not survive a power cut
 * @returns the milliseconds it took, 0 when the files were there
 */
export async function initializeCluster(
  binaries: Binaries,
  launcher: Launcher,
  dataDir: string,
  cluster: string,
  durable: boolean,
): Promise<number> {
  if (existsSync(join(cluster, "PG_VERSION"))) return 0;
  const start = performance.now();
  try {
    removeAbandoned(dataDir);
    const made = mkdtempSync(join(dataDir, unfinished));
    try {
      await runInitdb(binaries, launcher, made, durable);
      renameSync(made, cluster);
    } catch (error) {
      rmSync(made, { recursive: true, force: true });
      // Another start was faster; its database is as good as ours.
      if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error))) throw error;
    }
  } catch (error) {
    throw fileError(error, dataDir);
  }
  return performance.now() - start;
}

/** The passwords kept with the files of the database. */
export function readSecrets(cluster: string): Secrets {
  try {
    return JSON.parse(readFileSync(join(cluster, secretsFile), "utf8")) as Secrets;
  } catch (error) {
    throw fileError(error, join(cluster, secretsFile));
  }
}

function removeAbandoned(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    if (name.startsWith(unfinished) && Date.now() - statSync(path).mtimeMs > abandonedAfterMs) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

async function runInitdb(binaries: Binaries, launcher: Launcher, folder: string, durable: boolean): Promise<void> {
  const password = () => randomBytes(24).toString("base64url");
  const secrets: Secrets = { superuser: password(), owner: password(), app: password() };
  const scratch = mkdtempSync(join(launcher.temporary, "huhang-init-"));
  try {
    writeFileSync(join(scratch, "password"), secrets.superuser, { mode: 0o600 });
    giveTo(launcher, scratch);
    giveTo(launcher, folder);
    await initdb(binaries, launcher, folder, [
      `--pgdata=${folder}`,
      `--pwfile=${join(scratch, "password")}`,
      "--username=postgres",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // With any other character type trigrams of Chinese text would be empty, and their indexes never used.
      process.platform === "linux" ? "--locale=C.UTF-8" : "--locale=C",
      "--no-instructions",
      ...(durable ? [] : ["--no-sync"]),
    ]);
    writeFileSync(join(folder, secretsFile), JSON.stringify(secrets), { mode: 0o600, flag: "wx" });
    chmodSync(folder, 0o700);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function initdb(binaries: Binaries, launcher: Launcher, folder: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = launch(launcher, binaries.initdb, args, ["ignore", "pipe", "pipe"]);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (said += String(part)));
    child.on("error", (error) => reject(error));
    child.on("close", (code) => (code === 0 ? resolve() : reject(serverError(said, dirname(folder)))));
  });
}
