// npm start: installs and builds what is missing or old, then runs the platform until it is told to end.
import { ensureInstalled } from "./lib/install.mjs";
import { runUntilEnd } from "./lib/process.mjs";
import { main } from "./lib/say.mjs";
import { ensureWebBuilt } from "./lib/web.mjs";

await main(async () => {
  const begun = Date.now() - Math.round(performance.now());
  await ensureInstalled();
  await ensureWebBuilt();
  // The platform prints the other parts of the start (database, migrations, …) and the sum since this moment.
  process.exitCode = await runUntilEnd(["server/main.ts", ...process.argv.slice(2)], {
    HUHANG_STARTED_AT: String(begun),
  });
});
