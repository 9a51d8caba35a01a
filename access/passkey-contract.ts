import { z } from "zod";
import { plainLine } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";
import { me } from "./contract.ts";

/** Bytes as WebAuthn writes them. */
const bytes = z
  .string()
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/);

/** What a browser answers; whatever else it adds is left out (WebAuthn level 3, `toJSON`). */
const common = {
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  clientExtensionResults: z.object({}).default({}),
};
const added = z.object({
  ...common,
  response: z.object({ clientDataJSON: bytes, attestationObject: bytes }),
});
const shown = z.object({
  ...common,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
});
/** What the browser is asked, as the library for it takes it. */
const options = z.looseObject({ challenge: z.string() });
const passkeyName = plainLine({ min: 1, max: 40 });

export const passkeyContract = {
  "passkey.list": defineOperation({
    id: "passkey.list",
    method: "GET",
    path: "/api/me/passkeys",
    kind: "read",
    audit: "none",
    summary: "One's own passkeys.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(z.object({ id: z.int(), name: z.string(), since: instant, usedAt: instant.nullable() })),
    }),
  }),
  "passkey.begin": defineOperation({
    id: "passkey.begin",
    method: "POST",
    path: "/api/me/passkeys/challenge",
    kind: "write",
    replayable: false,
    sensitive: true,
    whileLimited: ["factor"],
    audit: "record",
    summary: "What the browser is asked to make a passkey for.",
    input: z.strictObject({}),
    output: z.object({ options }),
  }),
  "passkey.add": defineOperation({
    id: "passkey.add",
    method: "POST",
    path: "/api/me/passkeys",
    kind: "write",
    replayable: false,
    sensitive: true,
    whileLimited: ["factor"],
    audit: "record",
    summary: "Keep a passkey that the browser has made, under a name.",
    input: z.strictObject({ name: passkeyName, answer: added }),
    output: z.object({ id: z.int() }),
  }),
  "passkey.rename": defineOperation({
    id: "passkey.rename",
    method: "PUT",
    path: "/api/me/passkeys/:id",
    kind: "write",
    sensitive: false,
    audit: "record",
    summary: "Give a passkey another name.",
    input: z.strictObject({ id: idParam, name: passkeyName }),
    output: z.object({}),
  }),
  "passkey.remove": defineOperation({
    id: "passkey.remove",
    method: "DELETE",
    path: "/api/me/passkeys/:id",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Forget a passkey, for example of a lost telephone; staff keep at least one second factor.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
  "passkey.ask": defineOperation({
    id: "passkey.ask",
    method: "POST",
    path: "/api/session/passkey/challenge",
    kind: "write",
    open: true,
    replayable: false,
    audit: "none",
    summary: "What the browser is asked to show a passkey for.",
    input: z.strictObject({}),
    output: z.object({ options }),
  }),
  "passkey.signIn": defineOperation({
    id: "passkey.signIn",
    method: "POST",
    path: "/api/session/passkey",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["sign-in-failed", "too-many"],
    summary: "Sign in with a passkey, which is two factors in one.",
    input: z.strictObject({ answer: shown, enterpriseId: z.int().positive().optional() }),
    output: me,
  }),
  "passkey.prove": defineOperation({
    id: "passkey.prove",
    method: "POST",
    path: "/api/session/passkey/proof",
    kind: "write",
    replayable: false,
    // This is the proof.
    sensitive: false,
    whileLimited: ["password", "factor"],
    audit: "record",
    errors: ["sign-in-failed", "too-many"],
    summary: "Show once more who one is, with a passkey.",
    input: z.strictObject({ answer: shown }),
    output: z.object({}),
  }),
} as const;
