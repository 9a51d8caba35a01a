import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { personas } from "#capabilities/demo/personas.ts";
import { procedures } from "#capabilities/index.ts";
import { contract as samples } from "#capabilities/look-samples/contract.ts";
import { clockFrom } from "#kernel/clock.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import { contract } from "#matters/contract.ts";
import { replay } from "#matters/engine/snapshot.ts";
import { loadEntries, loadMatter, openDoor } from "#matters/store.queries.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { seedDemoCity } from "#server/demo-city.ts";
import { execute } from "#server/pipeline.ts";
import { openPlatform, type Platform } from "#server/platform.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import type { SeedReport } from "./index.ts";

// The whole city with the last weeks of its two years, twice: all of them would keep everybody waiting.

const now = new Date("2026-11-23T11:05:30+08:00");
const days = 25;

let folder: string;
let crypto: ReturnType<typeof createAesProvider>;
let databases: TestDatabase[];
let reports: SeedReport[];
let reached: Date[];
let platform: Platform;
let admin: pg.Client;

const options = (of: TestDatabase) => ({
  databaseUrl: of.appUrl,
  filesDir: join(folder, "files"),
  crypto,
  procedures,
  log: pino({ level: "silent" }),
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "huhang-full-"));
  crypto = createAesProvider(await loadKeys({ keyFile: join(folder, "keys.json"), create: true }));
  databases = [await createTestDatabase(), await createTestDatabase()];
  reports = [];
  reached = [];
  const progress = (until: Date) => void reached.push(until);
  for (const of of databases) {
    reports.push(
      await seedDemoCity({ ownerUrl: of.ownerUrl, now, size: "full", days, progress, platform: options(of) }),
    );
  }
  const [first] = databases;
  if (!first) throw new Error("no database");
  platform = await openPlatform({ ...options(first), clock: clockFrom(now) });
  admin = new pg.Client({ connectionString: first.adminUrl });
  await admin.connect();
}, 600_000);
afterAll(async () => {
  await admin?.end();
  await platform?.close();
  for (const of of databases ?? []) await of.drop();
  await rm(folder, { recursive: true, force: true });
});

test("everything drawn went on as it was drawn", () => {
  for (const report of reports) {
    expect(report).toMatchObject({ outcome: "seeded", projects: 330, abandoned: [] });
    expect(report.outcome === "seeded" && report.matters).toBeGreaterThan(100);
  }
});

test("whoever waits is told up to when everything has happened", () => {
  const ofEach = reached.length / databases.length;
  expect(ofEach).toBeGreaterThan(2);
  const times = reached.slice(0, ofEach).map((until) => until.getTime());
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times.at(-1)).toBeLessThanOrEqual(now.getTime());
});

test("the same day gives the same city, but for the ids that areas side by side draw in turn", async () => {
  const histories: unknown[] = [];
  for (const of of databases) {
    const session = new pg.Client({ connectionString: of.adminUrl });
    await session.connect();
    const { rows } = await session.query(
      `select m.number, m.title, m.state, m.outcome, e.seq, e.at, e.kind, e.name, a.login, e.capacity, e.form
         from matter m join entry e on e.matter_id = m.id left join account a on a.id = e.actor_id
        -- Which matters are asked about again is drawn by their ids.
        where m.procedure <> 'returnVisit'
        order by m.number, e.seq`,
    );
    const { rows: people } = await session.query(
      `select p.code, p.stage, s.kind, a.login, s.valid_from, s.valid_to
         from project p join assignment s on s.project_id = p.id join account a on a.id = s.account_id
        order by 1, 3, 5`,
    );
    histories.push([rows, people]);
    await session.end();
  }
  expect(histories[0]).toEqual(histories[1]);
});

test("every matter is what its entries alone say", async () => {
  const { rows } = await admin.query<{ id: number }>("select id::int from matter");
  for (const { id } of rows) {
    await platform.asSystem(async (tx) => {
      await openDoor(tx, id);
      const { snapshot } = await loadMatter(tx, id);
      expect(replay(await loadEntries(tx, id))).toEqual(snapshot);
    });
  }
});

test("nothing is due that has not happened, and nothing happened after now", async () => {
  const { rows } = await admin.query<{ n: number }>(
    `select ((select count(*) from due where fired_at is null and at <= $1)
       + (select count(*) from entry where at > $1) + (select count(*) from audit where at > $1))::int as n`,
    [now],
  );
  expect(rows[0]?.n).toBe(0);
});

test("the last days are on record in their order", async () => {
  const { rows } = await admin.query<{ at: Date }>("select at from audit where at > $1 order by id", [
    new Date("2026-11-21T00:00:00+08:00"),
  ]);
  const times = rows.map(({ at }) => at.getTime());
  expect(times.length).toBeGreaterThan(20);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

let keys = 0;
async function as<Op extends Operation>(
  login: string,
  operation: Op,
  input: Record<string, unknown>,
): Promise<OutputOf<Op>> {
  const { rows } = await admin.query<{ id: number; firm: number | null }>(
    `select a.id, (select min(g.enterprise_id) from access_grant g where g.account_id = a.id) as firm
       from account a where a.login = $1`,
    [login],
  );
  keys += 1;
  const answer = await execute(platform, operation.id, input, {
    account: { accountId: rows[0]?.id ?? 0, enterpriseId: rows[0]?.firm ?? null },
    device: "desk",
    idempotencyKey: `full-test-${keys}`,
  });
  return answer.body as OutputOf<Op>;
}

test("the inspector finds a drawn sample of last week's looks, each with its reason, and the draw can be repeated", async () => {
  const inspector = personas.find(({ id }) => id === "inspector")?.login ?? "";
  const { from, items, drawn } = await as(inspector, samples["lookSample.list"], {});
  expect(from).toBe("2026-11-16");
  expect(drawn?.at).toBe(now.toISOString());
  expect(items.length).toBeGreaterThan(7);
  expect(new Set(items.map(({ purpose }) => purpose)).size).toBeGreaterThan(2);
  expect(new Set(items.map(({ at }) => at.slice(0, 10))).size).toBeGreaterThan(3);
  expect(
    items.every(({ operation, reason, mayJudge }) => operation === "enterprise.unmask" && reason !== "" && mayJudge),
  ).toBe(true);
  const auditor = personas.find(({ id }) => id === "audit")?.login ?? "";
  expect(await as(auditor, samples["lookSample.check"], { week: from })).toMatchObject({
    looks: items.length,
    drawn: items.length,
    faults: [],
  });
});

test("everybody whom one can try the platform as has something on his desk", async () => {
  // What climbs goes to the branch; the city's office looks at all of it.
  const without = new Set([
    "cityOffice",
    "inspector",
    "dataProtection",
    "audit",
    "systemAdmin",
    "securityAdmin",
    "hr",
    "security",
    "legalRep",
  ]);
  for (const { id, login, side } of personas) {
    if (without.has(id)) continue;
    const input = side === "police" ? { view: "mine" } : { phase: "active" };
    const { items } = await as(login, contract["matter.list"], input);
    expect(items.length, id).toBeGreaterThan(0);
  }
  const { items } = await as("wei", contract["matter.list"], { limit: 100 });
  expect(new Set(items.map(({ state }) => state)).size).toBeGreaterThan(7);
});
