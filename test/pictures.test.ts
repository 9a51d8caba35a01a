/** Pictures in the papers: those that are named are there, small, and each is named somewhere. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { listSources, root } from "./sources.ts";

test("every picture of the papers is there, is no larger than 165 kB, and none lies about unused", () => {
  const named = listSources(".md").flatMap(({ path, text }) =>
    [...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)|<img [^>]*src="([^"]+)"/g)].map(([, plain, tag]) =>
      normalize(join(dirname(path), plain ?? tag ?? "")),
    ),
  );
  const kept = ["docs/pictures", "docs/screenshots"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  expect(named.filter((path) => !kept.includes(path))).toEqual([]);
  expect(kept.filter((path) => !named.includes(path))).toEqual([]);
  expect(kept.filter((path) => statSync(join(root, path)).size > 165_000)).toEqual([]);
  expect(kept.length).toBeGreaterThan(5);
  // No picture carries where or with what it was taken.
  for (const path of kept) expect([path, readFileSync(join(root, path)).includes("Exif")]).toEqual([path, false]);
});
