import { createHttp } from "#server/http.ts";
import { createLive } from "#server/live/live.ts";
import { openBenchPlatform } from "./place.ts";

// The platform behind HTTP, told by its parent where the database is; ends when it is asked to.
const appUrl = process.env["BENCH_APP_URL"] ?? "";
const platform = await openBenchPlatform({ folder: process.env["BENCH_FOLDER"] ?? "" }, { appUrl });
const live = createLive(platform, { databaseUrl: appUrl });
await live.start();
const app = await createHttp({ platform, live, secure: false, logger: false });
const url = await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.({ url });
process.once("SIGTERM", () => {
  void live
    .close()
    .then(() => app.close())
    .then(() => platform.close())
    .then(() => process.exit(0));
});
