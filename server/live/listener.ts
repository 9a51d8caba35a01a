import pg from "pg";
import { valueTypes } from "#db/value-types.ts";
import type { Log } from "../platform.ts";

/** What the connection is told and what it tells. */
export interface ListenerOptions {
  readonly databaseUrl: string;
  readonly channels: readonly string[];
  readonly log: Log;
  /** A notice, in the order of the commits. */
  onNotice(channel: string, payload: string): void;
  /** The connection had been lost and is there again: notices of the time between were not heard. */
  onRestored(): void;
}

/** One connection of its own that hears NOTIFY, and through which what it hears is read. */
export interface Listener {
  /** Rejects when the database cannot be reached now; later losses are mended by itself. */
  start(): Promise<void>;
  /** Rows of one statement; any failure counts as a lost connection, because it leaves something untold. */
  query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<R[]>;
  /** Something could not be told: as if the connection had been lost. */
  restart(error: unknown): void;
  close(): Promise<void>;
}

const pingMs = 10_000;
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** Name by which the connection is known in pg_stat_activity. */
export const listenerName = "huhang-live";

export function createListener(options: ListenerOptions): Listener {
  let client: pg.Client | undefined;
  let connecting: Promise<void> | undefined;
  let pause: NodeJS.Timeout | undefined;
  let ping: NodeJS.Timeout | undefined;
  let failures = 0;
  let ready = false;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: listenerName,
      types: valueTypes,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      // A line that broke without a word is found by the ping that gets no answer.
      query_timeout: 10_000,
    });
    next.on("error", (error) => lose(next, error));
    next.on("end", () => lose(next, new Error("the connection has ended")));
    next.on("notification", ({ channel, payload = "" }) => options.onNotice(channel, payload));
    try {
      await next.connect();
      // Before LISTEN: the first notice may come together with its answer.
      client = next;
      await next.query(options.channels.map((channel) => `listen ${pg.escapeIdentifier(channel)}`).join("; "));
      ready = true;
    } catch (error) {
      client = undefined;
      void next.end().catch(() => undefined);
      throw error;
    }
  }

  function lose(lost: pg.Client, error: unknown): void {
    // Until it is ready, whoever connects is told by the rejection.
    if (client !== lost || !ready || closed) return;
    client = undefined;
    ready = false;
    void lost.end().catch(() => undefined);
    options.log.warn({ err: error }, "the connection that hears events was lost");
    reconnect();
  }

  function reconnect(): void {
    if (closed) return;
    const wait = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
    failures += 1;
    pause = setTimeout(() => {
      connecting = connectAgain();
    }, wait);
  }

  async function connectAgain(): Promise<void> {
    try {
      await connect();
    } catch {
      return reconnect();
    }
    // It may have been lost again between the two.
    if (closed || !ready) return;
    options.log.info("events are heard again");
    options.onRestored();
  }

  async function query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<R[]> {
    const using = client;
    if (!using) throw new Error("the connection that hears events is being mended");
    try {
      const { rows } = await using.query<R>(text, [...values]);
      // Only an answer shows that it works again: else a fault in the statement would be retried without a pause.
      failures = 0;
      return rows;
    } catch (error) {
      lose(using, error);
      throw error;
    }
  }

  return {
    async start() {
      await (connecting = connect());
      if (closed) return;
      ping = setInterval(() => {
        // A failure is told and mended by `lose`.
        if (client) void query("select 1", []).catch(() => undefined);
      }, pingMs);
    },
    query,
    restart(error) {
      if (client) lose(client, error);
    },
    async close() {
      closed = true;
      clearTimeout(pause);
      clearInterval(ping);
      await connecting?.catch(() => undefined);
      await client?.end();
      client = undefined;
    },
  };
}
