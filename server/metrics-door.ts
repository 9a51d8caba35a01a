import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Platform } from "./platform.ts";

/** One answered request, by its route: never by its address or by who asked. */
export interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Figures of this process for Prometheus. */
export interface Metrics {
  observe(answered: Answered): void;
  text(): Promise<string>;
}

/** What an operator watches: requests, the pool, what follows from events and goes to other systems; nothing of persons or matters. */
export function createMetrics({ pool, asSystem }: Pick<Platform, "pool" | "asSystem">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const labelNames = ["method", "route", "status"] as const;
  const requests = new Counter({ name: "huhang_requests_total", help: "Answered requests", labelNames, registers });
  const durations = new Histogram({
    name: "huhang_request_seconds",
    help: "From a request's arrival to its answer",
    labelNames: ["method", "route"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  const connections = new Gauge({
    name: "huhang_database_connections",
    help: "Connections of this process",
    labelNames: ["state"],
    registers,
    collect() {
      this.set({ state: "open" }, pool.totalCount);
      this.set({ state: "idle" }, pool.idleCount);
      this.set({ state: "waited_for" }, pool.waitingCount);
    },
  });
  const effects = new Gauge({
    name: "huhang_effects",
    help: "What has to follow from events: still to come, and set aside after too many failures",
    labelNames: ["state"],
    registers,
    async collect() {
      const { rows } = await asSystem((tx) =>
        sql<{ waiting: number; aside: number }>`
          select count(*) filter (where set_aside_at is null)::int as waiting,
                 count(*) filter (where set_aside_at is not null)::int as aside from effect_pending`.execute(tx),
      );
      this.set({ state: "waiting" }, rows[0]?.waiting ?? 0);
      this.set({ state: "set_aside" }, rows[0]?.aside ?? 0);
    },
  });
  const webhooks = new Gauge({
    name: "huhang_webhooks",
    help: "Deliveries to other systems: still to be made, and parked, that is given up after too many failures",
    labelNames: ["state"],
    registers,
    async collect() {
      const { rows } = await asSystem((tx) =>
        sql<{ waiting: number; parked: number }>`select waiting, parked from app.webhook_counts()`.execute(tx),
      );
      this.set({ state: "waiting" }, rows[0]?.waiting ?? 0);
      this.set({ state: "parked" }, rows[0]?.parked ?? 0);
    },
  });
  for (const gauge of [connections, effects, webhooks]) gauge.reset();
  return {
    observe({ method, route, status, seconds }) {
      requests.inc({ method, route, status });
      durations.observe({ method, route }, seconds);
    },
    text: () => registry.metrics(),
  };
}

/** Shows them at /metrics on a port of this machine only, apart from the platform's doors. */
export async function openMetricsDoor(
  metrics: Metrics,
  port: number,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(text),
      // The database is away: the process says so by its other figures once it is back.
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: chosen } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${chosen}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
