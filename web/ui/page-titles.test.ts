import { expect, it } from "vitest";
import { listSources } from "#test/sources.ts";

/** They show what is asked for, or another page, and that says its name. */
const choosers = ["RootPage", "HomePage", "MattersPage", "MatterPage", "AskPage", "PolicySetPage"];

it("every page says its name in the browser's tab: a name that stays behind is the page before", () => {
  const sources = listSources(".ts", ".tsx").filter(({ path }) => path.startsWith("web/"));
  const pages = sources
    .filter(({ path }) => path.startsWith("web/routes/"))
    .flatMap(({ text }) =>
      [...text.matchAll(/lazyRouteComponent\([^"]+(?:"#[^"]+"\), )?"(\w+)"|component: (\w+Page)\b/g)].map(
        ([, later = "", atOnce = later]) => atOnce,
      ),
    );
  expect(pages.length).toBeGreaterThan(50);
  expect(pages).toEqual(expect.arrayContaining(["SignInPage", "HomePage", "MePage"]));
  const bodyOf = (name: string) => {
    const text = sources.map((one) => one.text).find((one) => one.includes(`export function ${name}(`)) ?? "";
    const from = text.indexOf(`export function ${name}(`);
    return text.slice(from, text.indexOf("\n}\n", from));
  };
  const nameless = pages.filter((name) => !choosers.includes(name) && !bodyOf(name).includes("useTitle("));
  expect(nameless).toEqual([]);
});
