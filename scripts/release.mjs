// npm run release: dist/release/huhang-<version>-<platform>.tar.gz with everything that runs the platform on this kind of
// machine: program, screens, production packages, Node and PostgreSQL. Nothing is fetched where it is unpacked.
import { createHash } from "node:crypto";
import {
  chmodSync,
  createReadStream,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  copyFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled } from "./lib/install.mjs";
import { root } from "./lib/node.mjs";
import { run } from "./lib/process.mjs";
import { Failure, main, say, seconds } from "./lib/say.mjs";
import { ensureWebBuilt } from "./lib/web.mjs";

/** What of the repository runs; tests, benches and the sources of the screens do not. */
const folders = [
  "access",
  "capabilities",
  "db",
  "directory",
  "kernel",
  "matters",
  "metrics",
  "ops",
  "server",
  "sheets",
  "docs/howto",
  "scripts/lib",
  "dist/web",
];
const files = ["scripts/huhang.mjs", "package.json", "LICENSE", "README.md"];
const left = /\.(test|test-kit|journey)\.tsx?$|^docs\/howto\/(?!operate\.md)/;

await main(async () => {
  const { values } = parseArgs({ options: { to: { type: "string" } } });
  const start = performance.now();
  await ensureInstalled();
  await ensureWebBuilt();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const platform = `${process.platform}-${process.arch}`;
  const name = `huhang-${version}-${platform}`;
  const target = values.to === undefined ? join(root, "dist", "release") : resolve(values.to);
  const stage = join(target, name);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const folder of folders) copyAll(folder, stage);
  for (const file of files) copyOne(file, stage);
  for (const folder of productionPackages()) copyAll(folder, stage);
  writeLaunchers(stage, platform);
  writeFileSync(join(stage, "RELEASE"), `${name}\n`);
  await writeSums(stage);
  const archive = join(target, `${name}.tar.gz`);
  const { code, output } = await run("tar", ["--owner=0", "--group=0", "-czf", archive, "-C", target, name], {
    show: false,
    env: { GZIP: "-2" },
  });
  if (code !== 0) throw new Failure(`打包失败 / tar failed: ${output.slice(0, 300)}`);
  rmSync(stage, { recursive: true });
  writeFileSync(`${archive}.sha256`, `${await digestOf(archive)}  ${name}.tar.gz\n`);
  say(`发布包 / release: ${archive} (${Math.round(lstatSync(archive).size / 1e6)} MB, ${seconds(start)})`);
});

/** Packages that are there and not for development only, as the lockfile tells them apart. */
function productionPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(
      ([path, { dev, devOptional }]) =>
        path !== "" && dev !== true && devOptional !== true && existsSync(join(root, path)),
    )
    .map(([path]) => path);
}

/** Copies a folder; packages within packages have entries of their own in the lockfile. */
function copyAll(folder, stage) {
  const isPackage = folder.startsWith("node_modules/");
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!(isPackage && entry.name === "node_modules")) copyAll(path, stage);
    } else if (isPackage || !left.test(path)) copyOne(path, stage);
  }
}

function copyOne(path, stage) {
  const from = join(root, path);
  const to = join(stage, path);
  mkdirSync(dirname(to), { recursive: true });
  if (lstatSync(from).isSymbolicLink()) return symlinkSync(readlinkSync(from), to);
  try {
    linkSync(from, to);
  } catch (error) {
    if (!["EXDEV", "EPERM", "EMLINK"].includes(error.code)) throw error;
    copyFileSync(from, to);
  }
}

function writeLaunchers(stage, platform) {
  const node = `node_modules/node-${platform}/bin/node`;
  if (!existsSync(join(stage, node)))
    throw new Failure(`没有 ${platform} 的 Node / there is no bundled Node for ${platform}`);
  const scripts = {
    huhang: `here=$(dirname "$(readlink -f "$0")")\nexec "$here/${node}" "$here/scripts/huhang.mjs" "$@"\n`,
    install: `# ./install --city <name> --area <code> [--database <superuser url>] [--data <folder>] [--home <https address>]\nexec "$(dirname "$(readlink -f "$0")")/huhang" install "$@"\n`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(stage, name), `#!/bin/sh\n${text}`);
    chmodSync(join(stage, name), 0o755);
  }
}

/** Digests of all files, for `sha256sum --check SHA256SUMS`. */
async function writeSums(stage) {
  const lines = [];
  for (const entry of readdirSync(stage, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    lines.push(`${await digestOf(file)}  ${file.slice(stage.length + 1)}`);
  }
  writeFileSync(join(stage, "SHA256SUMS"), `${lines.toSorted().join("\n")}\n`);
}

async function digestOf(file) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
