import { sql } from "kysely";
import { trialOf } from "#access/sign-in.queries.ts";
import type { Actor, CodeDoor, FactorDoor, KeyDoor, SessionDoor } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import { accessCode } from "#kernel/fields/credentials.ts";
import { isGuessable } from "./adapters/crypto/guessable.ts";
import { randomCode, randomKey, randomToken } from "./adapters/crypto/tokens.ts";
import { checkTotp, drawTotp } from "./adapters/crypto/totp.ts";
import type { Apart } from "./apart.ts";
import type { Tx } from "./database.ts";
import { readMarks, withMark } from "./known-devices.ts";
import type { Caller } from "./pipeline.ts";
import type { Platform } from "./platform.ts";
import type { Trials } from "./trials.ts";

/** What the answer has to do to the browser's cookie. */
export type SessionChange =
  /** `marks`: by whom this browser is known from now on. */
  { readonly token: string; readonly maxAgeSeconds: number; readonly marks?: string } | "ended";

/** S1.3: no session lives longer than half a day, however busy it is. */
const absoluteHours = 12;

/** Opening and ending sessions within an operation's transaction. */
export function sessionDoor(
  platform: Platform,
  tx: Tx,
  now: Date,
  actor: Actor,
  caller: Caller,
  { apart, trials }: { readonly apart: Apart; readonly trials: Trials },
  changed: (change: SessionChange, actor?: Actor) => void,
): SessionDoor {
  return {
    async open(accountId, enterpriseId, proof) {
      const token = randomToken();
      const expiresAt = new Date(now.getTime() + absoluteHours * 3_600_000);
      const hash = platform.crypto.digest(token);
      const opened = await sql<{ id: number | null }>`
        select app.open_session(${hash}, ${accountId}, ${enterpriseId}, ${caller.device}, ${now}, ${expiresAt},
          ${proof.method}, ${proof.secondFactor}, ${proof.provedAt ?? null}, ${proof.from ?? null}) as id`.execute(tx);
      if (typeof opened.rows[0]?.id !== "number") throw new AppError("not-signed-in");
      // Whoever was signed in at this browser before is so no more: his token is lost to it.
      if (caller.tokenHash) await sql`select app.end_session(${caller.tokenHash}, ${now})`.execute(tx);
      const entered = await sql<{ actor: Actor | null }>`select app.enter_session(${hash}, ${now}) as actor`.execute(
        tx,
      );
      const actor = entered.rows[0]?.actor;
      // Its last role has ended since it was looked up.
      if (!actor) throw new AppError("sign-in-failed");
      // A duration: the browser's clock is not the platform's.
      const marks = withMark(platform.crypto, caller.marks, accountId);
      changed({ token, maxAgeSeconds: absoluteHours * 3_600, marks }, actor);
      return actor;
    },
    async renew(secondFactor) {
      const token = randomToken();
      const renewed = await sql<{ until: Date | null }>`
        select app.renew_session(${actor.sessionId ?? null}, ${platform.crypto.digest(token)}, ${secondFactor}, ${now}) as until`.execute(
        tx,
      );
      const until = renewed.rows[0]?.until;
      // In place of a token within this process there is nothing to go on.
      if (until) changed({ token, maxAgeSeconds: Math.floor((until.getTime() - now.getTime()) / 1000) });
    },
    async end() {
      if (caller.tokenHash) await sql`select app.end_session(${caller.tokenHash}, ${now})`.execute(tx);
      changed("ended");
    },
    verifyPassword: (password, hash) =>
      apart.result(`verify:${hash ?? ""}:${password}`, async () => {
        return (await platform.crypto.verifyPassword(password, hash ?? undefined)).matches;
      }),
    hashPassword: (password) => apart.result(`hash:${password}`, () => platform.crypto.hashPassword(password)),
    isGuessable,
    trialOf(login, accountId) {
      const known = accountId === undefined ? undefined : readMarks(platform.crypto, caller.marks).get(accountId);
      return known === undefined ? trialOf(login) : `device:${accountId}:${known}`;
    },
    try: (name) => trials.take(platform, apart, name),
    tried: (name) => trials.markWrong(name),
  };
}

/** Codes on paper, compared by an HMAC whose key the database does not have. */
export function codeDoor({ crypto }: Pick<Platform, "crypto">): CodeDoor {
  return {
    draw: randomCode,
    hashesOf(code, purpose = "access-code") {
      const plain = accessCode.parse(code);
      return crypto.keyIds.map((keyId) => crypto.mac(purpose, plain, keyId));
    },
  };
}

/** Keys of other systems; long and random, so that a plain digest is enough. */
export function keyDoor({ crypto }: Pick<Platform, "crypto">): KeyDoor {
  return {
    draw() {
      const { key, prefix } = randomKey();
      return { key, prefix, hash: crypto.digest(key) };
    },
  };
}

/** Where a secret of one-time codes belongs: it opens for its account only. */
export function totpContext(accountId: number): string {
  return `totp.secret:${accountId}`;
}

/** One-time codes, with the platform's clock. */
export function factorDoor({ crypto }: Pick<Platform, "crypto">, now: Date): FactorDoor {
  return {
    drawTotp(accountId, label) {
      const { secret, uri } = drawTotp(label);
      return { secret, uri, sealed: crypto.seal(secret, totpContext(accountId)) };
    },
    checkTotp: (accountId, sealed, code) =>
      checkTotp(crypto.open(sealed, totpContext(accountId)).toString("utf8"), code, now),
  };
}
