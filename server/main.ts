import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createLog } from "./log.ts";
import { readSettings } from "./settings.ts";
import { sentenceOf } from "./start-sentence.ts";
import { type RunningServer, startServer } from "./start.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
// Warnings and worse.
const log = createLog(process.env["HUHANG_LOG"] ?? "warn");

const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}

let running: RunningServer | undefined;
let ending = false;

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await running?.stop();
}

try {
  const { values } = parseArgs({ options: { parts: { type: "string" } }, strict: false });
  const given = typeof values.parts === "string" ? { HUHANG_PARTS: values.parts } : {};
  const settings = readSettings({ ...process.env, ...given }, root);
  running = await startServer({
    settings,
    log,
    say,
    onLost: (error) => {
      fail(error);
      void end();
    },
  });
  const total = process.env["HUHANG_STARTED_AT"]
    ? Date.now() - Number(process.env["HUHANG_STARTED_AT"])
    : Math.round(performance.now());
  say(`启动用时 / start: ${running.parts.map(({ name, ms }) => `${name} ${ms} ms`).join(", ")}; total ${total} ms`);
  say(
    running.address === null
      ? `护航后台已启动 / Huhang works in the background: ${settings.parts.join(", ")}`
      : `护航已启动，请打开 / Huhang is ready, open: ${running.address}`,
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      say("正在停止 / stopping");
      end().then(
        () => say("已停止 / stopped"),
        (error: unknown) => fail(error),
      );
    });
  }
} catch (error) {
  fail(error);
  await end();
}
