import { randomUUID } from "node:crypto";
import pg from "pg";
import { valueTypes } from "#db/value-types.ts";
import { goesAhead, sessionOptions } from "#server/database.ts";
import type { Platform } from "#server/platform.ts";

/** A statement as the driver was given it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[] | undefined;
  /** Of a statement that the server keeps prepared. */
  readonly name: string | undefined;
}

export interface Recorder {
  /**
   * All statements of one piece of work, in order. With `undo` everything is rolled back instead of committed, so that
   * the same statements can be sent again for good.
   */
  record(work: () => Promise<unknown>, undo: boolean): Promise<Statement[]>;
}

type Query = (query: string | pg.QueryConfig, values?: unknown[]) => Promise<pg.QueryResult>;

/** Listens at the driver of a platform whose pool has not been used yet by the work that will be recorded. */
export function listenTo(platform: Platform): Recorder {
  let heard: Statement[] | null = null;
  let undo = false;
  const hooked = new WeakSet<pg.PoolClient>();
  platform.pool.on("acquire", (client) => {
    if (hooked.has(client)) return;
    hooked.add(client);
    const real = client.query.bind(client) as unknown as Query;
    const listening: Query = async (query, values) => {
      if (heard === null) return real(query, values);
      const statement: Statement =
        typeof query === "string"
          ? { text: query, values, name: undefined }
          : { text: query.text, values: query.values ?? values, name: query.name };
      heard.push(statement);
      if (!undo || statement.text !== "commit") return real(query, values);
      return { ...(await real("rollback")), command: "COMMIT" };
    };
    Object.assign(client, { query: listening });
  });
  return {
    async record(work, undoing) {
      const statements: Statement[] = [];
      heard = statements;
      undo = undoing;
      try {
        await work();
        return statements;
      } finally {
        heard = null;
      }
    },
  };
}

/** The audit takes no row twice: each gets a name of its own, as in the pipeline. */
function isUid(text: string, value: unknown): boolean {
  return text.includes('insert into "audit"') && typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);
}

/**
 * Sends recorded statements through nothing but the driver, each worker on a connection of its own, and waits for an
 * answer where the platform does.
 */
export async function openBareLoop(url: string, width: number) {
  const clients = await Promise.all(
    Array.from({ length: width }, async () => {
      const client = new pg.Client({
        connectionString: url,
        types: valueTypes,
        application_name: "huhang-bench",
        options: sessionOptions,
        pipeline: true,
      });
      await client.connect();
      return client;
    }),
  );
  return {
    async send(statements: readonly Statement[], worker: number): Promise<void> {
      const client = clients[worker];
      if (!client) throw new Error(`there is no worker ${worker}`);
      const ahead: Promise<unknown>[] = [];
      for (const { text, values, name } of statements) {
        const sent = values?.map((value) => (isUid(text, value) ? randomUUID() : value));
        const answer = client.query({ text, ...(sent && { values: sent }), ...(name !== undefined && { name }) });
        ahead.push(answer);
        if (!goesAhead(text)) await Promise.all(ahead.splice(0));
      }
    },
    async close(): Promise<void> {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
