import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import { procedures } from "#capabilities/index.ts";
import { migrate } from "#db/migrate.ts";
import { seedBase } from "#db/seed/base.ts";
import { clockFrom, systemClock } from "#kernel/clock.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { createAesProvider } from "./adapters/crypto/aes-provider.ts";
import { loadKeys } from "./adapters/crypto/key-file.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./adapters/postgres/supervisor.ts";
import { seedDemoCity } from "./demo-city.ts";
import { wakeEffects } from "./effects/wake.ts";
import { wakeImports } from "./jobs/wake-imports.ts";
import { createOidcProvider } from "./adapters/identity/oidc.ts";
import { createSmtpChannel } from "./adapters/smtp/smtp-channel.ts";
import { createHttp } from "./http.ts";
import { createJobs } from "./jobs/jobs.ts";
import { installJobs } from "./jobs/install.ts";
import { keysOf } from "./keys.ts";
import { createLive } from "./live/live.ts";
import { createMetrics, openMetricsDoor } from "./metrics-door.ts";
import { openPlatform } from "./platform.ts";
import { isLoopback, keyFileOf, type Part, type Settings, SettingsError } from "./settings.ts";

/** A running server: where it answers, how long each part of the start took, and how to end it. */
export interface RunningServer {
  /** Null: this process has no doors. */
  readonly address: string | null;
  readonly parts: readonly { readonly name: string; readonly ms: number }[];
  /** Answers what is under way, takes nothing new, and ends the database that it started. */
  stop(): Promise<void>;
}

interface Start {
  readonly settings: Settings;
  readonly log: FastifyBaseLogger;
  /** The embedded database has ended by itself. */
  onLost(error: Error): void;
  say(line: string): void;
}

/** Starts everything in order: database, schema, base data, demo in a new folder, jobs, doors. */
export async function startServer(start: Start): Promise<RunningServer> {
  const { settings, log } = start;
  const parts: { name: string; ms: number }[] = [];
  const undo: (() => Promise<void>)[] = [];
  const part = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    parts.push({ name, ms: Math.round(performance.now() - began) });
    return result;
  };
  // Whatever was opened is closed in reverse, also when a later part fails.
  const stop = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    const database = await part("database", () => openServer(start, undo));
    await part("migrate", () => bringUpToDate(database));
    const clock = settings.clockStart ? clockFrom(settings.clockStart) : systemClock;
    const keyFile = keyFileOf(settings);
    const crypto = createAesProvider(
      settings.keyFile === null && database.ownerUrl !== null
        ? await keysOf(keyFile, database.ownerUrl)
        : await loadKeys({ keyFile, create: false }),
    );
    const filesDir = join(settings.dataDir, "files");
    await mkdir(filesDir, { recursive: true, mode: 0o700 });
    const common = { databaseUrl: database.appUrl, filesDir, crypto, procedures, log };
    if (settings.databaseUrl === null && database.ownerUrl !== null && settings.demoSize !== "none") {
      const { ownerUrl } = database;
      const { demoSize } = settings;
      await part("demo", async () => {
        const progress = tellProgress(start.say);
        const city = await seedDemoCity({ ownerUrl, now: clock.now(), size: demoSize, progress, platform: common });
        if (city.outcome !== "seeded") return;
        start.say(sayCity(city));
        for (const what of city.abandoned) log.warn({ what }, "a matter of the demo city did not go on as drawn");
      });
    }
    const { destinations } = settings;
    const channel = settings.mail && createSmtpChannel(settings.mail);
    const identityProviders = settings.identityProviders.map(createOidcProvider);
    const platform = await part("platform", () =>
      openPlatform({
        ...common,
        poolSize: settings.connections,
        anchorsDir: settings.anchorsDir,
        clock,
        channel,
        destinations,
        identityProviders,
        home: settings.home,
      }),
    );
    undo.push(() => platform.close());
    refuseOpenDemo(settings, platform.demo);
    if (settings.clockStart && !platform.demo) {
      throw new SettingsError("HUHANG_CLOCK 只能用于示例数据", "HUHANG_CLOCK is for demo data only");
    }
    const does = (name: Part) => settings.parts.includes(name);
    const effects = wakeEffects(platform);
    const imports = wakeImports(platform);
    const live = createLive(platform, {
      databaseUrl: database.appUrl,
      onEvents: () => {
        if (!does("effects")) return;
        effects.wake();
        imports.wake();
      },
    });
    if (does("web") || does("effects")) {
      await part("live", async () => {
        undo.push(() => effects.stop());
        undo.push(() => imports.stop());
        undo.push(() => live.close());
        await live.start();
        // What a killed process left.
        if (does("effects")) imports.wake();
      });
    }
    const metrics = settings.metricsPort === null ? null : createMetrics(platform);
    if (metrics && settings.metricsPort !== null) {
      const door = await openMetricsDoor(metrics, settings.metricsPort);
      undo.push(() => door.close());
    }
    const jobs = does("jobs") ? createJobs(platform, { databaseUrl: database.appUrl }) : null;
    if (jobs) {
      await part("jobs", async () => {
        undo.push(() => jobs.stop());
        await jobs.start();
      });
    }
    // A month may have ended while no server ran; in a new city all past ones are there to be taken.
    const catchUp = () => jobs && platform.asSystem((tx) => jobs.enqueue(tx, "figures.take", {}));
    if (!does("web")) {
      await catchUp();
      return { address: null, parts, stop };
    }
    const app = await createHttp({
      platform,
      live,
      webDir: settings.webDir,
      // Where people come by TLS, the session's cookie never goes another way.
      secure: settings.home.startsWith("https:"),
      trustProxy: settings.trustProxy,
      rates: settings.rates,
      logger: log,
      ...(metrics && { observe: metrics.observe }),
    });
    // New requests are refused first, then the streams end, then jobs, pool and database.
    undo.push(async () => {
      await live.close();
      await app.close();
    });
    const address = await part("listen", () => app.listen({ host: settings.host, port: settings.port }));
    await catchUp();
    return { address, parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whoever waits for the city hears every ten seconds how far it is. */
function tellProgress(say: (line: string) => void): (until: Date) => void {
  let said = performance.now();
  return (until) => {
    if (performance.now() - said < 10_000) return;
    said = performance.now();
    const day = shanghaiDay(until);
    say(`示例城市：两年的往事已写到 ${day} / demo city: of its two years everything until ${day} has happened`);
  };
}

function sayCity({ projects, matters }: { readonly projects: number; readonly matters: number }): string {
  return `示例城市已建立：${projects} 个项目，${matters} 件事项 / the demo city has been made: ${projects} projects, ${matters} matters`;
}

interface DatabaseUrls {
  readonly appUrl: string;
  /** Null: migrations are somebody else's task. */
  readonly ownerUrl: string | null;
}

async function openServer(start: Start, undo: (() => Promise<void>)[]): Promise<DatabaseUrls> {
  const { settings } = start;
  if (settings.databaseUrl !== null) {
    return { appUrl: settings.databaseUrl, ownerUrl: settings.databaseOwnerUrl };
  }
  const embedded: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir: settings.dataDir,
    log: start.say,
    onLost: start.onLost,
  });
  undo.push(() => embedded.stop());
  return { appUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl };
}

async function bringUpToDate(database: DatabaseUrls): Promise<void> {
  if (database.ownerUrl === null) return;
  const appRole = decodeURIComponent(new URL(database.appUrl).username);
  await migrate({ ownerUrl: database.ownerUrl, appRole });
  await installJobs(database.ownerUrl, appRole);
  await seedBase(database.ownerUrl);
}

/** Demo sign-in needs no secret: from other machines only if the operator says so (decision 31). */
function refuseOpenDemo(settings: Settings, demo: boolean): void {
  if (!demo || settings.demoPublic || isLoopback(settings.host)) return;
  throw new SettingsError(
    `示例数据无需密码即可登录，不能在 ${settings.host} 上开放；如确需开放，请设置 HUHANG_DEMO_PUBLIC=1`,
    `demo data let anybody in without a password and are not opened on ${settings.host}; set HUHANG_DEMO_PUBLIC=1 if you mean it`,
  );
}
