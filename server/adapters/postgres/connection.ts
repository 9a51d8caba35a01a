import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { codeOf, fileError } from "./start-error.ts";

/** Where a server listens: a socket's folder, or an IP address on systems without sockets. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What answers at an address: a session, a server that is busy starting or stopping, or nobody. */
export type Answer =
  | { readonly state: "alive"; readonly client: pg.Client }
  | { readonly state: "busy" }
  | { readonly state: "dead" };

/** Two numbers that no other lock of the platform uses, in the maintenance database, where no other lock is taken. */
const supervisorLock = "1213548615, 1";

/** The connection string of a role. */
export function urlOf(address: Address, user: string, password: string, database: string): string {
  const isSocket = address.host.startsWith("/");
  const base = `postgres://${user}:${password}@${isSocket ? "localhost" : address.host}:${address.port}/${database}`;
  return isSocket ? `${base}?host=${encodeURIComponent(address.host)}` : base;
}

/** Asks by connecting: neither a pid nor a file tells whether a server lives. */
export async function ask(address: Address, password: string): Promise<Answer> {
  const client = new pg.Client({
    connectionString: urlOf(address, "postgres", password, "postgres"),
    connectionTimeoutMillis: 5000,
    application_name: "huhang-supervisor",
  });
  // A server that goes away tells it to whoever listens for the end; an unheard error would end us too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return { state: "alive", client };
  } catch (error) {
    await client.end().catch(() => undefined);
    // cannot_connect_now: starting up, recovering or shutting down.
    if (codeOf(error) === "57P03") return { state: "busy" };
    if (["ECONNREFUSED", "ENOENT", "ENOTDIR", "ECONNRESET", "EPIPE", ""].includes(codeOf(error)))
      return { state: "dead" };
    throw fileError(error, address.host);
  }
}

/** Takes the lock that says "this server has a supervisor"; it falls with the session, however the session ends. */
export async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${supervisorLock}) as got`);
  return rows[0]?.got === true;
}

/** True while some session holds the supervisor's lock. */
export async function hasHolder(client: pg.Client): Promise<boolean> {
  const [classid, objid] = supervisorLock.split(", ");
  const { rowCount } = await client.query(
    "select from pg_locks where locktype = 'advisory' and granted and classid = $1 and objid = $2",
    [classid, objid],
  );
  return rowCount !== 0;
}

/** What a server's own pid file says. */
export interface PidFile {
  /** Undefined while the file is being written. */
  readonly pid: number | undefined;
  /** Undefined until the server has opened its door. */
  readonly address: Address | undefined;
  readonly ageMs: number;
}

/** Reads the server's own pid file, undefined when there is none. */
export function findPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(pidFile(cluster), "utf8").split("\n");
    const [pid = "", , , port, socketFolder, listens] = lines.map((line) => line.trim());
    const host = socketFolder === undefined || socketFolder === "" ? (listens ?? "") : socketFolder;
    return {
      pid: Number(pid) || undefined,
      address: host === "" ? undefined : { host, port: Number(port) },
      ageMs: Date.now() - statSync(pidFile(cluster)).mtimeMs,
    };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw fileError(error, pidFile(cluster));
  }
}

export function pidFile(cluster: string): string {
  return join(cluster, "postmaster.pid");
}
