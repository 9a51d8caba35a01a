/**
 * The audit as a file of its own (S1.7): one line of JSON for each batch and each row, reads included, and a last line
 * that binds all of them with a key. It can be checked on another machine with the key file alone.
 */
import { createHash, type Hash } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import type { CryptoProvider } from "../adapters/crypto/crypto-provider.ts";
import { isIntact } from "../audit.ts";

const rowsAtOnce = 2_000;
const format = "huhang-audit-1";

const rowLine = z.object({
  kind: z.literal("row"),
  id: z.int(),
  uid: z.string(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  account_id: z.int().nullable(),
  enterprise_id: z.int().nullable(),
  unit_id: z.int().nullable(),
  device: z.string().nullable(),
  operation: z.string(),
  purpose: z.string(),
  object: z.string(),
  count: z.int().nullable(),
  status: z.int(),
  detail: z.unknown(),
  key_id: z.string(),
  hmac: z.base64().transform((text) => Buffer.from(text, "base64")),
});
const endLine = z.object({
  kind: z.literal("end"),
  rows: z.int(),
  key_id: z.string(),
  mac: z.base64().transform((text) => Buffer.from(text, "base64")),
});

/** All rows from one instant on, in one snapshot. `session` sees every row and is in no transaction. */
export async function* exportAudit(
  session: pg.Client,
  crypto: CryptoProvider,
  { from, now }: { readonly from: Date; readonly now: Date },
): AsyncGenerator<string, void, undefined> {
  const digest = createHash("sha256");
  const line = (value: object) => {
    const text = `${JSON.stringify(value)}\n`;
    digest.update(text);
    return text;
  };
  let count = 0;
  await session.query("begin isolation level repeatable read, read only");
  try {
    yield line({ kind: "begin", format, from: from.toISOString(), madeAt: now.toISOString() });
    const { rows: batches } = await session.query<{ head: Buffer }>(
      "select no, rows::text as rows, row_count, last_at, head from audit_batch where last_at >= $1 order by no",
      [from],
    );
    for (const batch of batches) yield line({ kind: "batch", ...batch, head: batch.head.toString("base64") });
    for (let after = 0; ;) {
      const { rows } = await session.query<{ id: number; hmac: Buffer }>(
        `select * from audit where id > $1 and at >= $2 order by id limit ${rowsAtOnce}`,
        [after, from],
      );
      for (const row of rows) yield line({ kind: "row", ...row, hmac: row.hmac.toString("base64") });
      count += rows.length;
      if (rows.length < rowsAtOnce) break;
      after = Number(rows.at(-1)?.id);
    }
    const keyId = crypto.activeKeyId;
    const mac = crypto.mac("audit-export", endText(digest, count), keyId).toString("base64");
    yield `${JSON.stringify({ kind: "end", rows: count, key_id: keyId, mac })}\n`;
  } finally {
    await session.query("rollback");
  }
}

export interface ExportReport {
  readonly rows: number;
  /** Rows that are not as they were written, by their numbers. */
  readonly altered: readonly number[];
  /** The file is as it was written: no line is missing, added, moved or changed. */
  readonly whole: boolean;
}

/** Checks an exported file, line by line. */
export async function verifyExport(lines: AsyncIterable<string>, crypto: CryptoProvider): Promise<ExportReport> {
  const digest = createHash("sha256");
  const altered: number[] = [];
  let rows = 0;
  let whole = false;
  for await (const text of lines) {
    if (text === "") continue;
    // Whatever stands behind the end was added.
    const line = whole ? undefined : parse(text);
    const end = endLine.safeParse(line);
    if (end.success) {
      const { key_id: keyId, mac } = end.data;
      if (!crypto.keyIds.includes(keyId) || end.data.rows !== rows) return { rows, altered, whole: false };
      whole = crypto.mac("audit-export", endText(digest, rows), keyId).equals(mac);
      if (!whole) break;
      continue;
    }
    if (whole || line === undefined) return { rows, altered, whole: false };
    digest.update(`${text}\n`);
    const row = rowLine.safeParse(line);
    if (!row.success) continue;
    rows += 1;
    if (!isIntact(crypto, row.data)) altered.push(row.data.id);
  }
  return { rows, altered, whole };
}

function endText(digest: Hash, rows: number): string {
  return `${rows}:${digest.copy().digest("hex")}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
