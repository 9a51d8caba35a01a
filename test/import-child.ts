import { join } from "node:path";
import { pino } from "pino";
import { procedures } from "#capabilities/index.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { runImports } from "#server/jobs/imports.ts";
import { openPlatform } from "#server/platform.ts";
import { testClock } from "./clock.ts";

/** A process of its own that works on lists, for a test that kills it: database, folder, instant. */
const [databaseUrl = "", folder = "", at = ""] = process.argv.slice(2);
const platform = await openPlatform({
  databaseUrl,
  filesDir: join(folder, "files"),
  clock: testClock(at),
  crypto: createAesProvider(await loadKeys({ keyFile: join(folder, "keys.json"), create: false })),
  procedures,
  log: pino({ level: "silent" }),
});
await runImports(platform);
await platform.close();
