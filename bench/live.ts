import { type ClientRequest, get } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import pg from "pg";
import { freshSteps } from "./fresh.ts";
import { openHttp } from "./http.ts";
import { percentile } from "./measure.ts";
import type { BenchDatabase, Place } from "./place.ts";

export interface LiveFigures {
  readonly clients: number;
  readonly steps: number;
  /** Clients that heard a step, on average. */
  readonly heardBy: number;
  /** Milliseconds from sending a step to a client's hearing of it: the step itself is in it. */
  readonly p50: number;
  readonly p99: number;
  /** The step alone, until its answer. */
  readonly stepP50: number;
}

/** Steps taken at a steady rate while so many people listen, each with a session and a stream of his own. */
export async function measureLive(
  place: Place,
  database: BenchDatabase,
  plan: { readonly clients: number; readonly steps: number; readonly perSecond: number },
): Promise<LiveFigures> {
  const steps = await freshSteps(database, plan.steps);
  const listeners = await findListeners(database, plan.clients);
  const http = await openHttp(place, database, [...listeners.map((account) => ({ account })), ...steps]);
  const heard = new Map<number, number[]>();
  const streams: ClientRequest[] = [];
  try {
    for (const { accountId } of listeners) {
      streams.push(
        await listen(`${http.url}/api/events`, http.cookieOf(accountId), (matter) => {
          heard.get(matter)?.push(performance.now());
        }),
      );
    }
    const delays: number[] = [];
    const answers: number[] = [];
    const sent = new Map<number, number>();
    for (const step of steps) {
      heard.set(step.input.id, []);
      const start = performance.now();
      sent.set(step.input.id, start);
      await http.step(step);
      answers.push(performance.now() - start);
      await after(1000 / plan.perSecond);
    }
    // Whoever has not heard after this is far beyond the goal of a second and must not be left out silently.
    await after(2000);
    for (const [matter, times] of heard) for (const at of times) delays.push(at - (sent.get(matter) ?? at));
    return {
      clients: streams.length,
      steps: steps.length,
      heardBy: delays.length / steps.length,
      p50: percentile(delays, 0.5),
      p99: percentile(delays, 0.99),
      stepP50: percentile(answers, 0.5),
    };
  } finally {
    for (const stream of streams) stream.destroy();
    await http.close();
  }
}

/** Resolves when the stream is open; `hear` gets the matter of every event. */
function listen(url: string, cookie: string, hear: (matter: number) => void): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { cookie }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) {
        reject(new Error(`the stream answered ${answer.statusCode}`));
        return;
      }
      answer.setEncoding("utf8");
      let rest = "";
      answer.on("data", (part: string) => {
        const lines = (rest + part).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const found = /^data: .*"matter":(\d+)/.exec(line);
          if (found) hear(Number(found[1]));
        }
      });
      answer.on("error", () => undefined);
      resolve(request);
    });
    request.on("error", (error) => reject(error));
  });
}

/** Everybody of the police and, for the rest, people of firms with a project. */
async function findListeners(database: BenchDatabase, count: number) {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ accountId: number; enterpriseId: number | null }>(
      `select a.id as "accountId", g.enterprise_id as "enterpriseId"
         from account a join access_grant g on g.account_id = a.id
        order by a.kind = 'member', exists (select from project_enterprise p where p.enterprise_id = g.enterprise_id) desc, a.id
        limit $1`,
      [count],
    );
    return rows;
  } finally {
    await admin.end();
  }
}
