import type { Draw } from "#matters/lots.ts";
import type { Platform } from "./platform.ts";

/** Each drawer of lots has a digest of its own, under the key that is in use. */
export function drawerOf({ crypto }: Pick<Platform, "crypto">, drawer: string): { drawKey: string; draw: Draw } {
  return { drawKey: crypto.activeKeyId, draw: (data) => crypto.mac(purposeOf(drawer), data) };
}

/** The same under the key that was in use then; null when it is gone. */
export function drawAgain({ crypto }: Pick<Platform, "crypto">, drawer: string, keyId: string): Draw | null {
  return crypto.keyIds.includes(keyId) ? (data) => crypto.mac(purposeOf(drawer), data, keyId) : null;
}

const purposeOf = (drawer: string) => `effect:${drawer}` as const;
