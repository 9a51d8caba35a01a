import { join } from "node:path";
import { pino } from "pino";
import { procedures } from "#capabilities/index.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { openPlatform } from "#server/platform.ts";
import { readDestinations } from "#server/webhooks/destinations.ts";
import { testClock } from "./clock.ts";

/** A process of its own that sends deliveries, for a test that kills it: database, folder, instant, hosts. */
const [databaseUrl = "", folder = "", at = "", hosts = ""] = process.argv.slice(2);
const platform = await openPlatform({
  databaseUrl,
  filesDir: join(folder, "files"),
  clock: testClock(at),
  crypto: createAesProvider(await loadKeys({ keyFile: join(folder, "keys.json"), create: false })),
  procedures,
  destinations: readDestinations(hosts),
  log: pino({ level: "silent" }),
});
await platform.sendWebhooks();
await platform.close();
