import { z } from "zod";
import { phone } from "#kernel/fields/phone.ts";
import { defineOperation } from "#kernel/operation.ts";
import { matterHead } from "#matters/contract.ts";
import { cursor, idParam, instant } from "#kernel/schemas.ts";
import { consentPurposes } from "./consents.ts";

/** Operations by which somebody looks at a person's or firm's record. */
export const looks = [
  "matter.get",
  "matter.readers",
  "file.get",
  "enterprise.get",
  "matter.unmask",
  "enterprise.unmask",
  "staff.get",
] as const;

export const look = z.object({
  at: instant,
  /** The unit or firm that looked; null for the platform itself. */
  who: z.string().nullable(),
  purpose: z.string(),
  operation: z.string(),
  /** So often on that day, the last time at that instant; a single look is one. */
  times: z.int(),
  /** What was looked at: oneself, alone or in a list, the firm, or a matter by its number. */
  what: z.union([
    z.object({ kind: z.enum(["account", "list", "enterprise"]) }),
    z.object({ kind: z.literal("matter"), id: z.int(), number: z.string() }),
  ]),
});

const span = { from: instant, to: instant.nullable() };

const consentState = z.object({
  purpose: z.enum(consentPurposes),
  given: z.boolean(),
  /** When it was last given or taken back here; null: as it was told when the telephone was given. */
  at: instant.nullable(),
});

export const contract = {
  "myData.get": defineOperation({
    id: "myData.get",
    method: "GET",
    path: "/api/my-data",
    kind: "read",
    audit: "record",
    summary:
      "What is kept of whoever asks: his account, his consents, how much of what, and the notice that he was shown.",
    input: z.strictObject({}),
    output: z.object({
      login: z.string(),
      dutyName: z.string(),
      phone: z.string().nullable(),
      /** Only a firm's person keeps his telephone himself; a duty line is the unit's. */
      ownPhone: z.boolean(),
      since: instant,
      consents: z.array(consentState),
      holdings: z.array(z.object({ kind: z.enum(["matters", "sessions", "notices"]), count: z.int() })),
      notice: z.object({ version: z.int(), shownAt: instant.nullable() }),
      /** The request by which he may fetch a copy now. */
      copy: z.object({ requestId: z.int(), until: instant }).nullable(),
      /** What he has asked for, the newest first. */
      requests: z.array(matterHead),
      serverTime: instant,
    }),
  }),
  "myData.looks": defineOperation({
    id: "myData.looks",
    method: "GET",
    path: "/api/my-data/looks",
    kind: "read",
    audit: "list",
    summary: "Who looked at the caller's account and matters, or at his firm and its matters: unit, time and purpose.",
    input: z.strictObject({ of: z.enum(["me", "firm"]).default("me"), cursor: cursor.optional() }),
    output: z.object({ items: z.array(look), nextCursor: cursor.nullable() }),
  }),
  "myData.setPhone": defineOperation({
    id: "myData.setPhone",
    method: "PUT",
    path: "/api/my-data/phone",
    kind: "write",
    audit: "record",
    summary: "Correct one's own telephone, or take it away.",
    input: z.strictObject({ phone: phone.nullable() }),
    output: z.object({}),
  }),
  "myData.setConsent": defineOperation({
    id: "myData.setConsent",
    method: "PUT",
    path: "/api/my-data/consents/:purpose",
    kind: "write",
    audit: "record",
    summary: "Give a consent or take it back; no service depends on it.",
    input: z.strictObject({ purpose: z.enum(consentPurposes), given: z.boolean() }),
    output: consentState,
  }),
  "myData.noteNotice": defineOperation({
    id: "myData.noteNotice",
    method: "PUT",
    path: "/api/my-data/notice",
    kind: "write",
    audit: "record",
    summary: "Note that the caller was shown the privacy notice that is in force; this is no consent.",
    input: z.strictObject({ version: z.int().positive() }),
    output: z.object({}),
  }),
  "myData.copy": defineOperation({
    id: "myData.copy",
    method: "GET",
    path: "/api/my-data/copy/:id",
    kind: "read",
    audit: "record",
    summary: "The copy of the caller's own data that a granted request lets him fetch for 30 days.",
    input: z.strictObject({ id: idParam }),
    output: z.object({
      madeAt: instant,
      account: z.object({
        login: z.string(),
        dutyName: z.string(),
        phone: z.string().nullable(),
        since: instant,
        roles: z.array(z.object({ role: z.string(), where: z.string(), from: instant, to: instant.nullable() })),
      }),
      /** What the police keep of one of their own; null for a firm's person. */
      service: z
        .object({
          policeNumber: z.string().nullable(),
          unit: z.string(),
          places: z.array(
            z.object({
              project: z.string(),
              place: z.enum(["A", "B", "SPONSOR", "SPECIALIST"]),
              ...span,
            }),
          ),
          absences: z.array(z.object({ from: instant, to: instant })),
          /** What he lent others with his reason, or they lent him; not who. */
          loans: z.array(z.object({ given: z.boolean(), from: instant, to: instant, reason: z.string().nullable() })),
        })
        .nullable(),
      consents: z.array(consentState),
      sessions: z.array(z.object({ from: instant, to: instant.nullable(), device: z.string() })),
      /** Matters that he opened, with what he himself wrote in them. */
      matters: z.array(
        z.object({
          number: z.string(),
          procedure: z.string(),
          title: z.string(),
          state: z.string(),
          openedAt: instant,
          closedAt: instant.nullable(),
          entries: z.array(z.object({ at: instant, name: z.string(), form: z.record(z.string(), z.unknown()) })),
          files: z.array(z.string()),
        }),
      ),
      looks: z.array(look),
    }),
  }),
} as const;
