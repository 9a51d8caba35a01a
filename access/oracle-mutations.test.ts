import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { buildCity, identitiesOf, makeFolder, openSite, type Site } from "#test/access/build.ts";
import { compareLists, compareRaw, openEyes, type Scene, setScene } from "#test/access/look.ts";
import { ticks } from "#test/access/model.ts";
import { fullCity } from "#test/access/places.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { databaseUrl, withAdmin } from "#test/server.ts";

/** An end, and the last moment before another one. */
const instants = [ticks[1], ticks[4], ticks[2] - 1] as const;

/** One city, kept as it is: every mutation is made in a copy of its database. */
let original: TestDatabase;
let scene: Scene;
let files: Awaited<ReturnType<typeof makeFolder>>;

beforeAll(async () => {
  original = await createTestDatabase();
  files = await makeFolder();
  const matters = await buildCity(original, files.folder, fullCity);
  await withAdmin(original.adminUrl, async (admin) => {
    scene = await setScene(admin, fullCity, matters);
  });
});
afterAll(async () => {
  await original.drop();
  await files.remove();
});

/** Differences between a copy of the city and the oracle, after the mutation; looking stops at the first ones. */
async function differencesAfter(mutate: (owner: pg.Client) => Promise<unknown>): Promise<string[]> {
  const copy = await copyDatabase();
  const owner = new pg.Client({ connectionString: copy.ownerUrl });
  const app = await openEyes(copy.appUrl);
  await owner.connect();
  try {
    await mutate(owner);
    return await lookUntilDifferent(app, () => openSite(copy, files.folder));
  } finally {
    await Promise.all([owner.end(), app.end()]);
    await copy.drop();
  }
}

async function lookUntilDifferent(app: pg.Client, open: () => Promise<Site>): Promise<string[]> {
  const everybody = identitiesOf(scene.city);
  for (const at of instants) {
    for (const identity of everybody) {
      const found = await compareRaw(app, scene, identity, at);
      if (found.length > 0) return found;
    }
  }
  const site = await open();
  try {
    for (const identity of everybody) {
      const found = await compareLists(site, scene, identity, instants[0]);
      if (found.length > 0) return found;
    }
    return [];
  } finally {
    await site.close();
  }
}

async function copyDatabase() {
  const { adminUrl, owner, app } = inject("testServer");
  const from = new URL(original.adminUrl).pathname.slice(1);
  const name = `${from}_m${Math.random().toString(36).slice(2, 8)}`;
  await withAdmin(adminUrl, async (admin) => {
    await admin.query(`create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(from)}`);
    await admin.query(`alter database ${pg.escapeIdentifier(name)} owner to ${pg.escapeIdentifier(owner.name)}`);
    await admin.query(`grant connect on database ${pg.escapeIdentifier(name)} to ${pg.escapeIdentifier(app.name)}`);
  });
  return {
    ownerUrl: databaseUrl(adminUrl, name, owner),
    appUrl: databaseUrl(adminUrl, name, app),
    drop: () => withAdmin(adminUrl, (admin) => admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`)),
  };
}

/** Puts other words into a policy's condition; a text that is not there any more fails, so that no mutation goes stale. */
const inPolicy =
  (table: string, policy: string, words: string | RegExp, others: string) => async (owner: pg.Client) => {
    const { rows } = await owner.query<{ qual: string }>(
      "select qual from pg_policies where tablename = $1 and policyname = $2",
      [table, policy],
    );
    await owner.query(`alter policy ${policy} on ${table} using (${changed(rows[0]?.qual, words, others)})`);
  };
const inFunction = (name: string, words: string | RegExp, others: string) => async (owner: pg.Client) => {
  const { rows } = await owner.query<{ text: string }>("select pg_get_functiondef($1::regproc) as text", [
    `app.${name}`,
  ]);
  await owner.query(changed(rows[0]?.text, words, others));
};
function changed(text: string | undefined, words: string | RegExp, others: string): string {
  const result = text?.replace(words, others);
  if (result === undefined || result === text) throw new Error(`nothing to break: ${words} in ${text}`);
  return result;
}
const sql = (text: string) => (owner: pg.Client) => owner.query(text);

const mutations: Readonly<Record<string, (owner: pg.Client) => Promise<unknown>>> = {
  "matters are open to all": sql("alter policy see on matter using (true)"),
  "a complaint is shown to whom it is about": inPolicy(
    "matter",
    "see",
    /NOT \(barred && [^)]*app\.p\(\)[^)]*\)\)/,
    "true",
  ),
  "what is private is shown to the city's office": inPolicy("matter", "see", /NOT private/g, "true"),
  "a session sees the matters of another firm": inPolicy("matter", "see", /app\.firm\(\) IS NULL/, "true"),
  "nobody's loans count": inPolicy(
    "matter",
    "see",
    /readers && \( SELECT app\.p\(\) AS p\)/g,
    "readers && ( SELECT app.own() AS p)",
  ),
  "what a lender must not know is shown to whom he lends": inPolicy(
    "matter",
    "see",
    /barred && [^)]*app\.lenders\(\)[^)]*\)/,
    "false",
  ),
  "an audience is heard by whoever sees the matter": sql(
    "alter policy see on matter_audience using (exists (select from matter m where m.id = matter_id))",
  ),
  "entries are shown with the matter": sql(
    "alter policy see on entry using (exists (select from matter m where m.id = matter_id))",
  ),
  "tasks are shown with the matter": sql(
    "alter policy see on task using (exists (select from matter m where m.id = matter_id))",
  ),
  "files are shown with the matter": sql(
    "alter policy see on file using (exists (select from matter m where m.id = matter_id))",
  ),
  "entries are shown to nobody": sql("drop policy see on entry"),
  "turns tell of matters that are kept from somebody": inPolicy(
    "turn",
    "see",
    /AND \( SELECT true\s+FROM matter[^)]*\)\)/,
    "",
  ),
  "invitations tell of matters that are kept from somebody": inPolicy(
    "matter_guest",
    "see",
    /AND \( SELECT true\s+FROM matter[^)]*\)\)/,
    "",
  ),
  "links tell of children": sql("alter policy see on matter_link using (true)"),
  "firms see each other": inPolicy("enterprise", "see", /app\.all_\(\)/, "app.kind() <> ''"),
  "projects are open to all": inPolicy("project", "see", /app\.all_\(\)/, "app.kind() <> ''"),
  "members are known to every firm": inPolicy("account", "see", /kind = 'staff'::text/, "true"),
  "an assignment never ends": inFunction(
    "own_relations",
    /(from assignment s[\s\S]*?)and \(s\.valid_to is null or s\.valid_to > p_at\)/,
    "$1",
  ),
  "an assignment begins too early": inFunction("own_relations", /s\.valid_from <= p_at/, "true"),
  "a grant ends a moment too late": inFunction("enter", /g\.valid_to > p_at/, "g.valid_to >= p_at"),
  "a loan never ends": inFunction("enter", /d\.valid_to > p_at/, "true"),
  "a loan needs no having": inFunction("enter", /and d\.principal_id = any \(\(select o\.principals[^\n]*/, ";"),
  "nobody stands in for an absent officer": inFunction(
    "own_relations",
    /then not app\.is_absent\(a\.account_id, p_at\)/,
    "then true",
  ),
  "a side stays a side": inFunction("own_relations", /and \(m\.valid_to is null or m\.valid_to > p_at\)/, ""),
  "a closed account may enter": inFunction("enter", /and \(closed_at is null or closed_at > p_at\)/, ""),
  "administrators keep their other offices": inFunction(
    "own_relations",
    /duties && array\['auditors', 'administrators'\]/,
    "duties && array['nothing']",
  ),
};

test("the city is as the oracle says while nothing is broken", async () => {
  expect(await differencesAfter(async () => undefined)).toEqual([]);
});

test.each(Object.entries(mutations))("is found out: %s", async (_name, mutate) => {
  expect(await differencesAfter(mutate)).not.toEqual([]);
});
