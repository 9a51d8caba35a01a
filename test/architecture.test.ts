import { posix } from "node:path";
import { expect, test } from "vitest";
import { isTest, isThere, listSources } from "./sources.ts";
import type { Source } from "./sources.ts";

const code = listSources(".ts", ".tsx");
const running = code.filter(({ path }) => !isTest(path));
const byPath = new Map(code.map((source) => [source.path, source]));

/** What a folder may import besides itself. Tools and tests stand outside: they may import everything. */
const below: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  db: ["kernel"],
  directory: ["kernel", "db"],
  access: ["kernel", "db", "directory"],
  matters: ["kernel", "db", "directory", "access"],
  metrics: ["kernel", "db", "directory", "access"],
  sheets: ["kernel", "db", "directory", "access"],
  capabilities: ["kernel", "db", "directory", "access", "matters", "metrics", "sheets"],
  // The demo city is made with the same words and commands that everybody uses.
  "db/seed": ["kernel", "db", "directory", "access", "matters", "metrics", "sheets", "capabilities"],
  server: ["kernel", "db", "db/seed", "directory", "access", "matters", "metrics", "sheets", "capabilities"],
  web: ["kernel", "directory", "access", "matters", "metrics", "sheets", "capabilities"],
};

function layerOf(path: string): string {
  return path.startsWith("db/seed/") ? "db/seed" : (path.split("/")[0] ?? "");
}

function capabilityOf(path: string): string | undefined {
  return /^capabilities\/([^/]+)\//.exec(path)?.[1];
}

/** Every offence as "file: what"; the tests want an empty list, so that a failure names them all. */
function offences(sources: readonly Source[], find: (source: Source) => readonly string[]): string[] {
  return sources.flatMap((source) => find(source).map((what) => `${source.path}: ${what}`));
}

/** The lines on which `pattern` stands, comments left out. */
function linesWith(source: Source, pattern: RegExp): string[] {
  return source.text.split("\n").flatMap((line, at) => {
    const words = line.replace(/(^|\s)(\/\/|--|\/?\*).*$/, "");
    return pattern.test(words) ? [`${at + 1}: ${line.trim()}`] : [];
  });
}

test("layers point downward", () => {
  const found = offences(running, ({ path, imports }) => {
    const layer = layerOf(path);
    const allowed = below[layer];
    if (allowed === undefined) return [];
    return imports
      .filter(({ file }) => file !== undefined && layerOf(file) !== layer && !allowed.includes(layerOf(file)))
      .map(({ name }) => `imports ${name}`);
  });
  expect(found).toEqual([]);
});

test("no capability imports another", () => {
  const found = offences(running, ({ path, imports }) => {
    const own = capabilityOf(path);
    if (own === undefined) return [];
    return imports.filter(({ file = "" }) => (capabilityOf(file) ?? own) !== own).map(({ name }) => `imports ${name}`);
  });
  expect(found).toEqual([]);
});

test("every file of ours that is imported exists, and by its whole name", () => {
  const found = offences(code, ({ imports }) =>
    imports.filter(({ file }) => file !== undefined && !isThere(file)).map(({ name }) => `imports ${name}`),
  );
  expect(found).toEqual([]);
});

test("JSON is imported as Node wants it", () => {
  const found = offences(running, ({ imports }) =>
    imports
      .filter(({ name, text, isType }) => name.endsWith(".json") && !isType && !/with \{ type: "json" \}/.test(text))
      .map(({ name }) => `imports ${name} without { type: "json" }`),
  );
  expect(found).toEqual([]);
});

test("the browser gets nothing that belongs on the server", () => {
  const isServerName = (path: string) => /[/.](commands|queries|jobs|effects|facts-server)\.tsx?$/.test(path);
  const serverPackages = new Set(["pg", "kysely", "fastify", "sharp", "pino", "pg-boss", "file-type", "yauzl"]);
  const reached = new Map<string, string>();
  const open = running
    .filter(({ path }) => layerOf(path) === "web" || path.includes("/screens/"))
    .map(({ path }) => path);
  for (const path of open) reached.set(path, path);
  const found: string[] = [];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const way = reached.get(path) ?? path;
    for (const { name, file, isType } of byPath.get(path)?.imports ?? []) {
      if (isType) continue;
      const isForeign = file === undefined && (name.startsWith("node:") || serverPackages.has(name));
      const isServer =
        file !== undefined && (isServerName(file) || layerOf(file) === "server" || layerOf(file) === "db");
      if (isForeign || isServer) found.push(`${way} → ${name}`);
      if (file === undefined || isServer || reached.has(file)) continue;
      reached.set(file, `${way} → ${file}`);
      open.push(file);
    }
  }
  expect(found).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  const found = listSources(".ts", ".tsx", ".sql", ".mjs", ".css")
    .filter(({ path }) => path !== "db/rows.gen.ts")
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > 400);
  expect(found).toEqual([]);
});

test("nothing outside access/ tests a role", () => {
  const role =
    /\.roles?\b(\s*[!=]==|\??\.(includes|has|some|every|find|filter|indexOf)\()|[!=]==\s*[\w.?]*\.roles?\b|\b(includes|has)\([^)]*\.roles?\b|switch \([\w.?]*\.role\b/;
  const sources = running.filter(({ path }) => layerOf(path) in below && layerOf(path) !== "access");
  expect(offences(sources, (source) => linesWith(source, role))).toEqual([]);
});

test("business time comes from the clock of the context", () => {
  const business = ["directory", "access", "matters", "metrics", "sheets", "capabilities"];
  const sources = running.filter(({ path }) => business.includes(layerOf(path)) && !path.includes("/screens/"));
  expect(offences(sources, (source) => linesWith(source, /\bDate\.now\(|new Date\(\)|Temporal\.Now\b/))).toEqual([]);
  const now = /\b(now|clock_timestamp|statement_timestamp)\(\)|\bcurrent_(date|timestamp)\b/i;
  expect(offences([...listSources(".sql"), ...sources], (source) => linesWith(source, now))).toEqual([]);
});

test("nothing is unfinished, silenced or slept through", () => {
  // Each word is broken by a bracket, so that this line is not an offence itself.
  const unfinished = /TOD[O]|FIXM[E]|(ox|es)lint-disabl[e]|@ts-(ignor[e]|nochec[k]|expect-erro[r])/;
  const all = listSources(".ts", ".tsx", ".sql", ".mjs");
  const found = all.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, at) => (unfinished.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
  const tests = code.filter(({ path }) => isTest(path));
  expect(offences(tests, (source) => linesWith(source, /\bsetTimeout\(|\.waitForTimeout\(|\bsleep\(/))).toEqual([]);
});

test("texts exist in both languages", () => {
  const keysOf = (value: unknown, prefix = ""): string[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${prefix}${key}.`))
      : [prefix];
  const chinese = listSources("messages.zh-CN.json");
  const english = new Map(listSources("messages.en.json").map(({ path, text }) => [path, text]));
  for (const { path, text } of chinese) {
    const other = english.get(path.replace("zh-CN", "en")) ?? "{}";
    expect(keysOf(JSON.parse(other)).toSorted(), path).toEqual(keysOf(JSON.parse(text)).toSorted());
  }
  expect(english.size).toBe(chinese.length);
});

test("links between the documents lead somewhere", () => {
  const found = offences(listSources(".md"), ({ path, text }) => {
    const prose = text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
    return [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
      .map(([, target = ""]) => target.split("#")[0] ?? "")
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
      .filter((target) => !isThere(posix.join(posix.dirname(path), decodeURIComponent(target))));
  });
  expect(found).toEqual([]);
});
