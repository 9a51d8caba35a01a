import { z } from "zod";
import { addressRange } from "#kernel/fields/network.ts";
import { plainLine, plainText } from "#kernel/fields/text.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

const id = z.strictObject({ id: idParam });
const done = z.object({});
const reason = plainText({ min: 2, max: 300 });
/** A key is renewed once a year at the latest. */
export const longestKeyDays = 365;
/** Two at a time, so that the other side can change over. */
export const mostKeys = 2;

const state = z.enum(["PROPOSED", "ACTIVE", "REFUSED", "REVOKED"]);
const head = z.object({
  id: z.int(),
  name: z.string(),
  purpose: z.string(),
  unit: z.object({ id: z.int(), name: z.string() }),
  state,
  proposedBy: z.string(),
  proposedAt: instant,
  /** Keys that are good now. */
  keys: z.int(),
  lastUsedAt: instant.nullable(),
  /** When the last of its keys ends. */
  keysUntil: instant.nullable(),
});

export const contract = {
  "serviceAccount.list": defineOperation({
    id: "serviceAccount.list",
    method: "GET",
    path: "/api/administration/service-accounts",
    kind: "read",
    audit: "list",
    summary:
      "Service accounts of other systems, those that wait for a second person first, and what they can be given.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(head),
      /** Operations that a service account can be allowed to call. */
      offers: z.array(z.string()),
      /** The caller keeps accounts: he proposes, issues keys and revokes. */
      keeps: z.boolean(),
      serverTime: instant,
    }),
  }),
  "serviceAccount.get": defineOperation({
    id: "serviceAccount.get",
    method: "GET",
    path: "/api/administration/service-accounts/:id",
    kind: "read",
    audit: "record",
    summary: "One service account: what it may call, from where, its keys without their secret part.",
    input: id,
    output: head.extend({
      scopes: z.array(z.string()),
      addresses: z.array(z.string()),
      decidedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      note: z.string().nullable(),
      revokedBy: z.string().nullable(),
      revokedAt: instant.nullable(),
      revokeReason: z.string().nullable(),
      allKeys: z.array(
        z.object({
          id: z.int(),
          prefix: z.string(),
          issuedBy: z.string(),
          issuedAt: instant,
          expiresAt: instant,
          lastUsedAt: instant.nullable(),
          endedAt: instant.nullable(),
          inForce: z.boolean(),
        }),
      ),
      /** What the caller may do about it. */
      may: z.array(z.enum(["decide", "issue", "revoke"])),
      serverTime: instant,
    }),
  }),
  "serviceAccount.propose": defineOperation({
    id: "serviceAccount.propose",
    method: "POST",
    path: "/api/administration/service-accounts",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Propose an account for another system; it can do nothing before a second person has approved it.",
    input: z.strictObject({
      name: plainLine({ min: 2, max: 40 }),
      purpose: plainText({ min: 2, max: 300 }),
      /** It sees what the program offices of this unit and those below it arrange, as far as its operations tell of it. */
      unitId: idParam,
      scopes: z.array(z.string().max(60)).min(1).max(100),
      /** Networks from which it may come; none: from anywhere. */
      addresses: z.array(addressRange).max(20).default([]),
    }),
    output: z.object({ id: z.int() }),
  }),
  "serviceAccount.approve": defineOperation({
    id: "serviceAccount.approve",
    method: "POST",
    path: "/api/administration/service-accounts/:id/approve",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Approve, as a second administrator, a service account that somebody else has proposed.",
    input: id,
    output: done,
  }),
  "serviceAccount.refuse": defineOperation({
    id: "serviceAccount.refuse",
    method: "POST",
    path: "/api/administration/service-accounts/:id/refuse",
    kind: "write",
    // It opens nothing.
    sensitive: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Refuse a proposed service account, with the reason.",
    input: z.strictObject({ id: idParam, note: reason }),
    output: done,
  }),
  "serviceAccount.revoke": defineOperation({
    id: "serviceAccount.revoke",
    method: "POST",
    path: "/api/administration/service-accounts/:id/revoke",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "End a service account and all its keys from this call on; it is never opened again.",
    input: z.strictObject({ id: idParam, reason }),
    output: done,
  }),
  "serviceKey.issue": defineOperation({
    id: "serviceKey.issue",
    method: "POST",
    path: "/api/administration/service-accounts/:id/keys",
    kind: "write",
    sensitive: true,
    // The key is in this one answer and nowhere else, not even as a stored answer.
    replayable: false,
    audit: "record",
    errors: ["illegal-step"],
    summary: "A key for a service account, shown once; at most two are good at a time, so that one can take over.",
    input: z.strictObject({ id: idParam, days: z.int().min(1).max(longestKeyDays).default(longestKeyDays) }),
    output: z.object({ id: z.int(), key: z.string(), prefix: z.string(), expiresAt: instant }),
  }),
  "serviceKey.end": defineOperation({
    id: "serviceKey.end",
    method: "POST",
    path: "/api/administration/service-keys/:id/end",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "End a key: the next call with it is refused.",
    input: id,
    output: done,
  }),
} as const;
