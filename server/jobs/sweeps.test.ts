import { randomUUID } from "node:crypto";
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { sweepFiles, sweepKeys, sweepOutbox, sweepSessions } from "./sweeps.ts";

let house: Harness;
let admin: pg.Client;

beforeEach(async () => {
  house = await startHarness();
  ({ admin } = house);
});
afterEach(() => house.close());

const hour = 3_600_000;
const ago = (hours: number) => new Date(house.clock.now().getTime() - hours * hour);

async function count(table: string): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(`select count(*)::int as n from ${pg.escapeIdentifier(table)}`);
  return rows[0]?.n ?? 0;
}

async function storeFile(text: string): Promise<string> {
  const { key } = await house.platform.storage.put(Readable.from([Buffer.from(text)]));
  return key;
}

async function storedKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of house.platform.storage.list()) keys.push(key);
  return keys.toSorted();
}

/** Lets all stored content look two days old to the machine. */
async function age(): Promise<void> {
  const folder = join(house.folder, "files");
  const old = new Date(Date.now() - 48 * hour);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), old, old);
  }
}

async function addFile(at: Date, attached: number | null, key: string, thumb: string | null = null): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into file (id, matter_id, entry_seq, audience, name, media_type, size, sha256, storage_key, thumb_key, uploaded_by, uploaded_at)
     values ($1, $2, $3, $4, 'a.pdf', 'application/pdf', 1, '\\x00', $5, $6, $7, $8)`,
    [id, attached, attached && 1, attached && "all", key, thumb, house.town.people.liaison, at],
  );
  return id;
}

it("removes pending files after a day with their content, never attached ones", async () => {
  const { id: matter } = await house.as("liaison")(contract["matter.open"], questionOf(house.town));
  const keys = await Promise.all(["late", "late thumb", "fresh", "kept", "kept thumb", "orphan"].map(storeFile));
  const [late = "", lateThumb = "", fresh = "", kept = "", keptThumb = ""] = keys;
  await addFile(ago(25), null, late, lateThumb);
  const freshId = await addFile(ago(23), null, fresh);
  const keptId = await addFile(ago(24 * 400), matter, kept, keptThumb);

  await sweepFiles(house.platform);
  const { rows } = await admin.query<{ id: string }>("select id from file");
  expect(rows.map(({ id }) => id).toSorted()).toEqual([freshId, keptId].toSorted());
  // The orphan is too young: its request might still be running.
  expect(await storedKeys()).toHaveLength(4);

  await age();
  await sweepFiles(house.platform);
  expect(await storedKeys()).toEqual([fresh, kept, keptThumb].toSorted());
});

it("gives up nothing when it may not see which files are needed", async () => {
  const ask = sql`select app.referenced_files(array['a'])`;
  await expect(ask.execute(house.platform.db)).rejects.toThrow("only the platform itself");
  await expect(sql`select app.sweep_sessions(now())`.execute(house.platform.db)).rejects.toThrow(
    "only the platform itself",
  );
});

it("removes more files than one statement takes", async () => {
  await admin.query(
    `insert into file (id, name, media_type, size, sha256, storage_key, uploaded_by, uploaded_at)
     select gen_random_uuid(), 'a.pdf', 'application/pdf', 1, '\\x00', 'missing-' || n, $1, $2 from generate_series(1, 1203) n`,
    [house.town.people.liaison, ago(30)],
  );
  await sweepFiles(house.platform);
  expect(await count("file")).toBe(0);
});

it("forgets answers after a day, events after a week, sessions a month after their end", async () => {
  const { people } = house.town;
  for (const hours of [23, 25]) {
    await admin.query(
      "insert into idempotency (account_id, operation, key, body_hash, at) values ($1, 'x.y', $2, '\\x00', $3)",
      [people.liaison, `key-${hours}`, ago(hours)],
    );
  }
  for (const days of [6, 8]) {
    await admin.query(
      `insert into outbox (at, event, readers) values ($1, '{"name":"matterMoved","matter":1}', '{}')`,
      [ago(days * 24)],
    );
  }
  for (const [days, ended] of [
    [0, false],
    [20, true],
    [31, true],
    [31, false],
  ] as const) {
    await admin.query(
      `insert into session (token_hash, account_id, device, created_at, seen_at, expires_at, ended_at)
       values ($1, $2, 'desk', $3::timestamptz, $3, $3::timestamptz + interval '12 hours', $4)`,
      [Buffer.from(`${days}${ended}`), people.officerA, ago(days * 24), ended ? ago(days * 24) : null],
    );
  }
  // What its consumers have not heard yet stays.
  await sweepOutbox(house.platform);
  expect(await count("outbox")).toBe(2);
  await house.platform.runEffects();
  await sweepKeys(house.platform);
  await sweepOutbox(house.platform);
  await sweepSessions(house.platform);
  const { rows } = await admin.query<{ key: string }>("select key from idempotency");
  expect(rows).toEqual([{ key: "key-23" }]);
  expect(await count("outbox")).toBe(1);
  expect(await count("session")).toBe(2);
});
