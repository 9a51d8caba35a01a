import { z } from "zod";
import { me } from "#access/contract.ts";
import { accessCode, newPassword, typedLogin } from "#kernel/fields/credentials.ts";
import { defineOperation } from "#kernel/operation.ts";
import { idParam, instant } from "#kernel/schemas.ts";

const id = z.strictObject({ id: idParam });

/** For whoever has lost password and second factor: a code on paper by one person, confirmed by a second one. */
export const contract = {
  "recovery.choices": defineOperation({
    id: "recovery.choices",
    method: "GET",
    path: "/api/enterprises/:id/recoveries",
    kind: "read",
    audit: "list",
    summary: "Whom the caller could help at a firm that he serves.",
    input: id,
    output: z.object({
      items: z.array(z.object({ accountId: z.int(), dutyName: z.string(), roles: z.array(z.string()) })),
    }),
  }),
  "recovery.list": defineOperation({
    id: "recovery.list",
    method: "GET",
    path: "/api/recoveries",
    kind: "read",
    audit: "list",
    summary: "Recovery codes that are out, for those who may confirm them or take them back.",
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.int(),
          accountId: z.int(),
          dutyName: z.string(),
          /** The unit, or the firm. */
          place: z.string(),
          givenBy: z.string(),
          givenAt: instant,
          expiresAt: instant,
          confirmedBy: z.string().nullable(),
          mayConfirm: z.boolean(),
        }),
      ),
      serverTime: instant,
    }),
  }),
  "recovery.give": defineOperation({
    id: "recovery.give",
    method: "POST",
    path: "/api/recoveries",
    kind: "write",
    // Nothing of the code is kept, not even as a stored answer; a second one takes the place of the first.
    replayable: false,
    sensitive: true,
    audit: "record",
    errors: ["too-many"],
    summary: "A recovery code to be printed for somebody whom one knows; it works once a second person has confirmed.",
    input: z.strictObject({ accountId: idParam }),
    output: z.object({ id: z.int(), code: z.string(), login: z.string(), dutyName: z.string(), expiresAt: instant }),
  }),
  "recovery.confirm": defineOperation({
    id: "recovery.confirm",
    method: "POST",
    path: "/api/recoveries/:id/confirm",
    kind: "write",
    sensitive: true,
    audit: "record",
    errors: ["illegal-step"],
    summary: "Confirm, as a second person, that the code is for whoever it says; never one's own.",
    input: id,
    output: z.object({}),
  }),
  "recovery.end": defineOperation({
    id: "recovery.end",
    method: "DELETE",
    path: "/api/recoveries/:id",
    kind: "write",
    // It lets nobody in, and a code in wrong hands must go at once.
    sensitive: false,
    audit: "record",
    summary: "Make a recovery code void.",
    input: id,
    output: z.object({}),
  }),
  "recovery.use": defineOperation({
    id: "recovery.use",
    method: "POST",
    path: "/api/recover",
    kind: "write",
    open: true,
    replayable: false,
    audit: "record",
    errors: ["too-many"],
    summary: "Use a confirmed code: a new password; the old factors are gone and all other sessions end.",
    input: z.strictObject({ login: typedLogin, code: accessCode, password: newPassword }),
    output: me,
  }),
} as const;
