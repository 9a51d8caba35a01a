import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Memory } from "#test/fixture/memory-store.ts";
import { isTest, listSources } from "#test/sources.ts";
import { forgetPersons, keep, keptThings, type KeptThing, readKept, storeOf } from "#web/kept.ts";
import { draftName, draftsOf, keepDraft } from "#web/ui/draft-store.ts";

/** Names of everything that browser and tab have. */
function left(): string[] {
  return [localStorage, sessionStorage].flatMap((store) =>
    Array.from({ length: store.length }, (_, index) => store.key(index) ?? ""),
  );
}

/** Everything that there can be: settings, and what two people have left. */
function fill(): void {
  for (const thing of ["locale", "large", "folded"] as const) keep(thing, "yes");
  for (const account of [1, 12]) {
    keep("project", "7", account);
    keep("scroll", "40", account, "mine:true");
    keepDraft(storeOf("draft"), draftName(account, "ask"), "words", 0);
  }
  keep("identity", "{}");
}

beforeEach(() => {
  vi.stubGlobal("localStorage", new Memory());
  vi.stubGlobal("sessionStorage", new Memory());
  fill();
});
afterEach(() => vi.unstubAllGlobals());

const settings = ["huhang.locale", "huhang.large", "huhang.folded"];
const drafts = ["huhang.draft:1:ask", "huhang.draft:12:ask"];

describe("what a browser keeps", () => {
  it("is here in each of its kinds", () => {
    const kinds = Object.values(keptThings).map(({ name }) => name);
    expect(new Set(left().map((name) => name.split(":")[0]))).toEqual(new Set(kinds));
  });

  it("is settings and drafts once somebody has signed out", () => {
    forgetPersons();
    expect(left().toSorted()).toEqual([...settings, ...drafts].toSorted());
  });

  it("is his own, and nobody else's but drafts, once somebody has come", () => {
    forgetPersons({ stays: 1 });
    expect(left().toSorted()).toEqual(
      [...settings, ...drafts, "huhang.project:1", "huhang.scroll:1:mine:true"].toSorted(),
    );
    expect(readKept("project", 1)).toBe("7");
  });

  it("is nothing of a person in a tab whose session is over", () => {
    forgetPersons({ tabOnly: true });
    expect(sessionStorage.length).toBe(0);
    expect(readKept("project", 12)).toBe("7");
  });

  it("shows nobody the drafts of another", () => {
    expect(draftsOf(storeOf("draft"), 1)).toEqual(["huhang.draft:1:ask"]);
    expect(draftsOf(storeOf("draft"), 2)).toEqual([]);
  });
});

describe("the list", () => {
  it("names each thing once, none as the beginning of another", () => {
    const names = (Object.keys(keptThings) as KeptThing[]).map((thing) => `${keptThings[thing].name}:`);
    for (const name of names) expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
  });

  it("is the only place from which anything is kept in a browser", () => {
    const doors =
      /\b(localStorage|sessionStorage|indexedDB|caches|cookieStore)\b|document\.cookie|serviceWorker|["'`]huhang\./;
    const found = listSources(".ts", ".tsx")
      .filter(({ path }) => path.startsWith("web/") && !isTest(path) && path !== "web/kept.ts")
      .flatMap(({ path, text }) =>
        text.split("\n").flatMap((line, at) => (doors.test(line) ? [`${path}:${at + 1}`] : [])),
      );
    expect(found).toEqual([]);
  });
});
