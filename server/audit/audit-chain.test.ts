import { createHash } from "node:crypto";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AuditRow } from "#directory/context.ts";
import { contract } from "#matters/contract.ts";
import { createAesProvider } from "#server/adapters/crypto/aes-provider.ts";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { type AuditFacts, isIntact, signatureOf, writeAudit } from "#server/audit.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { appendAnchors, lastAnchor, readAnchors } from "./anchors.ts";
import { headOf, rangesOf, readRanges } from "./chain.ts";
import { exportAudit, verifyExport } from "./export.ts";
import { retireAudit, sealAudit } from "./seal.ts";
import { type AuditReport, verifyAudit } from "./verify.ts";
import { readWitness } from "./witness.ts";

// Story 3 of issue 4: the auditor verifies; then somebody with all rights in the database has a go at it.

let house: Harness;
/** The attacker: a superuser of the database. */
let admin: pg.Client;
let anchorsDir: string;

beforeEach(async () => {
  house = await startHarness();
  anchorsDir = join(house.folder, "audit-anchors");
  ({ admin } = house);
});
afterEach(() => house.close());

/** So many looks at a list; each is a row of the audit. */
async function look(times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) await house.as("officerA")(contract["matter.list"], {});
  await house.platform.witness?.flush();
}

function verify(): Promise<AuditReport> {
  return verifyAudit({ session: admin, crypto: house.platform.crypto, anchorsDir, now: house.clock.now() });
}

/** As the job does it once a minute, after the processes have ended their files of that minute. */
async function seal(): Promise<number> {
  await house.platform.witness?.turn();
  return sealAudit(house.platform, { most: 10 });
}

const change = (text: string, values: unknown[] = []) => admin.query(text, values);

async function lastRow(): Promise<number> {
  return (await admin.query<{ id: number }>("select max(id)::int as id from audit")).rows[0]?.id ?? 0;
}

it("finds nothing wrong with what nobody touched, sealed and not", async () => {
  await look(25);
  expect(await seal()).toBe(3);
  await look(4);
  expect(await verify()).toEqual({ rows: 29, batches: 3, open: 4, faults: [], notices: [] });
  expect(await seal()).toBe(1);
  expect(await verify()).toMatchObject({ batches: 4, open: 0, faults: [], notices: [] });
});

it("names an altered row, sealed or written a second ago, and a deleted one", async () => {
  await look(25);
  await seal();
  await look(2);
  const last = await lastRow();
  await change("update audit set unit_id = null where id = $1", [last]);
  await change("update audit set count = 99 where id = $1", [last - 10]);
  await change("delete from audit where id = $1", [last - 20]);
  expect((await verify()).faults).toEqual([
    { kind: "deleted", row: last - 20, batch: 1 },
    { kind: "altered", row: last - 10 },
    { kind: "altered", row: last },
  ]);
});

it("misses each of the last ten rows when they are deleted, although none was sealed", async () => {
  await look(12);
  await seal();
  await look(10);
  const { rows } = await admin.query<{ uid: string }>("select uid from audit order by id desc limit 10");
  await change("delete from audit_open where audit_id in (select id from audit order by id desc limit 10)");
  await change("delete from audit where id in (select id from audit order by id desc limit 10)");
  const report = await verify();
  expect(new Set(report.faults)).toEqual(new Set(rows.map(({ uid }) => ({ kind: "deletedUnsealed", uid }))));
  expect(report.faults).toHaveLength(10);
  // Nor does sealing what is left cover it up.
  await house.platform.witness?.turn();
  await look(3);
  await seal();
  expect((await verify()).faults).toHaveLength(10);
});

it("names a row that the platform did not write, through the table or past its trigger", async () => {
  await look(5);
  await seal();
  const copy = `insert into audit (uid, at, account_id, operation, purpose, object, status, detail, key_id, hmac)
    select gen_random_uuid(), at, account_id, operation, purpose, object, status, detail, key_id, hmac from audit limit 1`;
  await change(copy);
  const first = await lastRow();
  await change("set session_replication_role = replica");
  await change(copy);
  await change("set session_replication_role = origin");
  const second = await lastRow();
  expect((await verify()).faults).toEqual([
    { kind: "inserted", row: first },
    { kind: "inserted", row: second },
  ]);
});

it("sees that a chain was recomputed without the key", async () => {
  await look(25);
  await seal();
  // Takes a row out and puts the digest and the heads right, as well as somebody without the key can.
  await change("delete from audit where id = 3");
  const { rows } = await admin.query<{ hmac: Buffer }>("select hmac from audit where id <= 10 order by id");
  const digest = createHash("sha256");
  for (const { hmac } of rows) digest.update(hmac);
  const own = createAesProvider(await loadKeys({ keyFile: join(house.folder, "other-keys.json"), create: true }));
  const { rows: batches } = await admin.query("select no, first_at, last_at from audit_batch where no = 1");
  const forged = {
    ...batches[0],
    rows: "{[1,3),[4,11)}",
    row_count: 9,
    digest: digest.digest(),
    key_id: own.activeKeyId,
  };
  await change("update audit_batch set rows = $1, row_count = 9, digest = $2, key_id = $3, head = $4 where no = 1", [
    forged.rows,
    forged.digest,
    forged.key_id,
    headOf(own, forged, null),
  ]);
  expect((await verify()).faults).toEqual(
    expect.arrayContaining([
      { kind: "chainBroken", batch: 1 },
      { kind: "chainBroken", batch: 2 },
      { kind: "anchorMismatch", batch: 1 },
    ]),
  );
});

it("reports the anchor when a superuser with the key and the repository's own code computes the chain anew", async () => {
  await look(25);
  await seal();
  await look(1);
  const { platform } = house;
  const altered = await rewrite(5);
  expect(isIntact(platform.crypto, altered)).toBe(true);
  // Seals everything once more with the real code, as if it had never been sealed; the anchors are not his.
  await change("delete from audit_batch");
  await change("insert into audit_open select id from audit where id <= 25 on conflict do nothing");
  await change("delete from audit_open where audit_id = 26");
  await sealAudit({ ...platform, anchorsDir: null }, { most: 10 });
  await change("insert into audit_open values (26)");
  const { faults } = await verify();
  expect(faults).toEqual([
    { kind: "anchorMismatch", batch: 1 },
    { kind: "anchorMismatch", batch: 2 },
    { kind: "anchorMismatch", batch: 3 },
  ]);
});

it("tells a row of a second ago that was rewritten with the key, and one that nobody witnessed", async () => {
  await look(3);
  const last = await lastRow();
  await rewrite(last);
  expect((await verify()).faults).toEqual([{ kind: "rewritten", row: last }]);
  await house.platform.asSystem((tx) => writeAudit(tx, house.platform.crypto, factsAt(house.clock.now())));
  expect((await verify()).notices).toEqual([{ kind: "unwitnessed", row: last + 1 }]);
});

it("sees a rewritten row within a batch, and the end of the chain cut off", async () => {
  await look(25);
  await seal();
  await rewrite(12);
  expect((await verify()).faults).toEqual([{ kind: "rowsRewritten", batch: 2 }]);
  await change("delete from audit where id > 20");
  await change("delete from audit_batch where no = 3");
  expect((await verify()).faults).toContainEqual({ kind: "batchDeleted", batch: 3 });
});

it("lets no row escape whose transaction commits after later ones were sealed", async () => {
  const { platform } = house;
  const late = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = platform.asSystem(async (tx) => {
    const marks = await writeAudit(tx, platform.crypto, factsAt(house.clock.now()));
    written.resolve();
    await late.promise;
    return marks;
  });
  await written.promise;
  await look(3);
  expect(await seal()).toBe(1);
  late.resolve();
  platform.witness?.note(await slow);
  await platform.witness?.flush();
  expect(await seal()).toBe(1);
  const { rows } = await admin.query<{ rows: string }>("select rows::text as rows from audit_batch order by no");
  expect(rows.map(({ rows }) => rows)).toEqual(["{[2,5)}", "{[1,2)}"]);
  expect(await verify()).toMatchObject({ rows: 4, open: 0, faults: [], notices: [] });
});

it("makes up for a process that was killed between sealing and anchoring; two sealers do not meet", async () => {
  await look(15);
  await sealAudit({ ...house.platform, anchorsDir: null }, { most: 10 });
  expect((await verify()).notices.map(({ kind }) => kind)).toEqual(["unanchored", "unanchored"]);
  const other = await house.another();
  await look(10);
  await Promise.all([seal(), sealAudit(other, { most: 10 })]);
  await seal();
  expect(new Set((await readAnchors(anchorsDir)).map(({ no }) => no))).toEqual(new Set([1, 2, 3]));
  expect(await verify()).toMatchObject({ open: 0, faults: [], notices: [] });
});

it("keeps a witness until its rows are sealed and anchored, and no longer", async () => {
  await look(5);
  await house.platform.witness?.turn();
  expect((await readWitness(anchorsDir)).flatMap(({ marks }) => marks)).toHaveLength(5);
  await seal();
  expect(await readWitness(anchorsDir)).toEqual([]);
});

it("gives up whole batches after three years, and the chain can still be followed", async () => {
  await look(25);
  await seal();
  house.clock.set("2029-09-20T09:00:00+08:00");
  expect(await retireAudit(house.platform)).toBe(0);
  house.clock.set("2029-09-30T09:00:00+08:00");
  await look(3);
  await seal();
  expect(await retireAudit(house.platform)).toBe(25);
  expect(await verify()).toMatchObject({ rows: 3, batches: 4, faults: [] });
  // Somebody calls it retired before its time.
  await change("update audit_batch set retired_at = sealed_at where no = 4");
  await change("delete from audit");
  expect((await verify()).faults).toEqual([{ kind: "retiredEarly", batch: 4 }]);
});

it("survives half a line of anchors, and refuses a file of something else", async () => {
  const anchor = { no: 1, head: "a".repeat(64), rows: 3, lastAt: "2026-09-22T01:00:00.000Z" };
  await appendAnchors(anchorsDir, [anchor]);
  await appendFile(join(anchorsDir, "audit-anchors.jsonl"), '{"no":2,"he');
  expect(await readAnchors(anchorsDir)).toEqual([anchor]);
  expect(await lastAnchor(anchorsDir)).toEqual(anchor);
  await rm(join(anchorsDir, "audit-anchors.jsonl"));
  await writeFile(join(anchorsDir, "audit-anchors.jsonl"), "hello\nworld\n");
  await expect(readAnchors(anchorsDir)).rejects.toThrow("line 1");
});

it("exports all of it with the reads, and sees any change to the file", async () => {
  await look(12);
  await seal();
  await expect(house.as("otherLiaison")(contract["matter.get"], { id: 9_999 })).rejects.toThrow("not-found");
  const { crypto } = house.platform;
  const lines: string[] = [];
  for await (const line of exportAudit(admin, crypto, { from: new Date(0), now: house.clock.now() })) {
    lines.push(line.trimEnd());
  }
  const check = (some: readonly string[]) => verifyExport(iterate(some), crypto);
  expect(await check(lines)).toEqual({ rows: 13, altered: [], whole: true });
  expect(lines.filter((line) => line.includes('"matter.list"'))).toHaveLength(12);
  const altered = lines.map((line) => (line.includes('"id":3,') ? line.replace('"status":200', '"status":403') : line));
  expect(await check(altered)).toMatchObject({ altered: [3], whole: false });
  expect(await check(lines.toSpliced(4, 1))).toMatchObject({ whole: false });
  expect(await check(lines.slice(0, -1))).toMatchObject({ whole: false });
  expect(await check([...lines, lines[4] ?? ""])).toMatchObject({ whole: false });
});

it("writes ranges as PostgreSQL does", async () => {
  const ids = [1, 2, 3, 7, 9, 10];
  const { rows } = await admin.query<{ text: string }>(
    "select range_agg(int8range(i, i, '[]'))::text as text from unnest($1::bigint[]) i",
    [ids],
  );
  expect(rangesOf(ids)).toBe(rows[0]?.text);
  expect(readRanges(rangesOf(ids))).toEqual([
    [1, 4],
    [7, 8],
    [9, 11],
  ]);
});

/** Alters a row and signs it anew with the key, by the repository's own code. */
async function rewrite(id: number): Promise<AuditRow> {
  const { rows } = await admin.query<AuditRow>("select * from audit where id = $1", [id]);
  const [row] = rows;
  if (!row) throw new Error(`there is no row ${id}`);
  const forged = { ...row, count: 4_711 };
  const hmac = signatureOf(house.platform.crypto, forged);
  await change("update audit set count = $2, hmac = $3 where id = $1", [id, forged.count, hmac]);
  return { ...forged, hmac };
}

function factsAt(at: Date): AuditFacts {
  return {
    at,
    account_id: null,
    enterprise_id: null,
    unit_id: null,
    device: "desk",
    operation: "matter.list",
    purpose: "duty",
    object: "",
    count: null,
    status: 200,
    detail: {},
  };
}

async function* iterate(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

it("tells of a row that was inserted with the key and then sealed like any other", async () => {
  await look(3);
  const { platform } = house;
  await platform.asSystem((tx) => writeAudit(tx, platform.crypto, factsAt(house.clock.now())));
  const forged = await lastRow();
  await seal();
  await look(2);
  await seal();
  expect((await verify()).notices).toEqual([{ kind: "unwitnessed", row: forged }]);
});
