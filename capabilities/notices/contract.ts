import { z } from "zod";
import { accessCode } from "#kernel/fields/credentials.ts";
import { cursor, day, idParam, instant, queryFlag } from "#kernel/schemas.ts";
import { defineOperation } from "#kernel/operation.ts";
import { kindNames } from "./kinds.ts";

/** `HH:MM` in Shanghai. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** One address without a name; nothing in it can begin another header or another receiver. */
const mailAddress = z
  .string()
  .max(200)
  .regex(/^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63})+$/iu);

const wishes = {
  mode: z.enum(["off", "immediate", "digest"]),
  digestAt: timeOfDay,
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
  quietRestDays: z.boolean(),
  locale: z.enum(["zh-CN", "en"]),
};

const settings = z.object({
  ...wishes,
  /** Whether the operator sends mail at all. */
  mailOffered: z.boolean(),
  /** Masked; null when none was given. */
  address: z
    .object({
      masked: z.string(),
      state: z.enum(["unconfirmed", "confirmed", "refused"]),
      codeUntil: instant.nullable(),
    })
    .nullable(),
  quietDays: z.array(z.object({ id: z.int(), from: day, to: day })),
  /** Whether the caller may set the quiet days of his firm. */
  keepsQuietDays: z.boolean(),
});

export const contract = {
  "notice.list": defineOperation({
    id: "notice.list",
    method: "GET",
    path: "/api/notices",
    kind: "read",
    audit: "none",
    summary: "What the caller was told, newest first; only what is about something that he may still see.",
    input: z.strictObject({
      unread: queryFlag.optional(),
      limit: z
        .union([z.number(), z.string().regex(/^\d{1,3}$/)])
        .transform(Number)
        .pipe(z.int().min(1).max(100))
        .default(30),
      cursor: cursor.optional(),
    }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          kind: z.enum(kindNames),
          urgency: z.enum(["low", "normal", "urgent"]),
          at: instant,
          readAt: instant.nullable(),
          matter: z.object({ id: z.int(), number: z.string(), title: z.string(), procedure: z.string() }).nullable(),
          project: z.object({ id: z.int(), name: z.string() }).nullable(),
          /** Who is responsible for it now, where the notice tells that somebody else is. */
          responsible: z.array(z.object({ dutyName: z.string(), phone: z.string().nullable() })),
          handover: z.object({ id: z.int(), projectName: z.string() }).nullable(),
          /** Names and numbers for the text: a task, a state, a percentage. */
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      ),
      nextCursor: cursor.nullable(),
    }),
  }),
  "notice.count": defineOperation({
    id: "notice.count",
    method: "GET",
    path: "/api/notices/count",
    kind: "read",
    audit: "none",
    summary: "How many notices the caller has not read; 100 stands for that many or more.",
    input: z.strictObject({}),
    output: z.object({ unread: z.int() }),
  }),
  "notice.read": defineOperation({
    id: "notice.read",
    method: "POST",
    path: "/api/notices/read",
    kind: "write",
    audit: "none",
    summary: "Mark notices as read: some by their ids, those of one matter, or all up to one.",
    input: z.strictObject({
      ids: z.array(z.int32().positive()).min(1).max(100).optional(),
      matter: idParam.optional(),
      upTo: z.int32().positive().optional(),
    }),
    output: z.object({ unread: z.int() }),
  }),
  "notice.settings": defineOperation({
    id: "notice.settings",
    method: "GET",
    path: "/api/notices/settings",
    kind: "read",
    audit: "none",
    summary: "How the caller wants to be told outside the platform, and when he wants to be left alone.",
    input: z.strictObject({}),
    output: settings,
  }),
  "notice.changeSettings": defineOperation({
    id: "notice.changeSettings",
    method: "PUT",
    path: "/api/notices/settings",
    kind: "write",
    audit: "none",
    summary: "Say how and when to be told. Mail goes to a confirmed address only.",
    input: z.strictObject(wishes),
    output: settings,
  }),
  "notice.changeAddress": defineOperation({
    id: "notice.changeAddress",
    method: "POST",
    path: "/api/notices/address",
    kind: "write",
    // There its owner hears of changed proofs.
    sensitive: true,
    audit: "record",
    errors: ["too-many"],
    summary: "Give the address for mail; a code is sent to it, and nothing else before the code has come back.",
    input: z.strictObject({ address: mailAddress }),
    output: settings,
  }),
  "notice.confirmAddress": defineOperation({
    id: "notice.confirmAddress",
    method: "POST",
    path: "/api/notices/address/confirm",
    kind: "write",
    audit: "record",
    summary: "Confirm the address by the code that was sent to it; five trials for a code, half an hour long.",
    input: z.strictObject({ code: accessCode }),
    output: settings.extend({ confirmed: z.boolean(), trialsLeft: z.int() }),
  }),
  "notice.removeAddress": defineOperation({
    id: "notice.removeAddress",
    method: "DELETE",
    path: "/api/notices/address",
    kind: "write",
    sensitive: true,
    audit: "record",
    summary: "Take the address back: it is forgotten at once.",
    input: z.strictObject({}),
    output: settings,
  }),
  "quietDay.add": defineOperation({
    id: "quietDay.add",
    method: "POST",
    path: "/api/quiet-days",
    kind: "write",
    audit: "record",
    summary: "Days on which the caller's firm wants to be left alone, both included; at most three months at a time.",
    input: z.strictObject({ from: day, to: day }),
    output: settings,
  }),
  "quietDay.remove": defineOperation({
    id: "quietDay.remove",
    method: "DELETE",
    path: "/api/quiet-days/:id",
    kind: "write",
    audit: "record",
    summary: "Take quiet days back.",
    input: z.strictObject({ id: idParam }),
    output: settings,
  }),
} as const;
