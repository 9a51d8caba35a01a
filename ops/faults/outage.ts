import { get } from "node:http";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { startEmbeddedPostgres } from "#server/adapters/postgres/supervisor.ts";
import { Line, openOutsider, type Outsider } from "./caller.ts";
import { type Program, startProgram } from "#test/program.ts";

export interface Finding {
  readonly name: string;
  readonly value: string | number;
  readonly fine: boolean;
}

/** The database gone for a while, clients that send slowly, five hundred open streams: what people see meanwhile. */
export async function outages(options: { data: string; clock: string; goneMs?: number }): Promise<Finding[]> {
  const { data, clock, goneMs = 60_000 } = options;
  // A first start fills the folder; from then on the database runs apart, behind a door that can be shut.
  await (await startProgram({ data, clock })).stop("SIGTERM");
  const database = await startEmbeddedPostgres({ dataDir: data });
  const door = await openGate(database.appUrl);
  try {
    const env = { DATABASE_URL: door.url, HUHANG_KEY_FILE: join(data, "keys.json") };
    const program = await startProgram({ data, clock, env });
    const line = new Line(program.url, 64);
    const liaison = await openOutsider(line, "liaison");
    const findings = [
      ...(await databaseGone(liaison, door, goneMs)),
      ...(await slowClients(program, liaison)),
      ...(await manyStreams(program, line)),
    ];
    line.close();
    await program.stop("SIGTERM");
    return findings;
  } finally {
    await door.close();
    await database.stop();
  }
}

interface Gate {
  readonly url: string;
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** A door before the database that can be shut: whoever is inside is cut off, whoever comes is turned away. */
async function openGate(appUrl: string): Promise<Gate> {
  const address = new URL(appUrl);
  const host = address.searchParams.get("host") ?? address.hostname;
  const port = Number(address.port || address.searchParams.get("port") || 5432);
  const inside = new Set<Socket>();
  let shut = false;
  const server: Server = createServer((client) => {
    if (shut) {
      client.destroy();
      return;
    }
    const behind = host.startsWith("/") ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      inside.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        inside.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = server.address();
  address.searchParams.delete("host");
  address.searchParams.delete("port");
  address.hostname = "127.0.0.1";
  address.port = String(typeof own === "object" && own !== null ? own.port : 0);
  const cut = () => {
    for (const socket of inside) socket.destroy();
  };
  return {
    url: address.href,
    shut() {
      shut = true;
      cut();
    },
    open() {
      shut = false;
    },
    async close() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function databaseGone(liaison: Outsider, door: Gate, goneMs: number): Promise<Finding[]> {
  const title = `库断${Date.now()}`;
  const project = (await liaison.read<{ items: { id: number }[] }>("/api/projects")).items[0]?.id;
  const body = {
    procedure: "consultation",
    projectId: project,
    topic: "traffic",
    title,
    form: { question: { text: "库断了还在吗？" } },
  };
  const key = { "idempotency-key": "faults-database-gone" };
  door.shut();
  const began = performance.now();
  const statuses = new Map<number, number>();
  let slowest = 0;
  while (performance.now() - began < goneMs) {
    const at = performance.now();
    const reply = await liaison.send("POST", "/api/matters", body, key);
    slowest = Math.max(slowest, performance.now() - at);
    statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  door.open();
  const opened = performance.now();
  let back = 0;
  for (let status = 503; status >= 500 && performance.now() - opened < 30_000;) {
    ({ status } = await liaison.send("POST", "/api/matters", body, key));
    back = performance.now() - opened;
  }
  const { items } = await liaison.read<{ items: { title: string }[] }>("/api/matters?limit=100");
  const there = items.filter((item) => item.title === title).length;
  const only503 = [...statuses.keys()].every((status) => status === 503);
  return [
    {
      name: `database gone ${Math.round(goneMs / 1000)} s: answers`,
      value: JSON.stringify(Object.fromEntries(statuses)),
      fine: only503,
    },
    { name: "slowest answer meanwhile, ms", value: Math.round(slowest), fine: slowest < 15_000 },
    { name: "back after, ms, without a restart", value: Math.round(back), fine: back < 15_000 },
    { name: "the matter sent all the while is there, times", value: there, fine: there === 1 },
  ];
}

/** Two hundred lines that send a byte now and then; everybody else goes on. */
async function slowClients(program: Program, liaison: Outsider): Promise<Finding[]> {
  const { hostname, port } = new URL(program.url);
  const slow = Array.from({ length: 200 }, () => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => socket.destroy());
    socket.write(
      "POST /api/matters HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 90000\r\n\r\n{",
    );
    return socket;
  });
  const drip = setInterval(() => {
    for (const socket of slow) if (!socket.destroyed) socket.write(" ");
  }, 200);
  const times: number[] = [];
  for (let count = 0; count < 100; count += 1) {
    const at = performance.now();
    await liaison.read("/api/matters?limit=20");
    times.push(performance.now() - at);
  }
  clearInterval(drip);
  for (const socket of slow) socket.destroy();
  times.sort((left, right) => left - right);
  const p99 = Math.round(times[98] ?? 0);
  return [
    {
      name: "200 slow clients: a list for others, p50 / p99 ms",
      value: `${Math.round(times[50] ?? 0)} / ${p99}`,
      fine: p99 < 1000,
    },
  ];
}

/** Five hundred streams opened, closed, and opened again: the memory comes back. */
async function manyStreams(program: Program, line: Line): Promise<Finding[]> {
  const people = await Promise.all(
    ["liaison", "officerA", "office", "chief"].map((persona) => openOutsider(line, persona)),
  );
  const before = program.memory();
  let refused = 0;
  const peaks: (number | null)[] = [];
  for (let time = 0; time < 3; time += 1) {
    const opened = await Promise.all(
      Array.from({ length: 500 }, (_, index) => stream(line.url, people[index % people.length]?.cookie ?? "")),
    );
    refused += opened.filter(({ status }) => status !== 200).length;
    peaks.push(program.memory());
    for (const { close } of opened) close();
  }
  return [
    { name: "3 × 500 event streams: not opened", value: refused, fine: true },
    {
      name: "memory before, with them, MB",
      value: `${before} → ${peaks.join(", ")}`,
      fine: (peaks.at(-1) ?? 0) < (peaks[0] ?? 0) + 150,
    },
  ];
}

function stream(url: string, cookie: string): Promise<{ status: number; close: () => void }> {
  return new Promise((resolve) => {
    const call = get(`${url}/api/events`, { headers: { cookie }, agent: false }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, close: () => answer.destroy() });
    });
    call.on("error", () => resolve({ status: 0, close: () => undefined }));
  });
}
