import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql, type Transaction } from "kysely";
import pg from "pg";
import type { DB } from "#db/rows.gen.ts";
import { valueTypes } from "#db/value-types.ts";
import { aheadMark } from "#directory/ahead.ts";

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;

/** Settings of each of the application's connections. Our statements are short: compiling them costs more than running them. */
export const sessionOptions = "-c jit=off";

/**
 * Connections of a process, unless its operator says otherwise: eight at once fill two cores, and two are for the work in
 * the background. Each keeps plans and catalogues of 15 to 25 MB at the server, so idle ones beyond that only take memory.
 */
export const usualConnections = 10;

/** A pool of connections as the application's role. */
export function openDatabase(url: string, options: { max?: number } = {}): { db: Database; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? usualConnections,
    types: valueTypes,
    application_name: "huhang",
    connectionTimeoutMillis: 5_000,
    // A new connection has to plan everything anew, which its first callers feel: they stay through a quiet while.
    idleTimeoutMillis: 600_000,
    options: sessionOptions,
    // Statements may follow each other without waiting for the answers; see `sendAhead`.
    pipeline: true,
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  // One that breaks while it is in use fails the statement under way, and would end the process just the same.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { db: new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) }), pool };
}

/** More texts than come often, and few enough that the plans of all connections fit into memory. */
const mostPrepared = 250;
/** A text that comes so often is worth a plan; lists with rare filters are not, whoever asks for them. */
const oftenEnough = 3;
const mostCounted = 2_000;

/**
 * The pool as Kysely uses it, with the server keeping the plans: under row-level security planning a statement takes
 * several times as long as running it.
 */
function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostPrepared) return known;
    const count = (uses.get(text) ?? 0) + 1;
    if (uses.size >= mostCounted) uses.clear();
    uses.set(text, count);
    if (count < oftenEnough) return undefined;
    uses.delete(text);
    const name = `huhang_${names.size}`;
    names.set(text, name);
    return name;
  };
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const wrap = (client: pg.PoolClient): PostgresPoolClient => {
    let stale = false;
    let ahead: Promise<unknown>[] = [];
    const send = async (text: string, values: readonly unknown[]) => {
      const name = values.length > 0 ? nameOf(text) : undefined;
      try {
        return await client.query({ text, values: [...values], ...(name !== undefined && { name }) });
      } catch (error) {
        // A migration has changed what a kept plan gives: the connection's plans are of no use any more.
        stale ||= sqlState(error) === stalePlan;
        throw error;
      }
    };
    const query = async (text: string, values: readonly unknown[]) => {
      if (goesAhead(text)) {
        const sent = send(text, values);
        // Whoever waits next hears of it.
        sent.catch(() => undefined);
        ahead.push(sent);
        return { command: "", rowCount: 0, rows: [] };
      }
      const before = ahead;
      ahead = [];
      const answer = send(text, values);
      if (before.length === 0) return answer;
      const ended = await Promise.allSettled([...before, answer]);
      // What is rolled back may have failed.
      const failed = text.startsWith("rollback") ? undefined : ended.find((one) => one.status === "rejected");
      if (failed) throw failed.reason;
      return answer;
    };
    // Kysely types the answer's command more narrowly than pg, and cursors, which the platform does not read.
    return {
      query: query as unknown as PostgresPoolClient["query"],
      release: (destroy) => client.release(destroy || stale),
    };
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? wrap(client);
      clients.set(client, known);
      return known;
    },
  };
}

/** Whether nobody waits for a statement's answer: the beginning of a transaction, and what `sendAhead` sends. */
export function goesAhead(text: string): boolean {
  return text === "begin" || text.startsWith(aheadMark);
}

/** feature_not_supported: of our statements only a kept plan of a changed table is refused so. */
const stalePlan = "0A000";

/** Refuses a role that row-level security does not bind (decision 10); the message is for the operator. */
export async function refusePowerfulRole(db: Database): Promise<void> {
  const found = await sql<{ role: string; power: boolean; owner: boolean }>`
    select current_user as role, r.rolsuper or r.rolbypassrls as power,
           exists (select from pg_class c where c.relname = 'matter' and c.relowner = r.oid) as owner
      from pg_roles r where r.rolname = current_user`.execute(db);
  const row = found.rows[0];
  if (row?.power || row?.owner) {
    throw new PowerfulRole(
      `数据库角色 ${row.role} 权限过大（超级用户、可绕过行级安全或为表的属主），请为应用使用普通角色`,
      `the database role ${row.role} is a superuser, bypasses row-level security or owns the tables; give the application an ordinary role`,
    );
  }
}

export class PowerfulRole extends Error {
  constructor(chinese: string, english: string) {
    super(`${chinese} / ${english}`);
    this.name = "PowerfulRole";
  }
}

/** PostgreSQL's error code, if this is one of its errors. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Two transactions stood in each other's way, or a plan was out of date: the same work may be tried again. */
export function isRetryable(error: unknown): boolean {
  return ["40001", "40P01", stalePlan].includes(sqlState(error) ?? "");
}

/** A value that no column can hold came past a contract: a number beyond its type, a letter that is none. */
export function isUnstorable(error: unknown): boolean {
  return ["22003", "22021", "22P02", "22P05"].includes(sqlState(error) ?? "");
}

/** What the driver says of a connection that is gone; also to whoever rolls back on it, in place of the first error. */
const lostConnection = /timeout exceeded when trying to connect|Connection terminated|is not queryable/;

/** The database's machine has no disk or memory left, or its disk fails: nobody's request is wrong, an operator is needed. */
export function isOutOfRoom(error: unknown): boolean {
  return ["53100", "53200", "58030"].includes(sqlState(error) ?? "");
}

/** The database cannot be reached or is going away. */
export function isUnreachable(error: unknown): boolean {
  const state = sqlState(error) ?? "";
  return (
    ["ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"].includes(state) ||
    state.startsWith("08") ||
    state.startsWith("57P") ||
    state === "53300" ||
    (error instanceof Error && lostConnection.test(error.message))
  );
}
