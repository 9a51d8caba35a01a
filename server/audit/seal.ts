import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { AuditRow } from "#directory/context.ts";
import { isIntact } from "../audit.ts";
import type { Tx } from "../database.ts";
import type { Platform } from "../platform.ts";
import { type Anchor, appendAnchors, lastAnchor } from "./anchors.ts";
import { headOf, rangesOf } from "./chain.ts";
import { clearWitnessed, noteUnwitnessed } from "./unwitnessed.ts";
import { dropWitness, readWitness } from "./witness.ts";

/** How the audit is kept together; small batches in tests. */
export interface SealOptions {
  readonly most?: number;
}

const mostRows = 1_000;
/** S1.7. */
export const keptYears = 3;

/**
 * Seals all rows that are committed by now in batches, each chained to the one before, and keeps the heads outside the
 * database. A row whose transaction commits later is in a later batch. Gives the number of batches.
 */
export async function sealAudit(platform: Platform, { most = mostRows }: SealOptions = {}): Promise<number> {
  let batches = 0;
  while (await platform.asSystem((tx) => sealNext(platform, tx, most))) batches += 1;
  if (platform.anchorsDir !== null) {
    await anchorBatches(platform, platform.anchorsDir);
    await giveUpWitness(platform, platform.anchorsDir);
  }
  return batches;
}

async function sealNext(platform: Platform, tx: Tx, most: number): Promise<boolean> {
  const { crypto } = platform;
  const { rows } = await sql<AuditRow & { id: number }>`select * from app.take_open_audit(${most})`.execute(tx);
  const [first] = rows;
  if (!first) return false;
  const altered = rows.filter((row) => !isIntact(crypto, row)).map(({ id }) => id);
  if (altered.length > 0) platform.log.error({ rows: altered }, "audit rows are not as they were written");
  const last = await sql<{ no: number | null; head: Buffer | null }>`select * from app.last_audit_batch()`.execute(tx);
  const digest = createHash("sha256");
  for (const { hmac } of rows) digest.update(hmac);
  const ids = rows.map(({ id }) => id);
  const times = rows.map(({ at }) => at.getTime());
  const batch = {
    no: (last.rows[0]?.no ?? 0) + 1,
    rows: rangesOf(ids),
    row_count: rows.length,
    first_at: new Date(Math.min(...times)),
    last_at: new Date(Math.max(...times)),
    digest: digest.digest(),
    key_id: crypto.activeKeyId,
  };
  const head = headOf(crypto, batch, last.rows[0]?.head ?? null);
  // Before the batch is there: it cannot be sealed without.
  if (platform.anchorsDir !== null) await noteUnwitnessed(platform.anchorsDir, await unwitnessed(platform, rows));
  await sql`select app.seal_audit(${batch.no}, ${ids}::bigint[], ${batch.first_at}, ${batch.last_at}, ${batch.digest},
    ${batch.key_id}, ${head}, ${platform.clock.now()})`.execute(tx);
  return true;
}

/** Rows for which no process vouches by now. */
async function unwitnessed(platform: Platform, rows: readonly (AuditRow & { id: number })[]) {
  if (platform.anchorsDir === null) return [];
  // What this process has written is in no file yet, it may be.
  await platform.witness?.flush();
  const vouched = new Set((await readWitness(platform.anchorsDir)).flatMap(({ marks }) => marks.map(({ uid }) => uid)));
  return rows.filter(({ uid }) => !vouched.has(uid));
}

/** After the commit: a process that ends in between is made up for by the next run. */
async function anchorBatches(platform: Platform, folder: string): Promise<void> {
  const last = await lastAnchor(folder);
  const { rows } = await platform.asSystem((tx) =>
    sql<{ no: number; row_count: number; last_at: Date; head: Buffer }>`
      select * from app.audit_batches(${Math.max(0, (last?.no ?? 0) - 1)})`.execute(tx),
  );
  const known = rows.find(({ no }) => no === last?.no);
  if (last && known?.head.toString("hex") !== last.head) {
    platform.log.error({ batch: last.no }, "the chain of the audit is not the one that was anchored");
  }
  const fresh: Anchor[] = rows
    .filter(({ no }) => no > (last?.no ?? 0))
    .map((row) => ({
      no: row.no,
      head: row.head.toString("hex"),
      rows: row.row_count,
      lastAt: row.last_at.toISOString(),
    }));
  await appendAnchors(folder, fresh);
  for (const { no, head } of fresh) platform.log.info({ batch: no, head }, "audit sealed");
}

/** What is sealed and anchored needs no witness; what was committed and is in no batch has been deleted. */
async function giveUpWitness(platform: Platform, folder: string): Promise<void> {
  for (const { name, ended, marks } of await readWitness(folder)) {
    if (!ended) continue;
    const { rows } = await platform.asSystem((tx) =>
      sql<{ uid: string; hmac: Buffer }>`
        select * from app.sealed_audit(${marks.map(({ uid }) => uid)}::uuid[])`.execute(tx),
    );
    const sealed = new Map(rows.map(({ uid, hmac }) => [uid, hmac]));
    const lost = marks.filter(({ uid, hmac }) => sealed.get(uid)?.equals(hmac) !== true);
    if (lost.length === 0) {
      await clearWitnessed(folder, marks);
      await dropWitness(folder, name);
    } else platform.log.error({ rows: lost.map(({ uid }) => uid) }, "committed audit rows are missing or rewritten");
  }
}

/** Gives up the oldest whole batches when the audit has been kept long enough (S1.7); the chain goes on over them. */
export async function retireAudit(platform: Platform): Promise<number> {
  const now = platform.clock.now();
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - keptYears);
  const { rows } = await platform.asSystem((tx) =>
    sql<{ rows: number }>`select app.retire_audit(${before}, ${now}) as rows`.execute(tx),
  );
  const count = rows[0]?.rows ?? 0;
  if (count > 0) platform.log.info({ rows: count }, "audit rows have served their time");
  return count;
}
