import type { FastifyBaseLogger } from "fastify";
import { sql } from "kysely";
import type pg from "pg";
import { tellStaffing } from "#capabilities/staffing/clock.jobs.ts";
import { loadCalendar } from "#directory/calendar.queries.ts";
import type { Channel } from "#capabilities/notices/channel.ts";
import { sendAhead } from "#directory/ahead.ts";
import type { Vault } from "#directory/context.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import type { EffectConsumer } from "#matters/effects.ts";
import { checkProcedure } from "#matters/engine/check.ts";
import { findDueMatters, settleMatter } from "#matters/due.commands.ts";
import type { IdentityProvider } from "./adapters/identity/identity-provider.ts";
import type { CryptoProvider } from "./adapters/crypto/crypto-provider.ts";
import { createWitness, type Witness } from "./audit/witness.ts";
import { consumers as realConsumers } from "./effects/consumers.ts";
import { registerConsumers, runEffects } from "./effects/run.ts";
import { type Database, openDatabase, refusePowerfulRole, type Tx } from "./database.ts";
import { createIntake, type Intake } from "./files/intake.ts";
import { createLocalStorage } from "./files/local-storage.ts";
import type { FileStorage } from "./files/storage.ts";
import { emitter } from "./outbox.ts";
import { sendPost } from "./post.ts";
import { createRegistry, type Service } from "./registry.ts";
import { vaultOf } from "./vault.ts";
import { type Destinations, readDestinations } from "./webhooks/destinations.ts";
import { sendWebhooks } from "./webhooks/send.ts";
import { UnknownProcedure } from "./unknown-procedure.ts";

export type Log = Pick<FastifyBaseLogger, "info" | "warn" | "error">;

/** One running instance of the platform without its doors: what HTTP, jobs, seeding and tests have in common. */
export interface Platform {
  readonly db: Database;
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly crypto: CryptoProvider;
  readonly vault: Vault;
  readonly storage: FileStorage;
  readonly intake: Intake;
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly registry: ReadonlyMap<string, Service>;
  readonly consumers: readonly EffectConsumer[];
  /** The way out for notices, when the operator has set one. */
  readonly channel: Channel | null;
  /** Whose word opens accounts here, as the operator has set it. */
  readonly identityProviders: readonly IdentityProvider[];
  /** The address under which people open the platform, when the operator has set one. */
  readonly home: string | null;
  /** Where deliveries to other systems may go. */
  readonly destinations: Destinations;
  readonly log: Log;
  /** Folder, outside the database, for what proves that the audit is whole; null while a demo city is made. */
  readonly anchorsDir: string | null;
  readonly witness: Witness | null;
  /** Whether the database is marked as a demo (decision 31). */
  readonly demo: boolean;
  calendar(): WorkCalendar;
  /** Reads the work calendar anew after it has changed. */
  reloadCalendar(): Promise<void>;
  /** A transaction of the platform's own actor, for jobs. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lets happen whatever is due by now, in every matter or in one; gives the number of matters that moved. */
  settleDue(matter?: number): Promise<number>;
  /** Lets follow what has to follow from the events so far, but for `except`; gives the number of events passed. */
  runEffects(options?: { readonly except?: readonly string[] }): Promise<number>;
  /** Sends the messages that are due; gives the number of attempts. */
  sendPost(): Promise<number>;
  /** Sends the deliveries to other systems that are due; gives the number of attempts. */
  sendWebhooks(): Promise<number>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly databaseUrl: string;
  readonly filesDir: string;
  readonly anchorsDir?: string | null;
  readonly clock: Clock;
  readonly crypto: CryptoProvider;
  readonly procedures: readonly Procedure[];
  /** Those of the capabilities, unless told. */
  readonly consumers?: readonly EffectConsumer[];
  readonly channel?: Channel | null;
  readonly identityProviders?: readonly IdentityProvider[];
  readonly home?: string | null;
  /** None, unless told. */
  readonly destinations?: Destinations;
  readonly log: Log;
  readonly poolSize?: number;
}

/** How many due rows one look takes; the next look follows at once while there is more. */
const dueBatch = 200;

/** Opens the platform on a migrated database. Refuses a powerful role, an unsound procedure, an unknown version. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  for (const procedure of options.procedures) {
    const faults = checkProcedure(procedure);
    if (faults.length > 0) throw new Error(`procedure ${procedure.id}: ${faults.join("; ")}`);
  }
  const { db, pool } = openDatabase(options.databaseUrl, { max: options.poolSize });
  try {
    await refusePowerfulRole(db);
    const storage = await createLocalStorage({ folder: options.filesDir, crypto: options.crypto });
    const procedures = new Map(options.procedures.map((procedure) => [procedure.id, procedure]));
    const asSystem = <T>(work: (tx: Tx) => Promise<T>) =>
      db.transaction().execute(async (tx) => {
        await sendAhead(tx, sql`select app.enter_system()`);
        return work(tx);
      });
    await asSystem((tx) => refuseUnknownProcedures(tx, options.procedures, options.clock.now()));
    let calendar = await asSystem(loadCalendar);
    const consumers = options.consumers ?? realConsumers;
    await asSystem((tx) => registerConsumers(tx, consumers));
    const demo = await db.selectFrom("platform").select("value").where("key", "=", "demo").executeTakeFirst();
    const anchorsDir = options.anchorsDir ?? null;
    const witness =
      anchorsDir === null
        ? null
        : createWitness(anchorsDir, (error) => {
            options.log.error({ err: error }, "the audit could not be witnessed outside the database");
          });
    const destinations = options.destinations ?? readDestinations("");
    const platform: Platform = {
      db,
      pool,
      clock: options.clock,
      crypto: options.crypto,
      vault: vaultOf(options.crypto),
      storage,
      intake: createIntake({ storage }),
      procedures,
      registry: createRegistry(options.procedures, {
        platform: () => platform,
        filesDir: options.filesDir,
        startedAt: options.clock.now(),
        destinations,
      }),
      consumers,
      channel: options.channel ?? null,
      identityProviders: options.identityProviders ?? [],
      home: options.home ?? null,
      destinations,
      log: options.log,
      anchorsDir,
      witness,
      demo: demo?.value === "true",
      calendar: () => calendar,
      reloadCalendar: async () => {
        calendar = await asSystem(loadCalendar);
      },
      asSystem,
      settleDue: async (matter) => {
        const moved = await settleAll(platform, matter);
        if (matter === undefined) await settleStaffing(platform);
        return moved;
      },
      runEffects: ({ except = [] } = {}) => runEffects(platform, except),
      sendPost: () => sendPost(platform),
      sendWebhooks: () => sendWebhooks(platform),
      close: async () => {
        await witness?.close();
        await db.destroy();
      },
    };
    return platform;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * Refuses to run over matters whose kind, or version of it, this program does not know (decision 8): they could neither
 * be shown nor go on. The migration that maps them takes their version from the record.
 */
async function refuseUnknownProcedures(tx: Tx, procedures: readonly Procedure[], now: Date): Promise<void> {
  const declared = procedures.map(({ id, version }) => ({ procedure: id, version, since: now }));
  if (declared.length > 0) {
    await tx
      .insertInto("procedure_version")
      .values(declared)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const known = await tx.selectFrom("procedure_version").select(["procedure", "version"]).execute();
  const unknown = known.find(
    (one) => !declared.some(({ procedure, version }) => procedure === one.procedure && version === one.version),
  );
  if (unknown) throw new UnknownProcedure(`${unknown.procedure} v${unknown.version}`);
}

/** Each matter in a transaction of its own: one that fails is logged and holds up no other. */
async function settleAll(platform: Platform, only?: number): Promise<number> {
  const settled = new Set<number>();
  for (;;) {
    const now = platform.clock.now();
    const found = only === undefined ? await findMore(platform, now, settled) : settled.has(only) ? [] : [only];
    if (found.length === 0) return settled.size;
    for (const id of found) {
      settled.add(id);
      try {
        await platform.asSystem((tx) =>
          settleMatter(
            { db: tx, now, calendar: platform.calendar(), emit: emitter(tx, now), vault: platform.vault },
            platform.procedures,
            id,
          ),
        );
      } catch (error) {
        platform.log.error({ err: error, matter: id }, "what was due could not be settled");
      }
    }
  }
}

function findMore(platform: Platform, now: Date, settled: ReadonlySet<number>): Promise<number[]> {
  return platform.asSystem((tx) => findDueMatters({ db: tx, now }, dueBatch, [...settled]));
}

/** What became so by its date alone is told. One failure is logged and tried again with the next minute. */
async function settleStaffing(platform: Platform): Promise<void> {
  const now = platform.clock.now();
  try {
    await platform.asSystem((tx) =>
      tellStaffing({ db: tx, now, calendar: platform.calendar(), emit: emitter(tx, now) }),
    );
  } catch (error) {
    platform.log.error({ err: error }, "what changed by its date could not be told");
  }
}
