import type { Rule } from "#directory/handler.ts";
import { anybody } from "./basics.ts";

const members: Rule<unknown> = (actor) => (actor.kind === "member" ? "allow" : "forbidden");

export const sessionRules = {
  "session.signIn": anybody,
  "session.switchFirm": members,
  "session.signOut": anybody,
  "session.me": anybody,
  "session.prove": anybody,
  "session.list": anybody,
  "session.remove": anybody,
} as const;

/** Everybody keeps his own proofs, and nobody else's. */
export const factorRules = {
  "factor.get": anybody,
  "password.change": anybody,
  "totp.begin": anybody,
  "totp.confirm": anybody,
  "totp.remove": anybody,
  "recoveryCode.draw": anybody,
} as const;

export const passkeyRules = {
  "passkey.list": anybody,
  "passkey.begin": anybody,
  "passkey.add": anybody,
  "passkey.rename": anybody,
  "passkey.remove": anybody,
  "passkey.ask": anybody,
  "passkey.signIn": anybody,
  "passkey.prove": anybody,
} as const;

/** By a provider's word; links are one's own. */
export const identityRules = {
  "identity.offered": anybody,
  "identity.begin": anybody,
  "identity.signIn": anybody,
  "identity.list": anybody,
  "identity.beginLink": anybody,
  "identity.link": anybody,
  "identity.unlink": anybody,
} as const;
