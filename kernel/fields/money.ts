import { z } from "zod";

/** Ten trillion yuan: above any investment, below what a double holds exactly. */
const largest = 1_000_000_000_000_000;

/** An amount in whole fen, never negative. */
export const fen = z.int().min(0).max(largest);

/** `1,234.50` from 123450. Throws RangeError unless given whole fen. */
export function formatYuan(amount: number): string {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not whole fen: ${amount}`);
  const digits = String(Math.abs(amount)).padStart(3, "0");
  const yuan = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${amount < 0 ? "-" : ""}${yuan}.${digits.slice(-2)}`;
}

/** Fen from what a person types as yuan, `1,234.5` or `￥1234.50`; undefined when it is no amount or has a third decimal. */
export function parseYuan(text: string): number | undefined {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^[¥￥]\s*/u, "");
  const [, yuan, decimals = ""] = /^(\d{1,14}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?$/.exec(plain) ?? [];
  if (yuan === undefined) return undefined;
  const amount = Number(yuan.replaceAll(",", "") + decimals.padEnd(2, "0"));
  return amount <= largest ? amount : undefined;
}
