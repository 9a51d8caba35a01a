import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import pg from "pg";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { join } from "node:path";
import type { FreshStep } from "./fresh.ts";
import { type BenchDatabase, benchNow, type Place } from "./place.ts";

/** The platform behind HTTP in a process of its own, and a client for it with connections that stay open. */
export interface HttpDoor {
  readonly url: string;
  readonly pid: number;
  step(step: FreshStep): Promise<void>;
  get(path: string, accountId: number): Promise<string>;
  cookieOf(accountId: number): string;
  close(): Promise<void>;
}

type Account = FreshStep["account"];

/** Starts it, with a session for everybody who will take one of the steps. */
export async function openHttp(
  place: Place,
  database: BenchDatabase,
  steps: readonly { readonly account: Account }[],
): Promise<HttpDoor> {
  await openSessions(
    place,
    database,
    steps.map((step) => step.account),
  );
  const child = fork(join(import.meta.dirname, "http-child.ts"), {
    execArgv: [],
    env: { ...process.env, BENCH_APP_URL: database.appUrl, BENCH_FOLDER: place.folder },
  });
  const [told] = (await once(child, "message")) as [{ url: string }];
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const send = (method: string, path: string, accountId: number, body: unknown, key: string | null): Promise<string> =>
    new Promise((resolve, reject) => {
      const text = body === null ? null : JSON.stringify(body);
      const headers = {
        cookie: `huhang=${tokenOf(accountId)}`,
        ...(text !== null && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
        ...(key !== null && { "idempotency-key": key }),
      };
      const call = request(told.url + path, { method, agent, headers }, (answer) => {
        let received = "";
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => (received += part));
        answer.on("end", () => {
          if (answer.statusCode === 200) resolve(received);
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${received.slice(0, 300)}`));
        });
        answer.on("error", reject);
      });
      call.on("error", reject);
      call.end(text ?? undefined);
    });
  return {
    url: told.url,
    pid: child.pid ?? 0,
    cookieOf: (accountId) => `huhang=${tokenOf(accountId)}`,
    get: (path, accountId) => send("GET", path, accountId, null, null),
    async step({ input, account, key }) {
      const { id, step, ...body } = input;
      await send("POST", `/api/matters/${id}/steps/${step}`, account.accountId, body, key);
    },
    async close() {
      agent.destroy();
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function tokenOf(accountId: number): string {
  return `bench-session-token-of-account-${accountId}`;
}

async function openSessions(place: Place, database: BenchDatabase, accounts: readonly Account[]): Promise<void> {
  const crypto = createAesProvider(await loadKeys({ keyFile: join(place.folder, "keys.json"), create: false }));
  const wanted = [...new Map(accounts.map((account) => [account.accountId, account])).values()];
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `insert into session (token_hash, account_id, enterprise_id, device, created_at, seen_at, expires_at, method, second_factor, proved_at)
       select hash, account, firm, 'desk', $4, $4, $4::timestamptz + interval '12 hours', 'PASSKEY', true, $4
         from unnest($1::bytea[], $2::int[], $3::int[]) s(hash, account, firm) on conflict do nothing`,
      [
        wanted.map(({ accountId }) => crypto.digest(tokenOf(accountId))),
        wanted.map(({ accountId }) => accountId),
        wanted.map(({ enterpriseId }) => enterpriseId),
        benchNow,
      ],
    );
  } finally {
    await admin.end();
  }
}
