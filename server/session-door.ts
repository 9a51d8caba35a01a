import { sql } from "kysely";
import type { Actor, CodeDoor, SessionDoor } from "#directory/context.ts";
import { accessCode } from "#kernel/fields/credentials.ts";
import { randomCode, randomToken } from "./adapters/crypto/tokens.ts";
import type { Tx } from "./database.ts";
import type { Caller } from "./pipeline.ts";
import type { Platform } from "./platform.ts";

/** What the answer has to do to the browser's cookie. */
export type SessionChange = { readonly token: string; readonly maxAgeSeconds: number } | "ended";

/** S1.3: no session lives longer than half a day, however busy it is. */
const absoluteHours = 12;

/** Opening and ending sessions within an operation's transaction. */
export function sessionDoor(
  platform: Platform,
  tx: Tx,
  now: Date,
  caller: Caller,
  changed: (change: SessionChange, actor?: Actor) => void,
  tried: (name: string) => void,
): SessionDoor {
  return {
    async open(accountId, enterpriseId) {
      const token = randomToken();
      const expiresAt = new Date(now.getTime() + absoluteHours * 3_600_000);
      const hash = platform.crypto.digest(token);
      await sql`select app.open_session(${hash}, ${accountId}, ${enterpriseId}, ${caller.device}, ${now}, ${expiresAt})`.execute(
        tx,
      );
      const entered = await sql<{ actor: Actor | null }>`select app.enter_session(${hash}, ${now}) as actor`.execute(
        tx,
      );
      const actor = entered.rows[0]?.actor;
      if (!actor) throw new Error(`account ${accountId} has nothing to enter with`);
      // A duration: the browser's clock is not the platform's.
      changed({ token, maxAgeSeconds: absoluteHours * 3_600 }, actor);
      return actor;
    },
    async end() {
      if (caller.tokenHash) await sql`select app.end_session(${caller.tokenHash}, ${now})`.execute(tx);
      changed("ended");
    },
    async verifyPassword(password, hash) {
      return (await platform.crypto.verifyPassword(password, hash ?? undefined)).matches;
    },
    hashPassword: (password) => platform.crypto.hashPassword(password),
    tried,
  };
}

/** Codes on paper, compared by an HMAC whose key the database does not have. */
export function codeDoor({ crypto }: Pick<Platform, "crypto">): CodeDoor {
  return {
    draw: randomCode,
    hashesOf(code) {
      const plain = accessCode.parse(code);
      return crypto.keyIds.map((keyId) => crypto.mac("access-code", plain, keyId));
    },
  };
}
