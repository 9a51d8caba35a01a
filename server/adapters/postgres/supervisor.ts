import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import type pg from "pg";
import { locateBinaries } from "./binaries.ts";
import type { Binaries } from "./binaries.ts";
import { ensureFolder, initializeCluster, readSecrets } from "./cluster.ts";
import { ask, findPidFile, hasHolder, pidFile, takeLock, urlOf } from "./connection.ts";
import type { Address, PidFile } from "./connection.ts";
import { chooseLauncher, giveTo, launch } from "./launcher.ts";
import type { Launcher } from "./launcher.ts";
import { mayBePostmaster } from "./processes.ts";
import { prepareRoles } from "./roles.ts";
import { fileError, serverError, StartError } from "./start-error.ts";
import { forgetSocketFolder, rememberSocketFolder } from "./socket-folder.ts";

/** How to start the embedded database. */
export interface EmbeddedOptions {
  /** The data folder of the platform (HUHANG_DATA); the database lies in `postgres` inside it. */
  readonly dataDir: string;
  /** Hears short plain lines about what is unusual. */
  readonly log?: (line: string) => void;
  /** Called once when the database process has ended by itself: nothing works until the next start. */
  readonly onLost?: (error: StartError) => void;
  /** False only for tests: nothing is forced to the disk. */
  readonly durable?: boolean;
}

/** A running embedded database. */
export interface EmbeddedPostgres {
  /** Address of the role that owns the database: for migrations only. */
  readonly ownerUrl: string;
  /** Address of the application's role: no owner, no superuser, bound by row-level security. */
  readonly appUrl: string;
  /** Address of the superuser, on the maintenance database. */
  readonly adminUrl: string;
  /** Milliseconds of making the files (0 when they were there) and of starting the server. */
  readonly startedIn: { readonly initMs: number; readonly startMs: number };
  /** Ends the server as it should be ended; returns when it has ended. Close the pools first. */
  stop(): Promise<void>;
}

const database = "huhang";
const ownerName = "huhang_owner";
const appName = "huhang_app";
const settings = [
  "shared_buffers=128MB",
  "max_connections=100",
  "max_wal_size=512MB",
  "jit=off",
  "timezone=UTC",
  "log_timezone=UTC",
  // No statement and no row of anybody's data goes into the server's log.
  "log_min_messages=log",
  "log_min_error_statement=panic",
  "log_error_verbosity=terse",
  "log_checkpoints=off",
];
/** Survives a kill but not a power cut. */
const careless = ["fsync=off", "full_page_writes=off"];
/** How long another start gets from opening its server to taking the lock, before the server counts as an orphan. */
const graceMs = 1000;
/** How long a server may be silent or leave its traces behind before we give up. */
const silenceMs = 15_000;

interface Server {
  readonly address: Address;
  readonly pid: number;
  /** The session that holds the supervisor's lock. */
  readonly session: pg.Client;
}

interface Place {
  readonly binaries: Binaries;
  readonly launcher: Launcher;
  readonly dataDir: string;
  readonly cluster: string;
  readonly durable: boolean;
  readonly log: (line: string) => void;
}

/**
 * Starts the PostgreSQL that comes with the platform, or takes over the one that a killed platform left behind.
 * Works as root and as an ordinary user; the server ends with this process where the system can do that.
 * @throws StartError with one sentence for the operator
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const cluster = join(dataDir, "postgres");
  const log = options.log ?? (() => undefined);
  const durable = options.durable ?? true;
  const binaries = locateBinaries();
  ensureFolder(dataDir);
  const launcher = chooseLauncher(binaries.postgres, dataDir, cluster);
  const initMs = await initializeCluster(binaries, launcher, dataDir, cluster, durable);
  const begun = performance.now();
  const secrets = readSecrets(cluster);
  const place: Place = { binaries, launcher, dataDir, cluster, durable, log };
  const server = await openServer(place, secrets.superuser);
  const urls = urlsOf(server.address, secrets);
  const stop = supervise(place, server, secrets.superuser, options.onLost);
  try {
    const owner = { name: ownerName, password: secrets.owner };
    const app = { name: appName, password: secrets.app };
    await prepareRoles(urls.adminUrl, { database, owner, app });
    return {
      ...urls,
      startedIn: { initMs, startMs: performance.now() - begun },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Addresses of the embedded database that a running platform uses now; undefined when none runs. */
export async function findEmbeddedPostgres(
  folder: string,
): Promise<Pick<EmbeddedPostgres, "ownerUrl" | "appUrl" | "adminUrl"> | undefined> {
  const cluster = join(resolve(folder), "postgres");
  const found = findPidFile(cluster);
  if (found?.address === undefined) return undefined;
  const secrets = readSecrets(cluster);
  const answer = await ask(found.address, secrets.superuser);
  if (answer.state !== "alive") return undefined;
  try {
    // Without a supervisor it is left behind by a killed platform, and for the next start to take over.
    return (await hasHolder(answer.client)) ? urlsOf(found.address, secrets) : undefined;
  } finally {
    await answer.client.end();
  }
}

function urlsOf(address: Address, secrets: ReturnType<typeof readSecrets>) {
  return {
    adminUrl: urlOf(address, "postgres", secrets.superuser, "postgres"),
    ownerUrl: urlOf(address, ownerName, secrets.owner, database),
    appUrl: urlOf(address, appName, secrets.app, database),
  };
}

/** Takes over a live server without a supervisor, else starts one; tries again while another one is going away. */
async function openServer(place: Place, password: string): Promise<Server> {
  let deadline = performance.now() + silenceMs;
  for (;;) {
    const found = findPidFile(place.cluster);
    if (found !== undefined) {
      const adopted = await adopt(found, place.cluster, password);
      if (adopted === "dead" && isLeftBehind(found, place.cluster)) {
        // Left by a killed server. PostgreSQL itself would believe a number that by now belongs to another process.
        rmSync(pidFile(place.cluster), { force: true });
      } else if (adopted === "busy") {
        deadline = performance.now() + silenceMs;
      } else if (adopted !== "dead") {
        place.log("接管了上次遗留的数据库 / took over the database that the last run left behind");
        return adopted;
      }
    }
    if (findPidFile(place.cluster) === undefined) {
      const server = await startServer(place, password);
      if (server !== undefined) return server;
    }
    if (performance.now() > deadline) throw notAnswering(place.cluster);
    await after(50);
  }
}

function notAnswering(cluster: string): StartError {
  return new StartError(
    "not-answering",
    `“${cluster}”上的数据库没有应答。`,
    `A database process works on "${cluster}" but does not answer: end it, then start again.`,
  );
}

function hasEnded(cluster: string): StartError {
  return new StartError(
    "not-answering",
    `“${cluster}”上的数据库进程已经终止，请重新启动平台。`,
    `The database process on "${cluster}" has ended: start the platform again.`,
  );
}

function alreadyRunning(cluster: string): StartError {
  return new StartError(
    "already-running",
    `平台已经在使用“${cluster}”，请先停止它。`,
    `The platform is already running on "${cluster}": stop it first, or set HUHANG_DATA to another folder.`,
  );
}

/** True when no server works on the folder, whatever its pid file says. */
function isLeftBehind({ pid, ageMs }: PidFile, cluster: string): boolean {
  // Empty it is while a server writes it, for a moment; or for ever, if the power failed just then.
  return pid === undefined ? ageMs > graceMs : !mayBePostmaster(pid, cluster);
}

async function adopt({ pid, address }: PidFile, cluster: string, password: string): Promise<Server | "busy" | "dead"> {
  if (pid === undefined || address === undefined) return "dead";
  const answer = await ask(address, password);
  if (answer.state !== "alive") return answer.state;
  const { client } = answer;
  try {
    const deadline = performance.now() + graceMs;
    while (performance.now() < deadline) {
      if (await hasHolder(client)) throw alreadyRunning(cluster);
      await after(50);
    }
    if (!(await takeLock(client))) throw alreadyRunning(cluster);
    return { pid, address, session: client };
  } catch (error) {
    await client.end().catch(() => undefined);
    if (error instanceof StartError) throw error;
    // It went away while we looked: its platform was just killed.
    return "busy";
  }
}

/** Starts a server; undefined when another one was faster or has not gone yet. */
async function startServer(place: Place, password: string): Promise<Server | undefined> {
  const { launcher, cluster, dataDir } = place;
  const address = await freeAddress(launcher);
  const logFile = join(dataDir, "postgres.log");
  const before = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  let output: number;
  try {
    giveTo(launcher, cluster);
    // PostgreSQL refuses a folder that others may read, as a copied or restored one often is.
    chmodSync(cluster, 0o700);
    output = openSync(logFile, before > 5_000_000 ? "w" : "a", 0o600);
  } catch (error) {
    forgetSocketFolder(dataDir, address.host);
    throw fileError(error, dataDir);
  }
  const isSocket = address.host.startsWith("/");
  const where = isSocket
    ? ["listen_addresses=", `unix_socket_directories="${address.host}"`, "unix_socket_permissions=0700"]
    : [`listen_addresses=${address.host}`];
  const all = [...settings, ...where, ...(place.durable ? [] : careless)];
  const args = ["-D", cluster, "-p", String(address.port), ...all.flatMap((setting) => ["-c", setting])];
  const child = launch(launcher, place.binaries.postgres, args, ["ignore", output, output]);
  closeSync(output);
  child.unref();
  const session = await waitForSession(child, address, password);
  if (session !== undefined && child.pid !== undefined) {
    if (!(await takeLock(session))) throw alreadyRunning(cluster);
    rememberSocketFolder(dataDir, address.host);
    return { address, pid: child.pid, session };
  }
  forgetSocketFolder(dataDir, address.host);
  const said = readFileSync(logFile, "utf8").slice(before > 5_000_000 ? 0 : before);
  if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(said)) return undefined;
  throw serverError(said, dataDir);
}

/** A session with the server that `child` becomes, undefined when it has ended instead. */
async function waitForSession(child: ChildProcess, address: Address, password: string): Promise<pg.Client | undefined> {
  let hasFailed = false;
  child.once("error", () => (hasFailed = true));
  for (;;) {
    // Recovery after a crash takes as long as it takes; the server says "busy" all the while.
    const answer = await ask(address, password);
    if (answer.state === "alive") return answer.client;
    if (hasFailed || child.exitCode !== null || child.signalCode !== null) return undefined;
    await after(10);
  }
}

async function freeAddress(launcher: Launcher): Promise<Address> {
  if (process.platform !== "win32") {
    const host = mkdtempSync(join(launcher.temporary, "huhang-"));
    giveTo(launcher, host);
    return { host, port: 5432 };
  }
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const found = probe.address();
  probe.close();
  await once(probe, "close");
  return { host: "127.0.0.1", port: typeof found === "object" && found !== null ? found.port : 5432 };
}

/** Watches over the server by the session that holds the lock; returns how to stop it. */
function supervise(
  place: Place,
  server: Server,
  password: string,
  onLost: ((error: StartError) => void) | undefined,
): () => Promise<void> {
  let session = server.session;
  let stopped: Promise<void> | undefined;

  const regain = async (): Promise<void> => {
    // While its process lives the server is busy with its own recovery, which takes as long as it takes.
    while (stopped === undefined && mayBePostmaster(server.pid, place.cluster)) {
      const answer = await ask(server.address, password).catch(() => undefined);
      if (answer?.state === "alive" && (await takeLock(answer.client).catch(() => false))) {
        session = answer.client;
        session.once("end", lost);
        place.log("数据库已自行恢复 / the database recovered by itself");
        return;
      }
      await after(100);
    }
    if (stopped === undefined) onLost?.(hasEnded(place.cluster));
  };
  const lost = (): void => {
    if (stopped === undefined) void regain();
  };
  session.once("end", lost);

  const end = async (): Promise<void> => {
    await session.end().catch(() => undefined);
    await endServer(place, server.pid);
    forgetSocketFolder(place.dataDir, server.address.host);
  };
  return () => (stopped ??= end());
}

/** Ends a server the "fast" way (sessions are closed, everything is written); the hard way after half a minute. */
async function endServer(place: Place, pid: number): Promise<void> {
  if (process.platform === "win32") {
    const child = launch(place.launcher, place.binaries.pgCtl, ["stop", "-D", place.cluster, "-m", "fast"], "ignore");
    await once(child, "exit");
    return;
  }
  const deadline = performance.now() + 30_000;
  for (let signal: NodeJS.Signals | undefined = "SIGINT"; mayBePostmaster(pid, place.cluster);) {
    if (signal !== undefined) process.kill(pid, signal);
    signal = undefined;
    await after(10);
    if (performance.now() > deadline) signal = "SIGQUIT";
  }
}
