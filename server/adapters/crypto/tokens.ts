import { randomBytes, timingSafeEqual } from "node:crypto";

/** An unguessable token, URL-safe text; 32 bytes (256 bits) unless told. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** Compares secrets without telling by its duration where they differ. Different lengths are unequal at once. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
