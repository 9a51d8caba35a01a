import type { CryptoProvider } from "../adapters/crypto/crypto-provider.ts";

/** A batch of audit rows as it is chained (decision 29). */
export interface Batch {
  readonly no: number;
  /** Numbers of its rows, as PostgreSQL writes an int8multirange: `{[1,4),[6,7)}`. */
  readonly rows: string;
  readonly row_count: number;
  readonly first_at: Date;
  readonly last_at: Date;
  /** SHA-256 over the HMACs of its rows, in the order of their numbers. */
  readonly digest: Buffer;
  readonly key_id: string;
}

/** The head of a batch: keyed, over the head before it and all that it says of its rows. */
export function headOf(crypto: CryptoProvider, batch: Batch, before: Buffer | null): Buffer {
  const text = JSON.stringify([
    batch.no,
    before?.toString("hex") ?? "",
    batch.rows,
    batch.row_count,
    batch.first_at.toISOString(),
    batch.last_at.toISOString(),
    batch.digest.toString("hex"),
  ]);
  return crypto.mac("audit-chain", text, batch.key_id);
}

/** Numbers in ascending order as an int8multirange. */
export function rangesOf(ids: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const id of ids) {
    const last = ranges.at(-1);
    if (last && last[1] === id) last[1] = id + 1;
    else ranges.push([id, id + 1]);
  }
  return `{${ranges.map(([from, to]) => `[${from},${to})`).join(",")}}`;
}

/** The ranges of an int8multirange, each with its first number and the one after its last. */
export function readRanges(text: string): [number, number][] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}
