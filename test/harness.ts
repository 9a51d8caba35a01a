import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { procedures as realProcedures } from "#capabilities/index.ts";
import type { Channel } from "#capabilities/notices/channel.ts";
import { valueTypes } from "#db/value-types.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { EffectConsumer } from "#matters/effects.ts";
import type { IdentityProvider } from "#server/adapters/identity/identity-provider.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { execute } from "#server/pipeline.ts";
import { openPlatform, type Platform } from "#server/platform.ts";
import { type TestClock, testClock } from "./clock.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import type { Destinations } from "#server/webhooks/destinations.ts";
import { buildTown, type Town } from "./town.ts";

/** A platform on a database of its own, with a town in it and a clock that the test moves. */
export interface Harness {
  readonly platform: Platform;
  readonly database: TestDatabase;
  /** A superuser's session: looks past row-level security, and arranges what no operation can. */
  readonly admin: pg.Client;
  readonly town: Town;
  readonly clock: TestClock;
  readonly folder: string;
  /** Calls an operation as somebody of the town, through the whole pipeline but without HTTP. */
  as(person: keyof Town["people"] | number): Calls;
  /** A second process on the same database: its own pool, caches and keys. */
  another(consumers?: readonly EffectConsumer[], poolSize?: number, destinations?: Destinations): Promise<Platform>;
  close(): Promise<void>;
}

/** Calls by operation contract, so that tests are checked like the browser is. */
export type Calls = <Op extends Operation>(
  operation: Op,
  input: Record<string, unknown>,
  key?: string,
) => Promise<OutputOf<Op>>;

let keys = 0;

export async function startHarness(
  options: {
    at?: string;
    procedures?: readonly Procedure[];
    consumers?: readonly EffectConsumer[];
    channel?: Channel;
    identityProviders?: readonly IdentityProvider[];
    home?: string;
    poolSize?: number;
    destinations?: Destinations;
  } = {},
): Promise<Harness> {
  const database = await createTestDatabase();
  const town = await buildTown(database.ownerUrl);
  const folder = await mkdtemp(join(tmpdir(), "huhang-harness-"));
  const clock = testClock(options.at ?? "2026-09-22T09:00:00+08:00");
  const open = async (
    consumers = options.consumers,
    poolSize = options.poolSize,
    destinations = options.destinations,
  ) =>
    openPlatform({
      databaseUrl: database.appUrl,
      filesDir: join(folder, "files"),
      anchorsDir: join(folder, "audit-anchors"),
      clock,
      crypto: createAesProvider(await loadKeys({ keyFile: join(folder, "keys.json"), create: true })),
      procedures: options.procedures ?? realProcedures,
      ...(consumers && { consumers }),
      ...(destinations && { destinations }),
      ...(options.channel && { channel: options.channel }),
      ...(options.identityProviders && { identityProviders: options.identityProviders }),
      ...(options.home !== undefined && { home: options.home }),
      log: pino({ level: "silent" }),
      ...(poolSize && { poolSize }),
    });
  const platform = await open();
  const admin = new pg.Client({ connectionString: database.adminUrl, types: valueTypes });
  await admin.connect();
  const opened: Platform[] = [platform];
  const firmOf = new Map<number, number>([
    [town.people.liaison, town.firms.east],
    [town.people.security, town.firms.east],
    [town.people.legalRep, town.firms.east],
    [town.people.otherLiaison, town.firms.run],
  ]);
  return {
    platform,
    database,
    admin,
    town,
    clock,
    folder,
    as(person) {
      const accountId = typeof person === "number" ? person : town.people[person];
      return async <Op extends Operation>(operation: Op, input: Record<string, unknown>, key?: string) => {
        keys += 1;
        const answer = await execute(platform, operation.id, input, {
          account: { accountId, enterpriseId: firmOf.get(accountId) ?? null },
          device: "desk",
          idempotencyKey: key ?? `test-key-${keys}`,
        });
        return answer.body as OutputOf<Op>;
      };
    },
    async another(consumers, poolSize, destinations) {
      const other = await open(consumers, poolSize, destinations);
      opened.push(other);
      return other;
    },
    async close() {
      for (const one of opened) await one.close();
      await admin.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
