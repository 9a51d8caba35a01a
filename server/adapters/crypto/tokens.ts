import { randomBytes, timingSafeEqual } from "node:crypto";
import { codeLetters } from "#kernel/fields/credentials.ts";

/** An unguessable token, URL-safe text; 32 bytes (256 bits) unless told. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** Twelve letters (60 bits) that are read from paper and typed: `7KQ4-M2XD-9RTB`. */
export function randomCode(): string {
  // 32 letters: each is as likely as the others.
  const letters = [...randomBytes(12)].map((byte) => codeLetters.charAt(byte % codeLetters.length)).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** A key of another system: `hhk_`, eight letters to recognise it by, and 256 bits. */
export function randomKey(): { readonly key: string; readonly prefix: string } {
  const letters = [...randomBytes(8)].map((byte) => codeLetters.charAt(byte % codeLetters.length)).join("");
  const prefix = letters.toLowerCase();
  return { key: `hhk_${prefix}_${randomToken()}`, prefix };
}

/** What a key looks like; anything else is not looked up. */
export const keyForm = /^hhk_[0-9a-z]{8}_[A-Za-z0-9_-]{43}$/;

/** Compares secrets without telling by its duration where they differ. Different lengths are unequal at once. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
