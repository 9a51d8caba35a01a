import type { CryptoProvider } from "./adapters/crypto/crypto-provider.ts";
import { equalBytes, randomToken } from "./adapters/crypto/tokens.ts";

/** As many people sign in at one browser before the first of them is forgotten there. */
const most = 4;
const form = /^([1-9]\d{0,9})\.([\w-]{22})\.([\w-]{43})$/;

type Mac = Pick<CryptoProvider, "mac" | "keyIds">;

/**
 * The marks of a browser: for each account that has signed in there a word of chance, signed. They open nothing. Trials at
 * such a browser count by themselves, so that whoever tries a login elsewhere in vain lets nobody wait who is known there
 * (ASVS 6.1.1). What is forged or of another key is none.
 */
export function readMarks(crypto: Mac, cookie: string | undefined): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const mark of (cookie ?? "").split("~").slice(0, most)) {
    const [, account = "", chance = "", signature = ""] = form.exec(mark) ?? [];
    const given = Buffer.from(signature, "base64url");
    const isOurs = crypto.keyIds.some((keyId) => equalBytes(signed(crypto, account, chance, keyId), given));
    if (account !== "" && isOurs) found.set(Number(account), chance);
  }
  return found;
}

/** The marks with that of an account before the others: the one that it has, or a new one. */
export function withMark(crypto: Mac, cookie: string | undefined, accountId: number): string {
  const before = readMarks(crypto, cookie);
  const others = [...before].filter(([account]) => account !== accountId);
  return [[accountId, before.get(accountId) ?? randomToken(16)] as const, ...others]
    .slice(0, most)
    .map(([account, chance]) => `${account}.${chance}.${signed(crypto, String(account), chance).toString("base64url")}`)
    .join("~");
}

function signed(crypto: Mac, account: string, chance: string, keyId?: string): Buffer {
  return crypto.mac("known-device", `${account}.${chance}`, keyId);
}
