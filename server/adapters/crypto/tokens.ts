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

/** Compares secrets without telling by its duration where they differ. Different lengths are unequal at once. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
