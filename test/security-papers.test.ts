/**
 * The papers of docs/security name tests as `path/of.test.ts` "part of a name": each must be there. The check-list of
 * ASVS has every requirement of levels 1 and 2 once, in order, and its open lines stand together at the end.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operations } from "#server/registry.ts";
import { isThere, listSources, root } from "./sources.ts";

const files = new Map<string, string>();
function read(path: string): string {
  const text = files.get(path) ?? readFileSync(join(root, path), "utf8");
  files.set(path, text);
  return text;
}

/** What a paper names and is not there. */
function missing(paper: string): string[] {
  let file: string | undefined;
  const found: string[] = [];
  for (const [, path, name] of paper.matchAll(/`([\w./-]+\.(?:test|journey)\.tsx?)`|"([^"\n]+)"|\n/g)) {
    if (path !== undefined) {
      file = path;
      if (!isThere(path)) found.push(path);
    } else if (name === undefined) file = undefined;
    else if (file !== undefined && isThere(file) && !read(file).includes(name)) found.push(`${file}: ${name}`);
  }
  return found;
}

/** Rows of a table, by cells. */
function rowsOf(paper: string, first: RegExp): string[][] {
  return paper
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => first.test(cells[1] ?? ""))
    .map((cells) => cells.slice(1, -1));
}

const papers = listSources(".md").filter(({ path }) => path.startsWith("docs/security/"));

test("every test that a security paper names is there", () => {
  expect(papers.length).toBeGreaterThanOrEqual(2);
  expect(papers.flatMap(({ path, text }) => missing(text).map((what) => `${path}: ${what}`))).toEqual([]);
  expect(missing('| `test/sources.test.ts` "x" |')).toEqual(["test/sources.test.ts"]);
  expect(missing('| `test/lockfile.test.ts` "no such name" |')).toEqual(["test/lockfile.test.ts: no such name"]);
});

test("each guard rail has its line", () => {
  const rails = rowsOf(read("docs/security/guard-rails.md"), /^GR-\d+$/).map(([id]) => id);
  expect(rails).toEqual(Array.from({ length: 25 }, (_, at) => `GR-${at + 1}`));
});

test("each requirement of ASVS 5.0, levels 1 and 2, has its line, its state, and a proof where it is held", () => {
  const paper = read("docs/security/asvs.md");
  const rows = rowsOf(paper, /^\d+\.\d+\.\d+$/);
  const levels = rows.map(([, level]) => level);
  expect([levels.filter((one) => one === "1").length, levels.filter((one) => one === "2").length]).toEqual([70, 183]);
  const ids = rows.map(([id = ""]) => id);
  const byNumber = (left: string, right: string) => left.localeCompare(right, "en", { numeric: true });
  expect(ids).toEqual([...new Set(ids)].toSorted(byNumber));
  const wrong = rows.filter(([, , , state = "", proof = ""]) => {
    if (state === "held") return !/`[^`]+`|\]\(/.test(proof);
    return !["open", "n/a"].includes(state) || proof === "";
  });
  expect(wrong).toEqual([]);
  const open = rows.filter(([, , , state]) => state === "open").map(([id]) => id);
  const listed = paper.slice(paper.indexOf("## Open lines")).match(/\d+\.\d+\.\d+/g) ?? [];
  expect(listed).toEqual(open);
  const counted = ["held", "open", "n/a"].map((state) => rows.filter((row) => row[3] === state).length);
  expect(paper).toContain(`${counted[0]} held, ${counted[1]} open, ${counted[2]} not applicable`);
});

test("each limit of the paper is the program's", () => {
  const rows = read("docs/security/limits.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| What |"));
  expect(rows.length).toBeGreaterThan(25);
  const named = rows.map((row) =>
    [...row.matchAll(/`([\w./-]+\.ts)` `([^`]+)`/g)].map(([, path = "", code = ""]) => ({ path, code })),
  );
  expect(rows.filter((_, at) => named[at]?.length === 0)).toEqual([]);
  const wrong = named.flat().filter(({ path, code }) => !isThere(path) || !read(path).includes(code));
  expect(wrong).toEqual([]);
});

test("no secret and no number of a person goes by an address, which proxies write down", () => {
  const telling = /password|secret|token|^code$|recovery|phone|mail|idNumber|login/i;
  const found = operations.flatMap(({ id, method, input }) =>
    method === "GET" || method === "DELETE"
      ? Object.keys(input.shape)
          .filter((key) => telling.test(key))
          .map((key) => `${id}.${key}`)
      : [],
  );
  expect(found).toEqual([]);
  // What people search for stays in the address; the example writes down the path alone.
  expect(read("ops/examples/nginx.conf")).toMatch(/log_format huhang [^;]*\$uri[^;]*;/);
  expect(read("ops/examples/nginx.conf")).not.toMatch(/log_format[^;]*\$(request|request_uri|args|query_string)\b/);
});

test("in the clear an interface is refused, and only people are sent on, by each example of a proxy", () => {
  const plain = /server \{\s*listen 80;[^]*$/.exec(read("ops/examples/nginx.conf"))?.[0] ?? "";
  expect(plain).toMatch(/location \/api\/ \{\s*return 403;\s*\}\s*location \/ \{\s*return 301 /);
  expect(read("ops/examples/Caddyfile")).toMatch(
    /^http:[^]*handle \/api\/\* \{\s*respond 403\s*\}\s*handle \{\s*redir /m,
  );
  // A word of nginx 1.25.1, at which those of the long-supported systems do not start.
  expect(read("ops/examples/nginx.conf")).not.toMatch(/^\s*http2 on;/m);
});

test("the screens set no HTML", () => {
  const set = /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write/;
  const found = listSources(".ts", ".tsx").filter(({ path, text }) => path.startsWith("web/") && set.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
  expect(set.test("node.innerHTML = words")).toBe(true);
});
