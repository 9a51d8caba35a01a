import { createHash, type Hash } from "node:crypto";
import type pg from "pg";
import type { AuditRow } from "#directory/context.ts";
import type { CryptoProvider } from "../adapters/crypto/crypto-provider.ts";
import { isIntact } from "../audit.ts";
import { readAnchors } from "./anchors.ts";
import { type Batch, headOf, readRanges } from "./chain.ts";
import { readUnwitnessed } from "./unwitnessed.ts";
import { readWitness } from "./witness.ts";

/** What is wrong with the audit, each with what it concerns. */
export type AuditFault =
  /** A row is not as it was written. */
  | { readonly kind: "altered"; readonly row: number }
  /** A row that the platform did not write. */
  | { readonly kind: "inserted"; readonly row: number }
  /** A row of a batch is gone. */
  | { readonly kind: "deleted"; readonly row: number; readonly batch: number }
  /** A row that was committed a while ago and is in no batch is gone. */
  | { readonly kind: "deletedUnsealed"; readonly uid: string }
  /** A row has a right HMAC, but not the one that it had: whoever wrote it has the key. */
  | { readonly kind: "rewritten"; readonly row: number }
  /** The same, in a batch: which of its rows cannot be told. */
  | { readonly kind: "rowsRewritten"; readonly batch: number }
  /** A batch does not follow from the one before and what it says of its rows. */
  | { readonly kind: "chainBroken"; readonly batch: number }
  | { readonly kind: "batchDeleted"; readonly batch: number }
  /** The chain is whole, but not the one that was anchored outside. */
  | { readonly kind: "anchorMismatch"; readonly batch: number }
  /** Rows were given up before their time. */
  | { readonly kind: "retiredEarly"; readonly batch: number };

/** What is no fault by itself, but worth a look. */
export type AuditNotice =
  | { readonly kind: "unanchored"; readonly batch: number }
  | { readonly kind: "unwitnessed"; readonly row: number };

export interface AuditReport {
  readonly rows: number;
  readonly batches: number;
  /** Rows that are in no batch yet. */
  readonly open: number;
  readonly faults: readonly AuditFault[];
  readonly notices: readonly AuditNotice[];
}

interface Checked extends Batch {
  readonly head: Buffer;
  readonly retired_at: Date | null;
}

export interface VerifyOptions {
  /** A session that sees every row: the owner's, or a superuser's. It must not be within a transaction. */
  readonly session: pg.Client;
  readonly crypto: CryptoProvider;
  /** Where heads and unsealed rows are kept outside the database. */
  readonly anchorsDir: string;
  readonly now: Date;
}

const rowsAtOnce = 2_000;
const keptYears = 3;

/** Checks the whole audit against its HMACs, its chain and what is kept outside (decision 29). Streams; changes nothing. */
export async function verifyAudit(options: VerifyOptions): Promise<AuditReport> {
  const { session, crypto, anchorsDir, now } = options;
  // Before the snapshot: whatever stands there was committed earlier.
  const [witnesses, anchors] = [await readWitness(anchorsDir), await readAnchors(anchorsDir)];
  const strangers = await readUnwitnessed(anchorsDir);
  const witnessed = new Map(witnesses.flatMap(({ marks }) => marks.map(({ uid, hmac }) => [uid, hmac] as const)));
  await session.query("begin isolation level repeatable read, read only");
  try {
    const { rows: batches } = await session.query<Checked>(
      `select no, rows::text as rows, row_count, first_at, last_at, digest, key_id, head, retired_at
         from audit_batch order by no`,
    );
    const faults: AuditFault[] = [...checkChain(crypto, batches), ...checkRetired(batches, now)];
    const chain = new Map(batches.map((batch) => [batch.no, batch]));
    const last = batches.at(-1)?.no ?? 0;
    for (const { no, head } of anchors) {
      const batch = chain.get(no);
      if (!batch && no > last) faults.push({ kind: "batchDeleted", batch: no });
      else if (batch && batch.head.toString("hex") !== head) faults.push({ kind: "anchorMismatch", batch: no });
    }
    const anchored = new Set(anchors.map(({ no }) => no));
    const notices: AuditNotice[] = batches
      .filter(({ no }) => !anchored.has(no))
      .map(({ no }) => ({ kind: "unanchored", batch: no }));
    for (const uid of witnessed.keys()) strangers.delete(uid);
    const walked = await walkRows(session, crypto, batches, witnessed, strangers);
    faults.push(...walked.faults);
    for (const uid of witnessed.keys()) faults.push({ kind: "deletedUnsealed", uid });
    return {
      rows: walked.rows,
      batches: batches.length,
      open: walked.open,
      faults,
      notices: [...notices, ...walked.notices],
    };
  } finally {
    await session.query("rollback");
  }
}

function checkChain(crypto: CryptoProvider, batches: readonly Checked[]): AuditFault[] {
  const faults: AuditFault[] = [];
  let before: Buffer | null = null;
  let expected = 1;
  for (const batch of batches) {
    for (; expected < batch.no; expected += 1) faults.push({ kind: "batchDeleted", batch: expected });
    expected = batch.no + 1;
    const known = crypto.keyIds.includes(batch.key_id);
    const consistent = readRanges(batch.rows).reduce((sum, [from, to]) => sum + to - from, 0) === batch.row_count;
    if (!known || !consistent || !headOf(crypto, batch, before).equals(batch.head)) {
      faults.push({ kind: "chainBroken", batch: batch.no });
    }
    before = batch.head;
  }
  return faults;
}

/** Only the oldest batches are given up, and only when all their rows are older than the audit is kept. */
function checkRetired(batches: readonly Checked[], now: Date): AuditFault[] {
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - keptYears);
  return batches
    .filter(({ retired_at: at, last_at: last }) => at !== null && last >= before)
    .map(({ no }) => ({ kind: "retiredEarly", batch: no }));
}

interface Walked {
  readonly rows: number;
  readonly open: number;
  readonly faults: AuditFault[];
  readonly notices: AuditNotice[];
}

/** Every row in the order of its number, beside the numbers that the batches name. What it finds leaves `witnessed`. */
async function walkRows(
  session: pg.Client,
  crypto: CryptoProvider,
  batches: readonly Checked[],
  witnessed: Map<string, Buffer>,
  strangers: ReadonlyMap<string, number>,
): Promise<Walked> {
  const found: { rows: number; open: number; faults: AuditFault[]; notices: AuditNotice[] } = {
    rows: 0,
    open: 0,
    faults: [],
    notices: [],
  };
  const digests = new Map<number, Hash>(batches.map(({ no }) => [no, createHash("sha256")]));
  const broken = new Set<number>();
  const claims = claimsOf(batches);
  for await (const row of allRows(session)) {
    const { id } = row;
    found.rows += 1;
    for (const gone of claims.before(id)) {
      broken.add(gone.batch);
      found.faults.push({ kind: "deleted", ...gone });
    }
    const batch = claims.take(id);
    const mark = witnessed.get(row.uid);
    witnessed.delete(row.uid);
    if (batch !== undefined) digests.get(batch)?.update(row.hmac);
    if (row.open) found.open += 1;
    const verdict = judge(crypto, row, batch, mark);
    // Sealed, although nobody vouched for it.
    if (verdict === undefined && batch !== undefined && strangers.has(row.uid)) {
      found.notices.push({ kind: "unwitnessed", row: id });
    }
    if (verdict === undefined) continue;
    if (batch !== undefined) broken.add(batch);
    if (verdict === "unwitnessed") found.notices.push({ kind: verdict, row: id });
    else found.faults.push({ kind: verdict, row: id });
  }
  for (const gone of claims.before(Number.POSITIVE_INFINITY)) {
    broken.add(gone.batch);
    found.faults.push({ kind: "deleted", ...gone });
  }
  for (const { no, digest, retired_at: retired } of batches) {
    if (retired !== null || broken.has(no)) continue;
    if (digests.get(no)?.digest().equals(digest) !== true) found.faults.push({ kind: "rowsRewritten", batch: no });
  }
  return found;
}

type Verdict = "altered" | "inserted" | "rewritten" | "unwitnessed" | undefined;

function judge(
  crypto: CryptoProvider,
  row: AuditRow & { open: boolean },
  batch: number | undefined,
  mark: Buffer | undefined,
): Verdict {
  // Whatever is written through the table is open; only somebody who goes round it is in neither.
  if (batch === undefined && !row.open) return "inserted";
  if (!isIntact(crypto, row)) return batch === undefined && mark === undefined ? "inserted" : "altered";
  if (mark !== undefined && !mark.equals(row.hmac)) return "rewritten";
  return batch === undefined && mark === undefined ? "unwitnessed" : undefined;
}

/** Which batch claims a number; asked in ascending order. */
function claimsOf(batches: readonly Checked[]) {
  const ranges = batches
    .filter(({ retired_at: retired }) => retired === null)
    .flatMap(({ no, rows }) => readRanges(rows).map(([from, to]) => ({ batch: no, next: from, to })))
    .toSorted((left, right) => left.next - right.next);
  let at = 0;
  return {
    /** Claimed numbers below `id` that have not come. */
    *before(id: number): Generator<{ row: number; batch: number }> {
      for (let range = ranges[at]; range && range.next < id; range = ranges[at]) {
        const until = Math.min(id, range.to);
        for (; range.next < until; range.next += 1) yield { row: range.next, batch: range.batch };
        if (range.next < range.to) return;
        at += 1;
      }
    },
    take(id: number): number | undefined {
      const range = ranges[at];
      if (!range || range.next !== id) return undefined;
      range.next += 1;
      if (range.next === range.to) at += 1;
      return range.batch;
    },
  };
}

async function* allRows(session: pg.Client): AsyncGenerator<AuditRow & { id: number; open: boolean }> {
  for (let after = 0; ;) {
    const { rows } = await session.query<AuditRow & { id: number; open: boolean }>(
      `select a.*, exists (select from audit_open o where o.audit_id = a.id) as open
         from audit a where a.id > $1 order by a.id limit ${rowsAtOnce}`,
      [after],
    );
    yield* rows;
    if (rows.length < rowsAtOnce) return;
    after = Number(rows.at(-1)?.id);
  }
}
