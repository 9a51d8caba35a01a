import { randomUUID } from "node:crypto";
import { sendAhead } from "#directory/ahead.ts";
import type { AuditRow } from "#directory/context.ts";
import type { CryptoProvider } from "./adapters/crypto/crypto-provider.ts";
import type { Tx } from "./database.ts";

export type AuditFacts = Omit<AuditRow, "uid" | "key_id" | "hmac">;

/** So many rows go to the database in one statement. */
const atOnce = 1000;

/** What is kept of a row outside the database once it is committed (`audit/witness.ts`). */
export interface AuditMark {
  readonly uid: string;
  readonly hmac: Buffer;
}

/** Appends an audit row with an HMAC whose key the database does not have (decision 29). */
export async function writeAudit(tx: Tx, crypto: CryptoProvider, facts: AuditFacts): Promise<AuditMark[]> {
  return writeAudits(tx, crypto, [facts]);
}

/** The same for many records that one call has changed. */
export async function writeAudits(tx: Tx, crypto: CryptoProvider, all: readonly AuditFacts[]): Promise<AuditMark[]> {
  const marks: AuditMark[] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    const rows = all.slice(from, from + atOnce).map((facts) => {
      const unsigned = { ...facts, uid: randomUUID(), key_id: crypto.activeKeyId };
      return { ...unsigned, detail: JSON.stringify(facts.detail), hmac: signatureOf(crypto, unsigned) };
    });
    await sendAhead(tx, tx.insertInto("audit").values(rows));
    for (const { uid, hmac } of rows) marks.push({ uid, hmac });
  }
  return marks;
}

/** Whether a row is as it was written. */
export function isIntact(crypto: CryptoProvider, row: AuditRow): boolean {
  return crypto.keyIds.includes(row.key_id) && signatureOf(crypto, row).equals(row.hmac);
}

/** The HMAC of a row. */
export function signatureOf(crypto: CryptoProvider, row: Omit<AuditRow, "hmac">): Buffer {
  const signed = JSON.stringify([
    row.uid,
    row.at.toISOString(),
    row.account_id,
    row.enterprise_id,
    row.unit_id,
    row.device,
    row.operation,
    row.purpose,
    row.object,
    row.count,
    row.status,
    sorted(row.detail),
    row.key_id,
  ]);
  return crypto.mac("audit", signed, row.key_id);
}

/** jsonb does not keep the order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
