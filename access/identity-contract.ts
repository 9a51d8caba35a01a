import { z } from "zod";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";
import { me } from "./contract.ts";
import { typedCode } from "./factor-contract.ts";

const provider = z.string().regex(/^[a-z][a-z0-9]{0,19}$/);
/** What this browser alone holds of a journey to a provider and back. */
const ticket = z.string().min(20).max(100);
const arrival = {
  provider,
  ticket,
  /** What stood behind `?` in the address to which the provider sent the browser back. */
  answer: z.string().min(1).max(8_000),
};
const departure = z.object({ address: z.string(), ticket: z.string() });

/** Signing in by an identity provider of the operator's choice, and one's own links to them. */
export const identityContract = {
  "identity.offered": defineOperation({
    id: "identity.offered",
    method: "GET",
    path: "/api/identities",
    kind: "read",
    open: true,
    audit: "none",
    summary: "Identity providers by which one can sign in here.",
    input: z.strictObject({}),
    output: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string() })) }),
  }),
  "identity.begin": defineOperation({
    id: "identity.begin",
    method: "POST",
    path: "/api/session/identity/:provider/departure",
    kind: "write",
    open: true,
    replayable: false,
    audit: "none",
    summary: "Where the browser goes to be known by a provider, and a ticket for the way back.",
    input: z.strictObject({ provider }),
    output: departure,
  }),
  "identity.signIn": defineOperation({
    id: "identity.signIn",
    method: "POST",
    path: "/api/session/identity/:provider",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["sign-in-failed", "second-factor-needed", "too-many"],
    summary: "Sign in with what a provider has answered; with a code where the provider's word is not two factors.",
    input: z.strictObject({ ...arrival, code: typedCode.optional(), enterpriseId: z.int32().positive().optional() }),
    output: me,
  }),
  "identity.list": defineOperation({
    id: "identity.list",
    method: "GET",
    path: "/api/me/identities",
    kind: "read",
    audit: "none",
    summary: "One's own links to identity providers.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(z.object({ id: z.int(), provider: z.string(), since: instant, usedAt: instant.nullable() })),
    }),
  }),
  "identity.beginLink": defineOperation({
    id: "identity.beginLink",
    method: "POST",
    path: "/api/me/identities/:provider/departure",
    kind: "write",
    replayable: false,
    sensitive: true,
    audit: "record",
    summary: "Where the browser goes so that a provider's word will open one's own account.",
    input: z.strictObject({ provider }),
    output: departure,
  }),
  "identity.link": defineOperation({
    id: "identity.link",
    method: "POST",
    path: "/api/me/identities/:provider",
    kind: "write",
    replayable: false,
    // Asked for where the way to the provider begins.
    sensitive: false,
    audit: "record",
    errors: ["sign-in-failed"],
    summary: "Link whom the provider has named to one's own account, by its number there and nothing else.",
    input: z.strictObject(arrival),
    output: z.object({ id: z.int() }),
  }),
  "identity.unlink": defineOperation({
    id: "identity.unlink",
    method: "DELETE",
    path: "/api/me/identities/:id",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Take a link of one's own away.",
    input: z.strictObject({ id: idParam }),
    output: z.object({}),
  }),
} as const;
