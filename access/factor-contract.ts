import { z } from "zod";
import { newPassword } from "#kernel/fields/credentials.ts";
import { defineOperation } from "#kernel/operation.ts";
import { instant } from "#kernel/schemas.ts";

/** What somebody types from his app or from his paper. */
export const typedCode = z.string().min(1).max(60);

const codes = z.array(z.string());

/** One's own proofs: the password, one-time codes with their codes on paper. */
export const factorContract = {
  "factor.get": defineOperation({
    id: "factor.get",
    method: "GET",
    path: "/api/me/factors",
    kind: "read",
    whileLimited: ["password", "factor"],
    audit: "none",
    summary: "With what one can prove who one is.",
    input: z.strictObject({}),
    output: z.object({
      login: z.string(),
      password: z.object({ since: instant, temporary: z.boolean(), until: instant.nullable() }).nullable(),
      totp: z.object({ since: instant, codesLeft: z.int() }).nullable(),
      passkeys: z.int(),
      /** Whether this person has to have a second factor. */
      demanded: z.boolean(),
      /** A demo's card has no secret: a proof is to say so. */
      byCard: z.boolean(),
    }),
  }),
  "password.change": defineOperation({
    id: "password.change",
    method: "PUT",
    path: "/api/me/password",
    kind: "write",
    sensitive: true,
    whileLimited: ["password", "factor"],
    audit: "record",
    errors: ["sign-in-failed", "too-many"],
    summary: "Choose another password; all other sessions of the account end.",
    input: z.strictObject({
      /** Not for whoever has none yet. */
      old: z.string().min(1).max(200).optional(),
      password: newPassword,
    }),
    output: z.object({}),
  }),
  "totp.begin": defineOperation({
    id: "totp.begin",
    method: "POST",
    path: "/api/me/totp",
    kind: "write",
    replayable: false,
    sensitive: true,
    whileLimited: ["factor"],
    audit: "record",
    summary: "A new secret for an authenticator app; in force once a code has shown that it arrived.",
    input: z.strictObject({}),
    output: z.object({ secret: z.string(), uri: z.string() }),
  }),
  "totp.confirm": defineOperation({
    id: "totp.confirm",
    method: "PUT",
    path: "/api/me/totp",
    kind: "write",
    replayable: false,
    sensitive: true,
    whileLimited: ["factor"],
    audit: "record",
    summary: "Turn one-time codes on with a first code; answers with ten codes to print, each good once.",
    input: z.strictObject({ code: typedCode }),
    output: z.object({ codes }),
  }),
  "totp.remove": defineOperation({
    id: "totp.remove",
    method: "DELETE",
    path: "/api/me/totp",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Turn one-time codes off; staff keep at least one second factor.",
    input: z.strictObject({}),
    output: z.object({}),
  }),
  "recoveryCode.draw": defineOperation({
    id: "recoveryCode.draw",
    method: "POST",
    path: "/api/me/recovery-codes",
    kind: "write",
    replayable: false,
    sensitive: true,
    audit: "record",
    summary: "Ten new codes to print; those before are void.",
    input: z.strictObject({}),
    output: z.object({ codes }),
  }),
} as const;
